// Models without pixels: differences, addresses, history, sources.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/address.h"
#include "models/history.h"
#include "models/sources.h"
#include "models/tablemodel.h"
#include "support/offscreen.h"

namespace sharecar::desktop {
namespace {

struct Row {
  int id;
  QString text;
};
struct RowTraits {
  static int key(const Row& row) { return row.id; }
  static bool same(const Row& a, const Row& b) { return a.text == b.text; }
};
class Rows : public TableModel<Row, RowTraits> {
 public:
  Rows()
      : TableModel({Column<Row>([] { return QString("Text"); }, [](const Row& row) { return row.text; })}, nullptr) {}
};

QString shown(const Rows& model) {
  QStringList out;
  for (const auto& row : model.rows()) out += QString("%1%2").arg(row.id).arg(row.text);
  return out.join(' ');
}

}  // namespace

class TestModels : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void applyMakesAnyListIntoAnyOther();
  void applyKeepsWhatStays();
  void addressesComeBackAsTheyWere();
  void whatIsNoAddressIsRefused_data();
  void whatIsNoAddressIsRefused();
  void pastedTextOpensTheRightPlace_data();
  void pastedTextOpensTheRightPlace();
  void historyGoesBackAndForward();
  void theWorstSourceIsShown();
};

void TestModels::applyMakesAnyListIntoAnyOther() {
  Rows model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  QRandomGenerator random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<Row> wanted;
    QList<int> ids;
    for (int i = 0; i < 12; ++i) ids += i;
    std::shuffle(ids.begin(), ids.end(), random);
    for (int i = 0; i < random.bounded(12); ++i) wanted.push_back({ids[i], QString(QChar('a' + random.bounded(2)))});
    QStringList text;
    for (const auto& row : wanted) text += QString("%1%2").arg(row.id).arg(row.text);
    model.apply(wanted);
    QCOMPARE(shown(model), text.join(' '));
    for (int i = 0; i < model.rowCount(); ++i) {
      QCOMPARE(model.indexOf(model.rows()[static_cast<std::size_t>(i)].id).row(), i);
    }
  }
}

void TestModels::applyKeepsWhatStays() {
  Rows model;
  model.apply({{1, "a"}, {2, "b"}, {3, "c"}});
  const QPersistentModelIndex second = model.indexOf(2);
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  model.apply({{9, "z"}, {2, "b"}, {3, "C"}});
  QCOMPARE(shown(model), "9z 2b 3C");
  QCOMPARE(second.row(), 1);
  QCOMPARE(changed.size(), 1);
  QCOMPARE(resets.size(), 0);
  model.applyOne({2, "B"});
  model.applyOne({7, "n"});
  QCOMPARE(shown(model), "7n 9z 2B 3C");
}

void TestModels::addressesComeBackAsTheyWere() {
  for (const QString text :
       {"sharecar://cars", "sharecar://orders/42", "sharecar://traces/4bf92f3577b34da6/00f067aa0ba902b7",
        "sharecar://traces/4bf92f3577b34da6?order=42"}) {
    const auto address = Address::parse(text);
    QVERIFY2(address, qPrintable(text));
    QCOMPARE(address->toString(), text);
  }
}

void TestModels::whatIsNoAddressIsRefused_data() {
  QTest::addColumn<QString>("text");
  for (const char* text : {"", "sharecar:", "sharecar://", "http://orders/42", "sharecar://me@orders/42",
                           "sharecar://orders/<script>", "sharecar://orders/../etc"}) {
    QTest::newRow(text) << text;
  }
}

void TestModels::whatIsNoAddressIsRefused() {
  QFETCH(QString, text);
  const auto address = Address::parse(text);
  QVERIFY2(!address, qPrintable(address ? address->toString() : ""));
}

void TestModels::pastedTextOpensTheRightPlace_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("place");
  const auto row = [](const char* name, const char* text, const char* place) { QTest::newRow(name) << text << place; };
  row("order", "42", "sharecar://orders/42");
  row("order with words", " order #42\n", "sharecar://orders/42");
  row("address", "sharecar://cars/1002", "sharecar://cars/1002");
  row("short trace id", "463ac35c9f6413ad", "sharecar://traces/463ac35c9f6413ad");
  row("trace id", "4BF92F3577B34DA6A3CE929D0E0E4736", "sharecar://traces/4bf92f3577b34da6a3ce929d0e0e4736");
  row("traceparent", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "sharecar://traces/4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7");
  row("b3", "463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-1",
      "sharecar://traces/463ac35c9f6413ad48485a3953bb6124/a2fb4a1d1a96d312");
  row("X-B3-TraceId", "X-B3-TraceId: 463ac35c9f6413ad", "sharecar://traces/463ac35c9f6413ad");
  row("Zipkin URL", "http://localhost:9411/zipkin/traces/463ac35c9f6413ad?x=1", "sharecar://traces/463ac35c9f6413ad");
  row("log line", "12:00:01 INFO [order,463ac35c9f6413ad,a2fb4a1d1a96d312] placed",
      "sharecar://traces/463ac35c9f6413ad/a2fb4a1d1a96d312");
  row("JSON log line", R"({"level":"info","traceId":"463ac35c9f6413ad","msg":"x"})",
      "sharecar://traces/463ac35c9f6413ad");
  row("nothing", "hello", "");
  row("too many digits", "1234567890123456789012", "");
}

void TestModels::pastedTextOpensTheRightPlace() {
  QFETCH(QString, text);
  const auto address = addressOfPasted(text, true);
  QTEST(address ? address->toString() : QString(), "place");
  if (text == "42") QCOMPARE(addressOfPasted(text, false)->toString(), "sharecar://bookings/42");
}

void TestModels::historyGoesBackAndForward() {
  const Address a{"a"}, b{"b"}, c{"c"};
  History history;
  QVERIFY(!history.canGoBack());
  history.visit(a);
  history.visit(a);
  QVERIFY(!history.canGoBack());
  history.visit(b);
  history.visit(c);
  QCOMPARE(history.back()->place, "b");
  QCOMPARE(history.back()->place, "a");
  QVERIFY(!history.back());
  QCOMPARE(history.forward()->place, "b");
  history.visit(a);
  QVERIFY(!history.canGoForward());
  for (int i = 0; i < 300; ++i) history.visit({QString::number(i)});
  int steps = 0;
  while (history.back()) ++steps;
  QCOMPARE(steps, 99);
}

void TestModels::theWorstSourceIsShown() {
  Sources sources;
  QSignalSpy changed(&sources, &Sources::changed);
  sources.set("requests", ConnectionState::Live);
  sources.set("events", ConnectionState::Stale);
  QCOMPARE(sources.worst().name, "events");
  sources.set("requests", ConnectionState::Lost);
  QCOMPARE(sources.worst().name, "requests");
  sources.set("requests", ConnectionState::Lost);
  QCOMPARE(changed.size(), 3);
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestModels)
#include "tst_models.moc"
