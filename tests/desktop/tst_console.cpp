// Beside every place: command palette, keys, journal.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

#include "app/console.h"
#include "models/journal.h"
#include "models/palette.h"
#include "support/fakeoperations.h"
#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/walks.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
using test::FakePlatform;
using test::someBreaker;
const Options asOperator{.isOperator = true};

// Keys act in the active window only.
void pressIn(MainWindow& window, Qt::Key key) {
  QVERIFY(QTest::qWaitForWindowActive(&window));
  QTest::keyClick(&window, key, Qt::ControlModifier);
}

QString found(const std::vector<PaletteItem>& items, const QString& query) {
  QStringList out;
  for (const auto index : paletteMatches(items, query)) out += items[index].text;
  return out.join(", ");
}

}  // namespace

class TestConsole : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void thePaletteFindsByAFewLetters();
  void thePaletteGoesToPlacesByTheKeyboardAlone();
  void thePaletteDoesWhatTheMenusDo();
  void thePaletteTakesWhateverIsPasted();
  void theKeysAreOnOneSheet();
  void theJournalTellsWhatHappenedAndLeadsThere();
  void theJournalFollowsTheLanguageAndForgetsTheOldest();
  void aCustomerHasNoJournal();
  void everyWidgetHasNames();
  void screenshotsOfTheConsole();
};

void TestConsole::thePaletteFindsByAFewLetters() {
  const std::vector<PaletteItem> items{{.text = "Breakers"}, {.text = "My bookings"}, {.text = "Theme: Dark"},
                                       {.text = "Breaker order/order-1/payment: Open"}, {.text = "Bookings"}};
  QCOMPARE(found(items, ""), "Breakers, My bookings, Theme: Dark, Breaker order/order-1/payment: Open, Bookings");
  QCOMPARE(found(items, "book"), "Bookings, My bookings");
  QCOMPARE(found(items, "td"), "Theme: Dark");
  QCOMPARE(found(items, "br pay"), "Breaker order/order-1/payment: Open");
  QCOMPARE(found(items, "xyz"), QString());
  QVERIFY(paletteScore("My bookings", "mb").value() > paletteScore("Thumb", "mb").value());
}

void TestConsole::thePaletteGoesToPlacesByTheKeyboardAlone() {
  FakePlatform platform("cars", asOperator);
  pressIn(platform.window(), Qt::Key_K);
  auto* query = platform.find<QLineEdit>("paletteQuery");
  QTRY_VERIFY(query->isVisible());
  QTest::keyClicks(query, "overv");
  QTest::keyClick(query, Qt::Key_Return);
  QCOMPARE(platform.window().address().toString(), "sharecar://overview");
  QVERIFY(!query->isVisible());
}

void TestConsole::thePaletteDoesWhatTheMenusDo() {
  FakePlatform platform;
  pressIn(platform.window(), Qt::Key_K);
  auto* query = platform.find<QLineEdit>("paletteQuery");
  QTest::keyClicks(query, "theme dark");
  QTest::keyClick(query, Qt::Key_Return);
  test::settle();
  QVERIFY(isDark(platform.window().palette()));
}

void TestConsole::thePaletteTakesWhateverIsPasted() {
  FakePlatform platform("cars", asOperator);
  pressIn(platform.window(), Qt::Key_K);
  auto* query = platform.find<QLineEdit>("paletteQuery");
  query->setText("order #7");
  QCOMPARE(platform.find<QListWidget>("paletteList")->item(0)->text(), "Go to sharecar://orders/7");
  QTest::keyClick(query, Qt::Key_Return);
  QCOMPARE(platform.window().address().toString(), "sharecar://orders/7");
}

void TestConsole::theKeysAreOnOneSheet() {
  FakePlatform platform("cars", asOperator);
  platform.find<QAction>("showKeys")->trigger();
  auto* list = platform.find<QTreeWidget>("keyList");
  QTRY_VERIFY(list->isVisible());
  QStringList keys;
  for (int i = 0; i < list->topLevelItem(0)->childCount(); ++i) keys += list->topLevelItem(0)->child(i)->text(0);
  for (const char* key : {"Ctrl+K", "Ctrl+J", "Ctrl+L", "?, F1", "Alt+Left"}) {
    QVERIFY2(keys.contains(key), qPrintable(keys.join(' ') + " lacks " + key));
  }
  QVERIFY(QTest::qWaitForWindowActive(list->window()));
  QTest::keyClick(list, '?');
  QVERIFY(!list->isVisible());
}

