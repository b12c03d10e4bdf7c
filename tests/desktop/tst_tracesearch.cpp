// Searching traces without pixels: the question, its address, the plot, what is usual, and when to look again.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/address.h"
#include "models/arrival.h"
#include "models/scatter.h"
#include "models/traceloader.h"
#include "models/traceorder.h"
#include "models/tracequery.h"
#include "models/traceresults.h"
#include "models/usualcache.h"
#include "support/fakenetwork.h"
#include "support/faketraces.h"
#include "support/offscreen.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
using test::FakeNetwork;
using test::fixedNow;

using test::span;

QByteArray list(const QByteArrayList& items) { return '[' + items.join(',') + ']'; }

FoundTrace found(const char* id, int startMs, int ms, int errors = 0, std::optional<double> slower = {}) {
  FoundTrace out;
  out.summary.trace_id = id;
  out.summary.start = fixedNow().time_since_epoch().count() + startMs * 1000;
  out.summary.to_last_effect = ms * 1000;
  out.summary.errors = static_cast<std::size_t>(errors);
  out.slower = slower;
  return out;
}

QString order(const TraceOrder& proxy, const TraceResultsModel& model) {
  QStringList out;
  for (int row = 0; row < proxy.rowCount(); ++row) {
    out += QString::fromStdString(model.rowAt(proxy.mapToSource(proxy.index(row, 0))).summary.trace_id);
  }
  return out.join(' ');
}

struct Tracing {
  FakeNetwork network;
  Api api{network, QUrl("http://gateway")};
  TraceApi traces{api, {}};
  Timestamp now = fixedNow();
  std::function<Timestamp()> clock = [this] { return now; };
};

}  // namespace

class TestTraceSearch : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void durationsAreReadAsPeopleWriteThem_data();
  void durationsAreReadAsPeopleWriteThem();
  void everyParameterOfZipkinIsSent();
  void aLongestDurationAloneIsSentWithAShortest();
  void aSearchIsAnAddress();
  void anotherZipkinIsAskedWhereItIs();
  void slowerThanUsualComesFirstThenTheNewest();
  void thePlotIsLogarithmicAndFindsWhatIsClicked();
  void resultsAreSummaries();
  void whatIsUsualIsAskedOnceAndKept();
  void spansThatStillArriveAreLookedForSoonThenRarely();
  void aTraceThatIsOverIsLookedAtOnce();
  void anUnknownTraceMayHaveJustBegun();
  void aClockThatJumpsBackDoesNotMakeItWaitForEver();
  void theLoaderTellsOnlyWhatIsNew();
  void theCustomerAsksTheirOrder();
};

