// The viewer's models: rows, time, filter, files. Trees are compared as text.
#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

#include "models/tracedetailsmodel.h"
#include "models/tracefile.h"
#include "models/tracefilter.h"
#include "models/tracefindingsmodel.h"
#include "models/tracerows.h"
#include "models/tracescale.h"
#include "models/tracestatisticsmodel.h"
#include "models/tracestrip.h"
#include "models/tracetexts.h"
#include "support/offscreen.h"
#include "support/traces.h"

namespace sharecar::desktop {
namespace {

using test::booking;
using test::idOf;
using test::made;
using test::madeAt;

TraceDataPtr read(Spans spans) {
  return std::make_shared<const TraceData>(std::make_shared<const ReadTrace>(std::move(spans)));
}

TraceDataPtr compared(Spans spans, Spans other) {
  return std::make_shared<const TraceData>(std::make_shared<const ReadTrace>(std::move(spans)),
                                           std::make_shared<const ReadTrace>(std::move(other)));
}

TraceRows rowsOf(Spans spans) {
  TraceRows out;
  out.setData(read(std::move(spans)), false);
  return out;
}

QString outline(const TraceRows& rows) { return QString::fromStdString(rows.outline()); }

// Parents, ends and depths agree with each other, whatever the shape.
void checkShape(const TraceData& data) {
  const auto& rows = data.rows();
  std::vector<RowIndex> open;
  for (RowIndex row = 0; row < rows.size(); ++row) {
    while (!open.empty() && rows[open.back()].end <= row) open.pop_back();
    QCOMPARE(rows[row].parent, open.empty() ? noRow : open.back());
    QCOMPARE(rows[row].depth, open.empty() ? 0U : rows[open.back()].depth + 1);
    QVERIFY(rows[row].end > row && rows[row].end <= rows.size());
    QCOMPARE(data.rowOfKey(data.keyOf(row)), row);
    open.push_back(row);
  }
}

// All rows at once are found as one by one.
void checkVersions(const TraceData& before, const TraceData& now) {
  const auto rows = now.rowsOf(before);
  QCOMPARE(rows.size(), before.rows().size());
  for (RowIndex row = 0; row < rows.size(); ++row) QCOMPARE(rows[row], now.rowOfKey(before.keyOf(row)));
}

QString found(const QString& filter, const TraceDataPtr& data) {
  auto parsed = TraceFilter::parse(filter.toStdString());
  if (const auto* wrong = std::get_if<TraceFilter::Wrong>(&parsed)) return "wrong: " + QString::fromStdString(wrong->term);
  const auto rows = std::get<TraceFilter>(parsed).apply(*data);
  QStringList out;
  for (RowIndex row = 0; row < rows.matches.size(); ++row) {
    if (rows.matches[row]) out += QString::number(std::stoul(data->spanOf(row)->id, nullptr, 16));
  }
  return out.join(' ');
}

std::vector<Spans> tracesOf(const QByteArray& bytes) {
  auto parsed = readTraceFile({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  auto* file = std::get_if<TraceFile>(&parsed);
  return file ? file->traces : std::vector<Spans>{};
}

TraceFileFault::Kind faultOf(const QByteArray& bytes) {
  const auto parsed = readTraceFile({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  const auto* fault = std::get_if<TraceFileFault>(&parsed);
  return fault ? fault->kind : TraceFileFault::Kind::Closed;
}

}  // namespace

class TestTraceModels : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void linesAreInTheOrderOfTheTree();
  void everyShapeHoldsTogether_data();
  void everyShapeHoldsTogether();
  void collapsingHidesWhatIsBelow();
  void aLargeTraceOpensWithItsErrorsInSight();
  void moreSpansKeepWhatIsCollapsed();
  void errorsAreFoundRoundTheEnd();
  void bothCriticalPathsAreKnownByLine();
  void timesBecomePixels();
  void ticksAreRound();
  void rangesStayWithinTheTrace();
  void theFilterFinds_data();
  void theFilterFinds();
  void theFilterShowsWhatMatchesHangOn();
  void comparedTracesAreUnited();
  void statisticsSumUpSelfTimes();
  void whatIsSlowerThanUsualComesFirst();
  void everyRuleHasTexts();
  void detailsLeadToTheBookingAndTheBreaker();
  void filesOfEveryFormAreRead();
  void recordingsAreReadAsTheyAre();
  void whatIsNoTraceIsSaid();
  void whatIsWrittenIsReadAgain();
  void aCaseHoldsNobodysSecrets();
  void theListsAreSoundModels();
  void eventsBecomeMarksThatLast();
};

void TestTraceModels::linesAreInTheOrderOfTheTree() {
  QCOMPARE(outline(rowsOf(booking())), QString(R"(- desktop: book a car
  - gateway: post /orders
    - gateway: post /orders
      - order: post /orders
          order: pg place_order
          order: put /payments/{id} failed
        - order: put /payments/{id}
          - payment: put /payments/{id}
            - payment: post /charges
                cardnet: post /charges
        - order: order.events publish
          - reservation: order.events process
              reservation: pg confirm_reservation
)"));
  const auto data = read(booking());
  QCOMPARE(data->length(), 300'000);
  QCOMPARE(data->begin(), madeAt);
  QCOMPARE(data->errors(), std::size_t{1});
  QCOMPARE(data->services().size(), std::size_t{6});
  QVERIFY(data->rows()[0].failsBelow && !data->rows()[0].failed);
}

void TestTraceModels::everyShapeHoldsTogether_data() {
  QTest::addColumn<QString>("shape");
  for (const char* shape : {"booking", "wide", "deep", "ordinary", "cycle", "orphans", "duplicates", "two roots", "no times",
                            "one", "none"}) {
    QTest::newRow(shape) << shape;
  }
}

void TestTraceModels::everyShapeHoldsTogether() {
  QFETCH(QString, shape);
  Spans spans = booking();
  if (shape == "wide") spans = test::shaped(test::Shape::Wide, 10'001);
  if (shape == "deep") spans = test::shaped(test::Shape::Deep, 5'000);
  if (shape == "ordinary") spans = test::shaped(test::Shape::Ordinary, 3'000);
  if (shape == "cycle") spans = {made(1, 2, "a", "x", 0, 10), made(2, 3, "b", "y", 1, 8), made(3, 1, "c", "z", 2, 6)};
  if (shape == "orphans") spans.erase(spans.begin() + 3);
  if (shape == "duplicates") {
    spans = {made(1, 0, "a", "x", 0, 10), made(2, 1, "b", "y", 1, 8), made(2, 1, "c", "z", 2, 6)};
  }
  if (shape == "two roots") spans.push_back(made(77, 0, "gateway", "get /cars", 900, 100));
  if (shape == "no times") {
    for (auto& span : spans) span.timestamp = span.duration = 0;
  }
  if (shape == "one") spans.resize(1);
  if (shape == "none") spans.clear();
  const auto count = spans.size();
  Spans fewer = spans;
  std::erase_if(fewer, [left = 0](const auto&) mutable { return ++left % 3 == 0; });
  const auto data = read(std::move(spans));
  checkShape(*data);
  checkVersions(*read(fewer), *data);
  checkVersions(*data, *read(fewer));
  std::size_t seen = 0;
  for (RowIndex row = 0; row < data->rows().size(); ++row) seen += data->spanOf(row) ? 1 : 0;
  QCOMPARE(seen, count);
  QVERIFY(data->length() >= 1);
}

void TestTraceModels::collapsingHidesWhatIsBelow() {
  auto rows = rowsOf(booking());
  rows.setCollapsed(6, true);
  QCOMPARE(rows.count(), 10);
  QCOMPARE(rows.lineOf(9), int{TraceRows::noLine});
  QCOMPARE(rows.nearestLineOf(9), 6);
  QCOMPARE(rows.rowAt(7), RowIndex{10});
  rows.collapseAll();
  QCOMPARE(outline(rows), QString("- desktop: book a car\n  + gateway: post /orders\n"));
  rows.reveal(8);
  QCOMPARE(rows.lineOf(8), 8);  // its own children stay closed
  QVERIFY(rows.isCollapsed(8));
  rows.expandAll();
  QCOMPARE(rows.count(), 13);
}

void TestTraceModels::aLargeTraceOpensWithItsErrorsInSight() {
  auto spans = test::shaped(test::Shape::Deep, 3'000);  // fails at 999, 1999 and 2999
  auto rows = rowsOf(spans);
  QCOMPARE(rows.count(), 2'999);
  for (auto& span : spans) span.tags.erase("error");
  QCOMPARE(rowsOf(spans).count(), 3);
}

void TestTraceModels::moreSpansKeepWhatIsCollapsed() {
  auto spans = booking();
  const auto late = spans.back();
  spans.pop_back();
  auto rows = rowsOf(spans);
  rows.setCollapsed(6, true);
  spans.insert(spans.begin(), late);
  spans.push_back(made(99, 4, "order", "pg note", 12'000, 1'000, tracemodel::Kind::client));
  rows.setData(read(spans), true);
  QCOMPARE(outline(rows), QString(R"(- desktop: book a car
  - gateway: post /orders
    - gateway: post /orders
      - order: post /orders
          order: pg place_order
          order: pg note
          order: put /payments/{id} failed
        + order: put /payments/{id}
        - order: order.events publish
          - reservation: order.events process
              reservation: pg confirm_reservation
)"));
}

void TestTraceModels::errorsAreFoundRoundTheEnd() {
  auto spans = booking();
  spans[11].tags["error"] = "";
  const auto rows = rowsOf(spans);
  QCOMPARE(rows.nextError(noRow, true), RowIndex{5});
  QCOMPARE(rows.nextError(5, true), RowIndex{11});
  QCOMPARE(rows.nextError(11, true), RowIndex{5});
  QCOMPARE(rows.nextError(noRow, false), RowIndex{11});
  QCOMPARE(rows.nextError(5, false), RowIndex{11});
  QCOMPARE(rowsOf({made(1, 0, "a", "x", 0, 1)}).nextError(noRow, true), noRow);
}

void TestTraceModels::bothCriticalPathsAreKnownByLine() {
  const auto data = read(booking());
  QStringList text;
  for (const auto& part : data->path()) {
    text += QString("%1 %2+%3%4%5")
                .arg(part.row)
                .arg(part.time.start / 1000)
                .arg(part.time.length / 1000)
                .arg(part.toAnswer ? "a" : "")
                .arg(part.toLastEffect ? "e" : "");
  }
  QCOMPARE(text.filter(QRegularExpression("^9 ")).join(','), "9 106+113ae");
  QCOMPARE(text.filter(QRegularExpression("^11 ")).join(','), "11 262+6e,11 289+11e");
  QCOMPARE(text.filter(QRegularExpression("^0 ")).join(','), "0 0+4ae,0 248+4a");
  for (RowIndex row = 0; row < data->rows().size(); ++row) {
    for (auto i = data->pathBegin(row); i < data->pathBegin(row + 1); ++i) QCOMPARE(data->path()[i].row, row);
  }
}

void TestTraceModels::timesBecomePixels() {
  const TimeScale scale{0, 1000, 500};
  QCOMPARE(scale.xOf(500), 250.0);
  QCOMPARE(scale.timeAt(250), 500.0);
  QCOMPARE(scale.pixelsOf({100, 200}), (TimeScale::Pixels{50, 100}));
  QCOMPARE(scale.pixelsOf({100, 0}), (TimeScale::Pixels{50, 1}));  // never invisible
  QCOMPARE(scale.pixelsOf({1000, 0}), (TimeScale::Pixels{499, 1}));
  QCOMPARE(scale.pixelsOf({100, -1}), (TimeScale::Pixels{}));
  const TimeScale part{200, 300, 500};
  QCOMPARE(part.pixelsOf({0, 100}), (TimeScale::Pixels{}));
  QCOMPARE(part.pixelsOf({0, 1000}), (TimeScale::Pixels{0, 500}));
  QCOMPARE(part.pixelsOf({250, INT64_MAX / 2}), (TimeScale::Pixels{250, 250}));
}

void TestTraceModels::ticksAreRound() {
  using Ticks = std::vector<std::int64_t>;
  QCOMPARE((TimeScale{0, 1000, 500}.ticks(100)), (Ticks{0, 200, 400, 600, 800, 1000}));
  QCOMPARE((TimeScale{150, 260, 600}.ticks(100)), (Ticks{160, 180, 200, 220, 240, 260}));
  QCOMPARE((TimeScale{0, 1, 600}.ticks(100)), (Ticks{0, 1}));
  QVERIFY((TimeScale{0, 9e15, 600}.ticks(100)).size() <= 7);
}

void TestTraceModels::rangesStayWithinTheTrace() {
  QCOMPARE(TimeRange::clamped(-5, 2000, 1000), (TimeRange{0, 1000}));
  QCOMPARE(TimeRange::clamped(900, 800, 1000), (TimeRange{800, 900}));
  QCOMPARE(TimeRange::clamped(1500, 1500, 1000), (TimeRange{999, 1000}));
  QCOMPARE((TimeRange{0, 1000}.zoomed(0.5, 250, 1000)), (TimeRange{125, 625}));
  QCOMPARE((TimeRange{125, 625}.zoomed(4, 250, 1000)), (TimeRange{0, 1000}));
  QCOMPARE((TimeRange{125, 625}.moved(1000, 1000)), (TimeRange{500, 1000}));
}

void TestTraceModels::theFilterFinds_data() {
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QString>("ids");
  const auto row = [](const char* filter, const char* ids) { QTest::newRow(filter) << filter << ids; };
  row("svc:payment", "8 9");
  row("SVC", "");
  row("svc:PAYMENT dur>120ms", "8");
  row("dur>=120ms kind:client", "3 7");
  row("dur<5ms", "11");
  row("self>100ms", "10");
  row("err", "6");
  row("-err op:payments", "7 8");
  row(">50%", "1 2 3 4");
  row("err >2.5%", "6");
  row("breaker.name=pay", "6 7");
  row("db.system=", "5");
  row("\"second try\"", "7");
  row("000000000000000c", "12");
  row("\"op:order.events process\"", "12");
  row("", "1 2 3 4 5 6 7 8 9 10 11 12 13");
  row("dur>5", "wrong: dur>5");
  row("dur>fast", "wrong: dur>fast");
  row("self>5%", "wrong: self>5%");
  row("kind:x", "wrong: kind:x");
  row("\"open", "wrong: \"open");
}

void TestTraceModels::theFilterFinds() {
  QFETCH(QString, filter);
  QTEST(found(filter, read(booking())), "ids");
}

void TestTraceModels::theFilterShowsWhatMatchesHangOn() {
  auto rows = rowsOf(booking());
  const auto filter = std::get<TraceFilter>(TraceFilter::parse("svc:reservation pg"));
  rows.setFilter(std::make_shared<FilteredRows>(filter.apply(*rows.data())));
  QCOMPARE(outline(rows), QString(R"(- desktop: book a car (above)
  - gateway: post /orders (above)
    - gateway: post /orders (above)
      - order: post /orders (above)
        - order: order.events publish (above)
          - reservation: order.events process (above)
              reservation: pg confirm_reservation
)"));
  rows.setFilter(nullptr);
  QCOMPARE(rows.count(), 13);
}

void TestTraceModels::comparedTracesAreUnited() {
  auto other = booking();
  other.erase(other.begin() + 5);  // the payment worked at once
  other.push_back(made(50, 10, "cardnet", "pg remember", 110'000, 9'000, tracemodel::Kind::client));
  for (auto& span : other) span.timestamp += 5'000'000;
  const auto data = compared(booking(), other);
  checkShape(*data);
  QStringList text;
  for (RowIndex row = 0; row < data->rows().size(); ++row) {
    const auto& it = data->rows()[row];
    const bool here = it.node != tracemodel::Tree::none;
    const bool there = it.other != tracemodel::Tree::none;
    if (!here || !there) text += (here ? "only here " : "only there ") + texts::spanName(data->spanOf(row));
  }
  QCOMPARE(text.join('\n'), "only here order: put /payments/{id}\nonly there cardnet: pg remember");
  QCOMPARE(data->rows()[0].otherTime, (Stretch{0, 252'000}));  // each begins at its own begin
}

void TestTraceModels::statisticsSumUpSelfTimes() {
  TraceStatisticsModel model;
  const auto data = read(booking());
  model.apply(sharesOf(*data, tracemodel::GroupBy::service));
  QStringList text;
  for (int row = 0; row < model.rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column <= TraceStatisticsModel::Errors; ++column) {
      if (column != TraceStatisticsModel::Difference) cells += model.index(row, column).data().toString();
    }
    text += cells.join(" | ");
  }
  QCOMPARE(text.join('\n'), QString("cardnet | 113 ms | 39 % | 113 ms | 113 ms | 1 | 0\n"
                                    "order | 100 ms | 34 % | 234 ms | 234 ms | 5 | 1\n"
                                    "reservation | 38.0 ms | 13 % | 38.0 ms | 38.0 ms | 2 | 0\n"
                                    "payment | 21.0 ms | 7 % | 134 ms | 134 ms | 2 | 0\n"
                                    "gateway | 10.0 ms | 3 % | 244 ms | 244 ms | 2 | 0\n"
                                    "desktop | 8.00 ms | 3 % | 252 ms | 252 ms | 1 | 0"));
}

void TestTraceModels::whatIsSlowerThanUsualComesFirst() {
  std::vector<Spans> before;
  for (int i = 0; i < 20; ++i) {
    auto one = booking();
    for (auto& span : one) span.duration = span.duration / 4 + i;
    before.push_back(one);
  }
  const auto usual = tracemodel::UsualTimes::of(before);
  const auto data = read(booking());
  const auto findings = findingsOf(*data, &usual);
  QVERIFY(findings.size() > 1);
  QVERIFY(findings.front().slowerThanUsual);
  QCOMPARE(texts::findingTitle(findings.front()), QString::fromUtf8("9.2× slower than usual"));
  for (std::size_t i = 1; i < findings.size() && findings[i].slowerThanUsual; ++i) {
    QVERIFY(findings[i].times <= findings[i - 1].times);
  }
  QVERIFY(!findings.back().slowerThanUsual);
  QCOMPARE(tracemodel::UsualTimes::of({booking()}).find("order", "pg place_order"), nullptr);  // once says nothing
}

void TestTraceModels::everyRuleHasTexts() {
  const auto data = read(booking());
  std::map<int, QString> english;
  for (const auto language : {LanguageChoice::English, LanguageChoice::Korean}) {
    setLanguage(language);
    for (int rule = 0; rule <= static_cast<int>(tracemodel::Rule::retry_storm); ++rule) {
      ShownFinding finding{.rows = {3}, .time = {9'000, 234'000}};
      finding.finding.rule = static_cast<tracemodel::Rule>(rule);
      finding.finding.against = 1;
      const auto all = texts::findingTitle(finding) + texts::findingText(finding, *data) + texts::findingRule(finding);
      QVERIFY(!texts::findingTitle(finding).isEmpty() && !texts::findingRule(finding).isEmpty());
      if (language == LanguageChoice::English) english[rule] = all;
      if (language == LanguageChoice::Korean) QVERIFY(all != english[rule]);
    }
  }
  setLanguage(LanguageChoice::English);
}

void TestTraceModels::detailsLeadToTheBookingAndTheBreaker() {
  const auto data = read(booking());
  const auto details = detailsOf(*data, 6, nullptr, true, "UTC");
  QStringList text;
  QStringList links;
  for (const auto& one : details) {
    text += one.name + '=' + one.value;
    if (one.link) links += one.link->toString();
  }
  QCOMPARE(text.join('\n'), QString::fromUtf8("Duration=140 ms\nOf its own=6.00 ms\nBegins after=96.0 ms\n"
                                              "At=Sat 21 Nov 05:30:00.096\nKind=Client (calls)\nService=order\n"
                                              "Other side=payment\n@ 97.0 ms=second try\nbreaker.name=payment\n"
                                              "http.path=/payments/42\norder.id=42\nSpan id=0000000000000007\n"
                                              "Parent id=0000000000000004\nTrace id=463ac35c9f6413ad48485a3953bb6124"));
  QCOMPARE(links.join(' '), "sharecar://breakers?service=order&name=payment sharecar://orders/42");
  const auto customer = detailsOf(*data, 6, nullptr, false, "UTC");
  for (const auto& one : customer) {
    if (one.link) QCOMPARE(one.link->toString(), "sharecar://bookings/42");
  }
}

void TestTraceModels::filesOfEveryFormAreRead() {
  const auto list = test::json(booking());
  QCOMPARE(tracesOf(list).front().size(), std::size_t{13});
  auto another = booking();
  for (auto& span : another) span.trace_id = "0000000000000abc";
  QCOMPARE(tracesOf(writeZipkin({booking(), another})).size(), std::size_t{2});
  auto mixed = booking();
  mixed.insert(mixed.end(), another.begin(), another.end());
  QCOMPARE(tracesOf(test::json(mixed)).size(), std::size_t{2});
  const QByteArray otlp =
      R"({"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"order"}}]},
      "scopeSpans":[{"spans":[{"traceId":"463ac35c9f6413ad48485a3953bb6124","spanId":"00000000000000aa","name":"work",
      "kind":2,"startTimeUnixNano":"1795239000000000000","endTimeUnixNano":"1795239000005000000","status":{"code":2}}]}]}]})";
  const auto read = tracesOf(otlp);
  QCOMPARE(read.size(), std::size_t{1});
  QCOMPARE(read.front().front().duration, 5000);
  QVERIFY(read.front().front().failed());
  const QByteArray line = QByteArray(otlp).replace('\n', ' ');
  QCOMPARE(tracesOf(line + '\n' + QByteArray(line).replace("00aa", "00bb") + '\n').front().size(), std::size_t{2});
  QCOMPARE(tracesOf("\xef\xbb\xbf" + list).size(), std::size_t{1});
  for (const QByteArray& text : {list, " \n" + list, otlp, writeCase({}, {booking()}, {})}) {
    QVERIFY2(looksLikeTraceFile(text.toStdString()), text.left(40));
  }
  for (const char* text : {"", "[]", "[1,2]", "[gateway,463ac35c9f6413ad,463ac35c9f6413ad] done", "{\"traceId\":\"463a\"}",
                           "42", "{}"}) {
    QVERIFY2(!looksLikeTraceFile(text), text);
  }
}

void TestTraceModels::recordingsAreReadAsTheyAre() {
  for (const char* name : {"ascend", "messaging-kafka", "skew", "yelp", "clashing-ids-1", "envoy"}) {
    const auto traces = tracesOf(test::recording(name));
    QVERIFY2(!traces.empty(), name);
    for (const auto& spans : traces) checkShape(*read(spans));
  }
}

void TestTraceModels::whatIsNoTraceIsSaid() {
  using Kind = TraceFileFault::Kind;
  QCOMPARE(faultOf(""), Kind::Empty);
  QCOMPARE(faultOf("[]"), Kind::Empty);
  QCOMPARE(faultOf("[[],[]]"), Kind::Empty);
  QCOMPARE(faultOf("<html>"), Kind::Unreadable);
  QCOMPARE(faultOf("[{\"traceId\":\"a\",\"id\":"), Kind::Unreadable);
  QCOMPARE(faultOf("{\"data\":[]}"), Kind::Unreadable);
  QCOMPARE(faultOf(QByteArray(2'000'000, '[')), Kind::Unreadable);
  QCOMPARE(faultOf("{\"format\":\"sharecar-case\",\"version\":9}"), Kind::Newer);
  QCOMPARE(faultOf("[{\"traceId\":\"a\",\"id\":\"b\",\"name\":\"\xff\xc3\"}]"), Kind::Closed);  // mended, as Zipkin does
}

void TestTraceModels::whatIsWrittenIsReadAgain() {
  const auto traces = tracesOf(test::json(booking()));
  QCOMPARE(traces.size(), std::size_t{1});
  QVERIFY(traces.front() == booking());
  const TraceCase about{.booking = R"({"orderId":7,"status":"PAID"})", .events = {R"({"kind":"open"})"}, .verdict = "slow card"};
  const auto bytes = writeCase(about, {booking()}, QDateTime(QDate(2026, 11, 21), QTime(5, 30), Qt::UTC));
  const auto parsed = readTraceFile({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  const auto* file = std::get_if<TraceFile>(&parsed);
  QVERIFY(file && file->about);
  QVERIFY(*file->about == about);
  QVERIFY(file->traces == std::vector<Spans>{booking()});
  QVERIFY(bytes.contains("\"savedAt\":\"2026-11-21T05:30:00.000Z\""));
}

void TestTraceModels::aCaseHoldsNobodysSecrets() {
  auto spans = booking();
  spans[0].tags = {{"customer.id", "kim"},
                   {"card.number", "4242424242424242"},
                   {"authorization", "Bearer abc.def"},
                   {"http.url", "http://x/mypages?customerId=kim&size=5"},
                   {"note", "charged 4242 4242 4242 4242 for order 42"},
                   {"order.id", "42"}};
  const TraceCase about{.booking = R"({"orderId":42,"customerId":"kim","method":{"token":"tok_9","label":"Visa","lastFour":"4242"},
      "customer":{"name":"Kim Minji","steps":[1]},"traces":[[{"id":"1"}]]})",
                        .events = {R"({"kind":"open","customer":"kim"})"},
                        .verdict = "Bearer abc.def was refused"};
  const auto bytes = writeCase(about, {spans}, QDateTime(QDate(2026, 11, 21), QTime(5, 30), Qt::UTC));
  for (const char* secret : {"kim", "Kim", "Minji", "4242", "tok_9", "abc.def", "Visa"}) {
    QVERIFY2(!bytes.contains(secret), secret);
  }
  QVERIFY(bytes.contains("\"order.id\":\"42\""));
  QVERIFY(bytes.contains("\"orderId\":42"));
  QVERIFY(bytes.contains("size=5"));
}

void TestTraceModels::theListsAreSoundModels() {
  using Mode = QAbstractItemModelTester::FailureReportingMode;
  TraceDetailsModel details;
  TraceFindingsModel findings;
  TraceStatisticsModel statistics;
  const QAbstractItemModelTester first(&details, Mode::QtTest);
  const QAbstractItemModelTester second(&findings, Mode::QtTest);
  const QAbstractItemModelTester third(&statistics, Mode::QtTest);
  for (const auto& data : {read(booking()), compared(booking(), test::shaped(test::Shape::Ordinary, 60)), read({})}) {
    const bool any = !data->empty();
    details.apply(any ? detailsOf(*data, 0, nullptr, true, "UTC") : std::vector<TraceDetail>{});
    findings.show(data, findingsOf(*data, nullptr));
    statistics.apply(sharesOf(*data, tracemodel::GroupBy::operation));
    QCOMPARE(statistics.rowCount() > 0, any);
  }
}

void TestTraceModels::eventsBecomeMarksThatLast() {
  using namespace std::chrono_literals;
  using Entry = contracts::TimelineEntry;
  const Timestamp at = test::fixedNow();
  const Entry opened{at, "transition", "order", "order-1", "payment", "CLOSED", "OPEN", {}};
  const Entry closed{at + 2s, "transition", "order", "order-1", "payment", "OPEN", "CLOSED", {}};
  const Entry on{at + 1s, "fault", "payment", "", "slow", "off", "on", {}};
  const Entry off{at + 3s, "fault", "payment", "", "slow", "on", "off", {}};
  const auto us = at.time_since_epoch().count();
  const std::int64_t day = 86'400'000'000;
  QVERIFY(stripOf({off, closed, opened, on}) ==
          (std::vector<StripMark>{{StripMark::Kind::Open, us, 2'000'000, "order-1: payment", QString::fromUtf8("CLOSED → OPEN")},
                                  {StripMark::Kind::Fault, us + 1'000'000, 2'000'000, "payment: slow", QString::fromUtf8("fault off → on")},
                                  {StripMark::Kind::Closed, us + 2'000'000, day, "order-1: payment", QString::fromUtf8("OPEN → CLOSED")}}));
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestTraceModels)
#include "tst_tracemodels.moc"
