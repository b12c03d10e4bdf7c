// The window around the pages: navigation, looks, settings, command line, single instance.
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "app/application.h"
#include "app/singleinstance.h"
#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/traces.h"
#include "support/walks.h"
#include "views/statusline.h"
#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

using test::FakePlatform;

}  // namespace

class TestShell : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void everyWidgetHasAnObjectNameAndAnAccessibleName();
  void nothingIsClippedInAnyLanguage();
  void showsWhereItIsAndHowItIsConnected();
  void pastedTextGoesThere();
  void aPastedTraceIsShownWithoutAServer();
  void backAndForwardFollowTheHistory();
  void aPlaceThatDoesNotExistIsSaid();
  void themeAndLanguageSwitchWhileItRuns();
  void settingsSurviveAndForeignOnesAreLeftAlone();
  void theCommandLineIsChecked_data();
  void theCommandLineIsChecked();
  void aSecondStartHandsItsAddressesOver();
};

void TestShell::everyWidgetHasAnObjectNameAndAnAccessibleName() {
  FakePlatform client("cars", {.isOperator = true});
  QCOMPARE(test::unnamedWidgets(client.window()).join('\n'), QString());
}

void TestShell::nothingIsClippedInAnyLanguage() {
  FakePlatform client("cars", {.isOperator = true});
  for (const auto language : {LanguageChoice::Korean, LanguageChoice::English}) {
    setLanguage(language);
    test::settle();
    QCOMPARE(test::clippedTexts(client.window()).join('\n'), QString());
  }
}

void TestShell::showsWhereItIsAndHowItIsConnected() {
  FakePlatform client;
  auto* connection = client.find<QToolButton>("connection");
  QTRY_VERIFY(connection->text().contains("Connected"));
  client.myPageChanged("PAID", "OrderPlaced");
  QTRY_VERIFY(connection->text().contains("Live"));
  client.network.endStream();
  QTRY_VERIFY(connection->text().contains("lost"));
  QTRY_COMPARE(client.find<QLabel>("environment")->text(), "development");
  QVERIFY(client.window().windowTitle().endsWith("- ShareCar"));
}

void TestShell::pastedTextGoesThere() {
  FakePlatform client;
  auto* paste = client.find<QLineEdit>("paste");
  QTest::keyClick(&client.window(), Qt::Key_L, Qt::ControlModifier);
  paste->setText("order #42");
  QTest::keyClick(paste, Qt::Key_Return);
  QCOMPARE(client.window().address().toString(), "sharecar://bookings/42");
  paste->setText("hello");
  QTest::keyClick(paste, Qt::Key_Return);
  QVERIFY(client.find<QLabel>("said")->text().contains("names nothing"));
  QCOMPARE(paste->text(), "hello");
}