void TestTraceSearch::durationsAreReadAsPeopleWriteThem_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<qint64>("us");
  const auto row = [](const char* text, qint64 us) { QTest::newRow(text) << QString::fromUtf8(text) << us; };
  row("300", 300);
  row("300us", 300);
  row("300 µs", 300);
  row("5ms", 5'000);
  row(" 1.2 s ", 1'200'000);
  row("2min", 120'000'000);
  row("1h", 3'600'000'000);
  row("", -1);
  row("0", -1);
  row("-5ms", -1);
  row("5 apples", -1);
  row("ms", -1);
  row("1e3", -1);
}

void TestTraceSearch::durationsAreReadAsPeopleWriteThem() {
  QFETCH(QString, text);
  const auto read = parseDuration(text);
  QTEST(read ? qint64{read->count()} : qint64{-1}, "us");
  if (read) QCOMPARE(parseDuration(durationForQuery(*read)), read);
}

void TestTraceSearch::everyParameterOfZipkinIsSent() {
  const TraceQuery query{.service = "order",
                         .span = "post /orders",
                         .remoteService = "payment",
                         .tags = "error and http.method=GET&x",
                         .minDuration = 5ms,
                         .maxDuration = 1s,
                         .lookback = 15min,
                         .end = fixedNow(),
                         .limit = 50};
  QCOMPARE(query.toServer(fixedNow() + 1h).toString(QUrl::FullyEncoded),
           "serviceName=order&spanName=post%20%2Forders&remoteServiceName=payment&"
           "annotationQuery=error%20and%20http.method%3DGET%26x&minDuration=5000&maxDuration=1000000&"
           "endTs=1795239000000&lookback=900000&limit=50");
}

void TestTraceSearch::aLongestDurationAloneIsSentWithAShortest() {
  const TraceQuery query{.maxDuration = 1s};
  const auto sent = query.toServer(fixedNow());
  QCOMPARE(sent.queryItemValue("minDuration"), "1");
  QCOMPARE(sent.queryItemValue("maxDuration"), "1000000");
}

void TestTraceSearch::aSearchIsAnAddress() {
  QCOMPARE(TraceQuery().toAddress().toString(), "");
  const TraceQuery query{.service = "order",
                         .tags = QString::fromUtf8("reason=100% + 예약"),
                         .minDuration = 5ms,
                         .lookback = 24h,
                         .end = fixedNow(),
                         .limit = 7};
  const Address address{.place = "traces", .query = query.toAddress()};
  const auto back = Address::parse(address.toString());
  QVERIFY2(back, qPrintable(address.toString()));
  QVERIFY(TraceQuery::ofAddress(back->query) == query);
  QVERIFY(TraceQuery::ofAddress(QUrlQuery("minDuration=-3&limit=x&lookback=0")) == TraceQuery());
}

void TestTraceSearch::anotherZipkinIsAskedWhereItIs() {
  for (const auto& [given, base] : {std::pair{"http://zipkin:9411", "http://zipkin:9411/api/v2/services"},
                                    {"http://zipkin:9411/zipkin/", "http://zipkin:9411/zipkin/api/v2/services"},
                                    {"", "http://gateway/admin/traces/api/v2/services"}}) {
    FakeNetwork network;
    network.answer("GET /", R"(["order"])");
    Api api(network, QUrl("http://gateway"));
    TraceApi traces(api, QUrl(given));
    TraceApi::Names names;
    const auto call = traces.services([&](const auto& answer) { names = answer.value(); });
    QTRY_COMPARE(names.size(), 1u);
    QCOMPARE(network.seen().at(0).path, QUrl(base).path());
  }
}

void TestTraceSearch::slowerThanUsualComesFirstThenTheNewest() {
  TraceResultsModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  TraceOrder proxy(&model);
  model.apply({found("a", 0, 10, 0, 1.9), found("b", 1, 40, 2, 4.0), found("c", 2, 20, 0), found("d", 3, 30, 1, 2.5)});
  QCOMPARE(order(proxy, model), "b d c a");  // 1.9 times is not slow
  proxy.setBy(TraceOrder::Newest);
  QCOMPARE(order(proxy, model), "d c b a");
  proxy.setBy(TraceOrder::Longest);
  QCOMPARE(order(proxy, model), "b d c a");
  proxy.setBy(TraceOrder::MostErrors);
  QCOMPARE(order(proxy, model), "b d c a");
  QCOMPARE(model.index(1, TraceResultsModel::Slower).data().toString(), "4.0x slower");
  QCOMPARE(model.index(1, TraceResultsModel::Errors).data().toString(), QString::fromUtf8("✕ 2"));
}

void TestTraceSearch::thePlotIsLogarithmicAndFindsWhatIsClicked() {
  const std::vector<ScatterPoint> points{{0, 1'500}, {10'000'000, 150'000}, {20'000'000, 15'000}};
  const auto scale = ScatterScale::around(points, 400, 300);
  QCOMPARE(scale.shortest, 1'000);
  QCOMPARE(scale.longest, 1'000'000);
  QCOMPARE(qRound(scale.yOf(1'000'000)), 0);
  QCOMPARE(qRound(scale.yOf(1'000)), 300);
  QCOMPARE(qRound(scale.yOf(31'623)), 150);  // half way between three powers of ten
  QVERIFY(scale.xOf(0) > 0 && scale.xOf(20'000'000) < 400);
  QCOMPARE(scale.durationTicks(), (std::vector<std::int64_t>{1'000, 10'000, 100'000, 1'000'000}));
  QCOMPARE(scale.timeTicks(5, 0), (std::vector<std::int64_t>{0, 5'000'000, 10'000'000, 15'000'000, 20'000'000}));
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = scale.xOf(points[i].start);
    const double y = scale.yOf(points[i].duration);
    QCOMPARE(scale.nearest(points, x + 3, y - 3, 10), static_cast<int>(i));
  }
  QCOMPARE(scale.nearest(points, 0, 0, 10), -1);
  QCOMPARE(ScatterScale::around({}, 0, 0).nearest({}, 0, 0, 10), -1);
  const std::vector<ScatterPoint> one{{5, 0}};
  QVERIFY(std::isfinite(ScatterScale::around(one, 100, 100).yOf(0)));
}

void TestTraceSearch::resultsAreSummaries() {
  Tracing it;
  it.network.answer("GET /admin/traces/api/v2/traces",
                    list({list({span("01", "", "gateway", "post /orders", 0, 40),
                                span("02", "01", "order", "post /orders", 5, 30, {{"order.id", "7"}, {"error", "x"}})}),
                          "[]"}));
  std::vector<tracemodel::Summary> out;
  const auto question = TraceQuery().toServer(it.now);
  const auto call = it.traces.search(question, {}, [&](const auto& answer) { out = answer.value(); });
  QTRY_COMPARE(out.size(), 1u);
  QCOMPARE(traceTitle(out[0]), "gateway: post /orders");
  QCOMPARE(out[0].errors, 1u);
  QCOMPARE(QString::fromStdString(out[0].order_id), "7");
}

void TestTraceSearch::whatIsUsualIsAskedOnceAndKept() {
  Tracing it;
  QByteArrayList traces;
  for (const char* id : {"01", "02", "03", "04", "05", "06", "07", "08", "09"}) {
    const int number = id[1] - '0';
    traces += list({span(id, "", "gateway", "get /cars", number, 10 * number)});
  }
  it.network.answer("GET /admin/traces/api/v2/traces", list(traces));
  UsualCache usual(it.traces, it.clock);
  QSignalSpy learnt(&usual, &UsualCache::learnt);
  QByteArray fetched;
  QObject context;
  usual.fetch({"gateway", "get /cars"}, &context, [&](const QByteArray& json) { fetched = json; });
  QVERIFY(!usual.of({"gateway", "get /cars"}));
  QTRY_COMPARE(learnt.size(), 1);
  QCOMPARE(fetched, list(traces));
  const auto* known = usual.of({"gateway", "get /cars"});
  QVERIFY(known);
  QCOMPARE(known->times.find("gateway", "get /cars")->p50, 50'000);
  QCOMPARE(it.network.seen("GET", "/admin/traces/api/v2/traces").size(), 1u);
  const auto query = it.network.seen().at(0).query;
  QVERIFY2(query.contains("spanName=get %2Fcars") && query.contains("limit=200"), qPrintable(query));
}

void TestTraceSearch::spansThatStillArriveAreLookedForSoonThenRarely() {
  Timestamp now = fixedNow();
  Arrival arrival(now);
  const auto look = [&](std::size_t spans) {
    const auto wait = arrival.found(now, spans, now);
    now += wait.value_or(0ms);
    return wait ? static_cast<int>(wait->count()) : -1;
  };
  QCOMPARE(look(3), 200);
  QCOMPARE(look(3), 500);
  QCOMPARE(look(12), 200);  // something new: from the start
  QCOMPARE(arrival.spans(), 12u);
  for (const int wait : {500, 1'000, 2'000, 5'000, -1}) QCOMPARE(look(12), wait);
  QVERIFY(arrival.isOver());
}

void TestTraceSearch::aTraceThatIsOverIsLookedAtOnce() {
  Arrival arrival(fixedNow());
  QVERIFY(!arrival.found(fixedNow(), 46, fixedNow() - 2min));
  QVERIFY(arrival.isOver());
}

void TestTraceSearch::anUnknownTraceMayHaveJustBegun() {
  Timestamp now = fixedNow();
  Arrival arrival(now);
  int looks = 0;
  while (const auto wait = arrival.found(now, 0, {})) {
    now += *wait;
    ++looks;
    QVERIFY(looks < 20);
  }
  QVERIFY(now - fixedNow() <= 10s);
  QCOMPARE(looks, 5);
}

void TestTraceSearch::aClockThatJumpsBackDoesNotMakeItWaitForEver() {
  Arrival arrival(fixedNow());
  QVERIFY(arrival.found(fixedNow(), 0, {}));
  QVERIFY(!arrival.found(fixedNow() - 1h, 0, {}));
}

void TestTraceSearch::theLoaderTellsOnlyWhatIsNew() {
  Tracing it;
  const auto first = span("01", "", "gateway", "post /orders", 0, 40);
  it.network.answers("GET /admin/traces/api/v2/trace/463ac35c9f6413ad",
                     {{.status = 404, .body = "not found"},
                      {.body = list({first})},
                      {.body = list({first})},
                      {.body = list({first, span("02", "01", "order", "post /orders", 5, 30)})}});
  TraceLoader loader(it.traces, it.clock, {.traceId = "463ac35c9f6413ad"}, false);
  QSignalSpy grew(&loader, &TraceLoader::grew);
  loader.load({});
  QTRY_COMPARE(grew.size(), 1);
  QCOMPARE(loader.state(), TraceLoader::State::Arriving);
  QTRY_COMPARE(grew.size(), 2);
  QCOMPARE(loader.trace().summary.spans, 2u);
  it.network.answer("GET /admin/traces/api/v2/trace/463ac35c9f6413ad", {.status = 500, .body = "{}"});
  QTRY_COMPARE(loader.state(), TraceLoader::State::Failed);
  QCOMPARE(loader.trace().summary.spans, 2u);  // what was there stays
}

void TestTraceSearch::theCustomerAsksTheirOrder() {
  Tracing it;
  it.now += 1h;
  const auto spans = span("01", "", "gateway", "post /orders", 0, 40);
  it.network.answer("GET /orders/7/trace", list({list({spans})}));
  TraceLoader loader(it.traces, it.clock, {.order = 7}, true);
  loader.load({});
  QTRY_COMPARE(loader.state(), TraceLoader::State::Complete);
  QCOMPARE(QString::fromStdString(loader.trace().summary.trace_id), "463ac35c9f6413ad");
  for (const auto& seen : it.network.seen()) QVERIFY(!seen.path.startsWith("/admin"));
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestTraceSearch)
#include "tst_tracesearch.moc"