void TestConsole::theJournalTellsWhatHappenedAndLeadsThere() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  test::playInstances(platform.network, {test::someInstance("order", 8081)});
  platform.window().go({.place = "overview"});
  QTRY_VERIFY(platform.find<QWidget>("chip_order/order-1/payment"));
  pressIn(platform.window(), Qt::Key_J);
  auto* dock = platform.find<QDockWidget>("journalDock");
  QTRY_VERIFY(dock->isVisible());
  auto tripped = someBreaker("OPEN");
  tripped.server_now += 1s;
  test::send(platform.network, tripped);
  auto* journal = platform.find<QTableView>("journal");
  QTRY_COMPARE(journal->model()->rowCount(), 1);
  const auto line = journal->model()->index(0, JournalModel::What);
  QCOMPARE(line.data().toString(), "Breaker order/order-1/payment: Open, was Closed");
  QCOMPARE(platform.find<QLabel>("said")->text(), line.data().toString());
  journal->setCurrentIndex(line);
  QTest::keyClick(journal, Qt::Key_Return);
  QCOMPARE(platform.window().address().toString(), "sharecar://breakers/order/order-1/payment");
}

void TestConsole::theJournalFollowsTheLanguageAndForgetsTheOldest() {
  FakePlatform platform("cars", asOperator);
  EventStream silent(platform.network, QUrl("http://127.0.0.1/events"));
  Api api(platform.network, QUrl("http://127.0.0.1"));
  PlatformWatch watch(api, silent, test::fixedNow);
  Journal journal(watch, test::fixedNow);
  const QAbstractItemModelTester tester(&journal.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  for (int i = 0; i < 1'003; ++i) {
    journal.add(JournalEntry::Kind::ScenarioBegun, {QString("s%1").arg(i)}, {.place = "scenarios"});
  }
  QCOMPARE(journal.model().rowCount(), 1'000);
  QCOMPARE(journal.model().index(0, JournalModel::What).data().toString(), "Scenario s1002 began");
  setLanguage(LanguageChoice::Korean);
  QVERIFY(journal.model().index(0, JournalModel::What).data().toString() != "Scenario s1002 began");
  setLanguage(LanguageChoice::English);
}

void TestConsole::aCustomerHasNoJournal() {
  FakePlatform platform;
  QVERIFY(!platform.find<QDockWidget>("journalDock"));
  QVERIFY(platform.network.seen("GET", "/admin/instances").empty());
}

void TestConsole::everyWidgetHasNames() {
  FakePlatform platform("cars", asOperator);
  platform.find<QAction>("showJournal")->trigger();
  platform.find<QAction>("showKeys")->trigger();
  QCOMPARE(test::unnamedWidgets(platform.window()).join('\n'), QString());
}

void TestConsole::screenshotsOfTheConsole() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().resize(1180, 760);
  platform.window().go({.place = "overview"});
  QTRY_VERIFY(platform.find<QWidget>("chip_order/order-1/payment"));
  platform.find<QAction>("showJournal")->trigger();
  auto tripped = someBreaker("OPEN");
  tripped.server_now += 1s;
  test::send(platform.network, tripped);
  QTRY_COMPARE(platform.find<QTableView>("journal")->model()->rowCount(), 1);
  test::screenshots(platform.window(), "journal");
  test::settle();
  platform.find<QAction>("goPalette")->trigger();
  test::screenshots(*platform.find<QWidget>("palette"), "palette");
  platform.find<QWidget>("palette")->hide();
  platform.find<QAction>("showKeys")->trigger();
  test::screenshots(*platform.find<QWidget>("keyHelp"), "keys");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestConsole)
#include "tst_console.moc"