void TestShell::aPastedTraceIsShownWithoutAServer() {
  FakePlatform client("cars", {.isOperator = true});
  QTest::keyClick(&client.window(), Qt::Key_L, Qt::ControlModifier);
  QGuiApplication::clipboard()->setText(QString::fromUtf8(test::json(test::shaped(test::Shape::Ordinary, 400))));
  QVERIFY(QGuiApplication::clipboard()->text().size() > 32'767);  // more than the box takes
  QTest::keyClick(client.find<QLineEdit>("paste"), Qt::Key_V, Qt::ControlModifier);
  const auto address = client.window().address();
  QCOMPARE(address.place, "traces");
  QTRY_VERIFY(client.find<TraceWaterfall>("waterfall")->rows().count() == 400);
  QCOMPARE(client.find<QLineEdit>("paste")->text(), QString());
  client.window().go({.place = "cars"});
  client.window().go(address);
  QCOMPARE(client.find<QTabWidget>("traceTabs")->count(), 2);  // the search and this one
  QGuiApplication::clipboard()->setText("order #42");
  QTest::keyClick(client.find<QLineEdit>("paste"), Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(client.find<QLineEdit>("paste")->text(), "order #42");
}

void TestShell::backAndForwardFollowTheHistory() {
  FakePlatform client;
  client.window().go({.place = "bookings"});
  client.window().go({.place = "bookings", .path = {"7"}});
  client.window().go({.place = "bookings", .path = {"8"}});
  client.find<QToolButton>("back")->click();
  QCOMPARE(client.window().address().id(), "7");
  client.find<QToolButton>("forward")->click();
  QCOMPARE(client.window().address().id(), "8");
  QVERIFY(!client.find<QToolButton>("forward")->isEnabled());
}

void TestShell::aPlaceThatDoesNotExistIsSaid() {
  FakePlatform client;
  const auto before = client.window().address();
  client.window().go({.place = "moon"});
  QVERIFY(client.find<QLabel>("said")->text().contains("moon"));
  QCOMPARE(client.window().address(), before);
}

void TestShell::themeAndLanguageSwitchWhileItRuns() {
  FakePlatform client;
  auto* rail = client.find<QToolButton>("rail_bookings");
  setTheme(ThemeChoice::Dark);
  QCoreApplication::processEvents();
  QVERIFY(isDark(client.window().palette()));
  setLanguage(LanguageChoice::Korean);
  QCoreApplication::processEvents();
  QCOMPARE(rail->text(), QString::fromUtf8("내 예약"));
  setTheme(ThemeChoice::Light);
  setLanguage(LanguageChoice::English);
  QCoreApplication::processEvents();
  QCOMPARE(rail->text(), "My bookings");
  QVERIFY(!isDark(client.window().palette()));
}

void TestShell::settingsSurviveAndForeignOnesAreLeftAlone() {
  const QTemporaryDir folder;
  const auto file = folder.filePath("desktop.ini");
  { Settings(file).setTheme(ThemeChoice::Dark); }
  QCOMPARE(Settings(file).theme(), ThemeChoice::Dark);
  QFile newer(file);
  QVERIFY(newer.open(QIODevice::WriteOnly));
  newer.write("[General]\nschema=99\ntheme=2\n");
  newer.close();
  {
    Settings settings(file);
    QCOMPARE(settings.theme(), ThemeChoice::System);
    settings.setTheme(ThemeChoice::Light);
  }
  QVERIFY(newer.open(QIODevice::ReadOnly));
  QCOMPARE(newer.readAll(), "[General]\nschema=99\ntheme=2\n");
}

void TestShell::theCommandLineIsChecked_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("status");
  QTest::newRow("nothing") << QStringList() << -1;
  QTest::newRow("all") << QStringList({"--gateway", "http://127.0.0.1:18088", "--customer", "kim", "--operator"}) << -1;
  QTest::newRow("link") << QStringList({"sharecar://orders/42"}) << -1;
  QTest::newRow("help") << QStringList({"--help"}) << 0;
  QTest::newRow("no address") << QStringList({"--gateway", "localhost"}) << 2;
  QTest::newRow("no name") << QStringList({"--customer", "kim lee"}) << 2;
  QTest::newRow("no file") << QStringList({"/no/such/file.json"}) << 2;
  QTest::newRow("no option") << QStringList({"--opertor"}) << 2;
}

void TestShell::theCommandLineIsChecked() {
  QFETCH(QStringList, arguments);
  const auto options = parseOptions(QStringList("sharecar-desktop") + arguments);
  QTEST(options ? -1 : options.error().status, "status");
  if (!options) QVERIFY(options.error().text.size() > 20);
}

void TestShell::aSecondStartHandsItsAddressesOver() {
  const QString key = QString("test %1").arg(QCoreApplication::applicationPid());
  SingleInstance first(key);
  QVERIFY(!first.handOver({}));
  QVERIFY(first.listen());
  QSignalSpy asked(&first, &SingleInstance::asked);
  bool taken = false;
  const std::unique_ptr<QThread> second(
      QThread::create([&] { taken = SingleInstance(key).handOver({"sharecar://orders/42"}); }));
  second->start();
  QTRY_VERIFY(second->isFinished());
  QVERIFY(taken);
  QCOMPARE(asked.size(), 1);
  QCOMPARE(asked[0][0].toStringList(), QStringList("sharecar://orders/42"));
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestShell)
#include "tst_shell.moc"
