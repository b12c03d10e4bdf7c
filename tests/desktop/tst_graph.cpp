// The graph: what traces say of calls, where the nodes are, and the way to the traces of an edge.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QTableView>
#include <QTest>

#include "models/graphmodel.h"
#include "support/fakeoperations.h"
#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/walks.h"
#include "views/graphview.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
using test::FakePlatform;
using test::someBreaker;
using tracemodel::Kind;
using tracemodel::Span;
const Options asOperator{.isOperator = true};

Span span(const char* id, const char* parent, Kind kind, const char* service, const char* remote, std::int64_t at,
          std::int64_t duration, bool failed = false) {
  Span out;
  out.trace_id = "463ac35c9f6413ad";
  out.id = id;
  out.parent_id = parent;
  out.kind = kind;
  out.name = "post /orders";
  out.timestamp = test::fixedNow().time_since_epoch().count() + at;
  out.duration = duration;
  out.local.service_name = service;
  out.remote.service_name = remote;
  if (failed) out.tags["error"] = "timeout";
  return out;
}

// gateway calls order, which calls payment (in vain), its database and the broker, which tells customer.
std::vector<Span> booking(std::int64_t at, bool failed) {
  return {span("000000000000000a", "", Kind::server, "gateway", "", at, 9'000),
          span("000000000000000b", "000000000000000a", Kind::client, "gateway", "order", at + 500, 8'000),
          span("000000000000000c", "000000000000000b", Kind::server, "order", "", at + 600, 7'000),
          span("000000000000000d", "000000000000000c", Kind::client, "order", "payment", at + 700, 3'000, failed),
          span("000000000000000e", "000000000000000c", Kind::client, "order", "postgresql", at + 4'000, 400),
          span("000000000000000f", "000000000000000c", Kind::producer, "order", "kafka", at + 5'000, 100),
          span("0000000000000010", "000000000000000f", Kind::consumer, "customer", "kafka", at + 9'000'000, 900)};
}

QByteArray json(const std::vector<Span>& spans) {
  const auto text = [](std::string_view value) { return QString::fromStdString(std::string{value}); };
  QJsonArray out;
  for (const auto& one : spans) {
    QJsonObject row{{"traceId", text(one.trace_id)},
                    {"id", text(one.id)},
                    {"kind", text(to_string(one.kind))},
                    {"name", text(one.name)},
                    {"timestamp", qint64{one.timestamp}},
                    {"duration", qint64{one.duration}},
                    {"localEndpoint", QJsonObject{{"serviceName", text(one.local.service_name)}}}};
    if (!one.parent_id.empty()) row["parentId"] = text(one.parent_id);
    if (!one.remote.service_name.empty()) {
      row["remoteEndpoint"] = QJsonObject{{"serviceName", text(one.remote.service_name)}};
    }
    if (one.failed()) row["tags"] = QJsonObject{{"error", "timeout"}};
    out += row;
  }
  return QJsonDocument(out).toJson(QJsonDocument::Compact);
}

GraphEdge edge(const char* from, const char* to) { return {.from = from, .to = to, .calls = 1}; }

QString text(const GraphPlaces& places) {
  QStringList out;
  for (const auto& [name, place] : places) {
    out += QString("%1 %2/%3").arg(QString::fromStdString(name)).arg(place.column).arg(place.row);
  }
  return out.join(", ");
}

const std::vector<GraphEdge> someEdges{edge("gateway", "order"),   edge("gateway", "customer"), edge("order", "payment"),
                                       edge("payment", "cardnet"), edge("order", "kafka"),      edge("kafka", "customer"),
                                       edge("payment", "kafka"),   edge("kafka", "payment"),    edge("order", "postgresql"),
                                       edge("order", "customer")};

}  // namespace

class TestGraph : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void edgesHaveRateErrorsAndDurations();
  void nothingIsAGraphToo();
  void theLayoutIsLayeredAndKnowsStores();
  void theSameEdgesInAnyOrderGiveTheSamePlaces();
  void nothingMovesWhenSomethingIsAdded();
  void circlesDoNotMatter();
  void theBreakerOfAnEdgeIsTheWorstOfItsInstances();
  void aClickOnAnEdgeShowsItsTraces();
  void theTableShowsThemByTheKeyboard();
  void everyWidgetHasNames();
  void nothingIsClippedInAnyLanguage();
  void screenshotsOfGraph();

 private:
  static void play(FakePlatform& platform) {
    platform.network.answer("GET /admin/traces/api/v2/traces",
                            '[' + json(booking(0, false)) + ',' + json(booking(1'000'000, true)) + ']');
    test::playBreakers(platform.network, {someBreaker("OPEN"), someBreaker("CLOSED", "order", "order-2")});
    platform.window().go({.place = "graph"});
  }
};

void TestGraph::edgesHaveRateErrorsAndDurations() {
  const auto graph = graphOf({booking(0, false), booking(1'000'000, true)});
  QStringList lines;
  for (const auto& one : graph.edges) lines += texts::edge({one, {}});
  QCOMPARE(lines.join('\n'), QString::fromUtf8("gateway → order: 0.20/s, half within 7.00 ms\n"
                                               "kafka → customer: 0.20/s, half within 900 µs\n"
                                               "order → kafka: 0.20/s, half within 100 µs\n"
                                               "order → payment: 0.20/s, 50 % failed, half within 3.00 ms\n"
                                               "order → postgresql: 0.20/s, half within 400 µs"));
  QCOMPARE(texts::sampleOf(graph, "UTC"), QString::fromUtf8("2 traces, 05:30:00 – 05:30:10 (10.0 s)"));
}

void TestGraph::nothingIsAGraphToo() {
  QCOMPARE(graphOf({}), Graph());
  QCOMPARE(graphOf({{}}), Graph());
  QCOMPARE(texts::sampleOf({}, "UTC"), "0 traces");
  QCOMPARE(layoutGraph({}), GraphPlaces());
}

void TestGraph::theLayoutIsLayeredAndKnowsStores() {
  QCOMPARE(text(layoutGraph(someEdges)),
           "cardnet 3/0.5, customer 2/0, gateway 0/0.5, kafka 4/1, order 1/0.5, payment 2/1, postgresql 4/0");
}

void TestGraph::theSameEdgesInAnyOrderGiveTheSamePlaces() {
  auto edges = someEdges;
  const auto first = layoutGraph(edges);
  QRandomGenerator random(7);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(edges.begin(), edges.end(), random);
    QCOMPARE(text(layoutGraph(edges)), text(first));
  }
}

void TestGraph::nothingMovesWhenSomethingIsAdded() {
  auto edges = someEdges;
  auto places = layoutGraph(edges);
  const auto before = places;
  for (const auto& more : {edge("gateway", "reservation"), edge("desktop", "gateway"), edge("customer", "sqlite"),
                           edge("cardnet", "bank"), edge("bank", "vault")}) {
    edges.push_back(more);
    places = layoutGraph(edges, places);
    for (const auto& [name, place] : before) QVERIFY2(places.at(name) == place, name.c_str());
  }
  std::map<std::pair<int, double>, std::string> taken;
  for (const auto& [name, place] : places) {
    QVERIFY2(taken.try_emplace({place.column, place.row}, name).second, name.c_str());
  }
  QCOMPARE(layoutGraph({}, places), places);  // who is silent keeps its place
}

void TestGraph::circlesDoNotMatter() {
  const auto places = layoutGraph({edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("d", "d")});
  QCOMPARE(places.size(), 4U);
}

void TestGraph::theBreakerOfAnEdgeIsTheWorstOfItsInstances() {
  std::map<QString, SeenBreaker> breakers;
  for (const auto& one : {someBreaker("HALF_OPEN", "order", "order-1"), someBreaker("OPEN", "order", "order-2"),
                          someBreaker("CLOSED", "order", "order-3"), someBreaker("OPEN", "gateway", "gateway-1")}) {
    breakers[breakerKey(one)] = {one, test::fixedNow()};
  }
  const auto found = breakerOf(edge("order", "payment"), breakers);
  QCOMPARE(texts::edgeBreaker(found), "Open in 1 of 3");
  QCOMPARE(found->key, "order/order-2/payment");
  QVERIFY(!breakerOf(edge("order", "customer"), breakers));
}

void TestGraph::aClickOnAnEdgeShowsItsTraces() {
  FakePlatform platform("cars", asOperator);
  play(platform);
  auto* view = platform.find<GraphView>("graph");
  QTRY_VERIFY(view->middleOf("order>payment").x() > 0);
  test::settle();
  Address asked;
  connect(platform.find<Page>("graphPage"), &Page::navigate, this, [&](const Address& address) { asked = address; });
  QTest::mouseClick(view, Qt::LeftButton, {}, view->middleOf("order>payment"));
  QCOMPARE(asked.toString(), "sharecar://traces?serviceName=order&remoteServiceName=payment");
  QTest::mouseClick(view, Qt::LeftButton, {}, view->middleOf("kafka>customer"));
  QCOMPARE(asked.toString(), "sharecar://traces?serviceName=customer&remoteServiceName=kafka");
}

void TestGraph::theTableShowsThemByTheKeyboard() {
  FakePlatform platform("cars", asOperator);
  play(platform);
  auto* table = platform.find<QTableView>("graphEdges");
  QTRY_COMPARE(table->model()->rowCount(), 5);
  Address asked;
  connect(platform.find<Page>("graphPage"), &Page::navigate, this, [&](const Address& address) { asked = address; });
  table->setCurrentIndex(table->model()->index(0, 0));
  QCOMPARE(platform.window().address().toString(), "sharecar://graph/gateway/order");
  QTest::keyClick(table, Qt::Key_Return);
  QCOMPARE(asked.toString(), "sharecar://traces?serviceName=gateway&remoteServiceName=order");
}

void TestGraph::everyWidgetHasNames() {
  FakePlatform platform("cars", asOperator);
  play(platform);
  QTRY_COMPARE(platform.find<QTableView>("graphEdges")->model()->rowCount(), 5);
  QCOMPARE(test::unnamedWidgets(platform.window()).join('\n'), QString());
}

void TestGraph::nothingIsClippedInAnyLanguage() {
  FakePlatform platform("cars", asOperator);
  play(platform);
  QTRY_COMPARE(platform.find<QTableView>("graphEdges")->model()->rowCount(), 5);
  for (const auto language : {LanguageChoice::Korean, LanguageChoice::English}) {
    setLanguage(language);
    test::settle();
    QCOMPARE(test::clippedTexts(platform.window()).join('\n'), QString());
  }
}

void TestGraph::screenshotsOfGraph() {
  FakePlatform platform("cars", asOperator);
  play(platform);
  platform.window().resize(1180, 760);
  QTRY_COMPARE(platform.find<QTableView>("graphEdges")->model()->rowCount(), 5);
  test::screenshots(platform.window(), "graph");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestGraph)
#include "tst_graph.moc"
