// Scenarios: the launcher's door, a run as it goes on, and everything that it breaks one click away.
#include <QAbstractItemModelTester>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "models/scenarios.h"
#include "support/fakeoperations.h"
#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/walks.h"

namespace sharecar::desktop {
namespace {

using test::FakePlatform;
using Access = LauncherApi::Access;

const QByteArray scenarios = R"([
  {"name":"kafka-away","explains":{"en":"The broker stops: orders wait in the outbox.","ko":"브로커가 멈춥니다."},
   "breaks":[],"checks":[]},
  {"name":"payment-down","explains":{"en":"Payment stops: the breaker opens and bookings are held.","ko":"결제가 멈춥니다."},
   "breaks":[{"service":"order","breaker":"payment"}],
   "checks":[{"says":{"en":"the breaker opens","ko":"차단기가 열립니다"},"limit":"OPEN within 5 s"},
             {"says":{"en":"bookings are answered","ko":"예약에 답합니다"},"limit":"at most 300 ms"}]}])";

const QByteArray doorHere = "{\"address\":\"http://127.0.0.1:7070\",\"token\":\"secret\"}";  // moc knows no // in a raw string
const QByteArray runBegan = R"([{"runId":"r1","scenario":"payment-down","startedAt":"2026-11-21T05:29:50Z","checks":[]}])";

QString file(FakePlatform& platform, const QByteArray& text) {
  const auto name = platform.folder.filePath("launcher.json");
  QFile out(name);
  if (!out.open(QIODevice::WriteOnly)) return {};
  out.write(text);
  return name;
}

void tell(FakePlatform& platform, const QByteArray& name, const QByteArray& data) {
  platform.network.stream("event: " + name + "\ndata: " + data.simplified() + "\n\n", QString());
}

contracts::ScenarioInfo someScenario() {
  contracts::ScenarioInfo out;
  out.checks = {{{"the breaker opens", "차단기가 열립니다"}, "OPEN within 5 s"}, {{"bookings are answered", ""}, "300 ms"}};
  return out;
}

}  // namespace

class TestScenarios : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void theLauncherIsTrustedOnlyOnThisMachine_data();
  void theLauncherIsTrustedOnlyOnThisMachine();
  void checksAreFilledInTheirOrder();
  void withoutALauncherItSaysWhy();
  void aScenarioIsRunWatchedAndJudged();
  void openingAnAddressRunsNothing();
  void healingEndsTheRun();
  void anotherRunIsSaid();
  void theBreakersLinkNarrowsTheList();
  void breakerBookingAndTracesAreOneClickAway();
  void everyWidgetHasNames();
  void nothingIsClippedInAnyLanguage();
  void screenshotsOfScenarios();

 private:
  static Options options(const QString& launcher) {
    Options out;
    out.isOperator = true;
    out.launcher = launcher;
    return out;
  }
  /// A platform with a launcher that knows two scenarios.
  struct WithLauncher {
    QTemporaryDir folder;
    std::unique_ptr<FakePlatform> platform;
    WithLauncher() {
      QFile out(folder.filePath("launcher.json"));
      if (out.open(QIODevice::WriteOnly)) out.write(doorHere);
      out.close();
      platform = std::make_unique<FakePlatform>("cars", options(folder.filePath("launcher.json")));
      auto& network = platform->network;
      network.answer("GET /scenarios", scenarios);
      network.answer("GET /runs", QByteArray("[]"));
      network.answer("POST /scenarios/payment-down/runs", {.status = 202, .body = R"({"runId":"r1"})"});
      network.answer("GET /runs/r1/events", {.isStream = true});
      test::playBreakers(network, {test::someBreaker("OPEN")});
      platform->window().go({.place = "scenarios", .path = {"payment-down"}});
    }
  };
};

void TestScenarios::theLauncherIsTrustedOnlyOnThisMachine_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("access");
  const auto row = [](const char* name, const QByteArray& text, Access access) {
    QTest::newRow(name) << text << static_cast<int>(access);
  };
  row("here", doorHere, Access::Ready);
  row("elsewhere", R"({"address":"http://10.0.0.1:7070","token":"secret"})", Access::Nonsense);
  row("no token", R"({"address":"http://127.0.0.1:7070"})", Access::Nonsense);
  row("no JSON", "hello", Access::Nonsense);
}

void TestScenarios::theLauncherIsTrustedOnlyOnThisMachine() {
  QFETCH(QByteArray, text);
  FakePlatform platform;
  QTEST(static_cast<int>(LauncherApi(platform.network, file(platform, text)).access()), "access");
  QCOMPARE(LauncherApi(platform.network, "/no/such/file").access(), Access::Missing);
  QCOMPARE(LauncherApi(platform.network, {}).access(), Access::NotTold);
}

void TestScenarios::checksAreFilledInTheirOrder() {
  const auto scenario = someScenario();
  contracts::RunInfo run;
  run.checks.push_back({.step = 2, .says = scenario.checks[0].says, .observed = "OPEN", .limit = "OPEN within 5 s",
                        .ok = true, .after_ms = 1'240});
  ChecksModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  const auto shown = [&] {
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row) {
      for (int column = 0; column < model.columnCount(); ++column) out += model.index(row, column).data().toString();
    }
    return out.join('|');
  };
  model.apply(checksOf(scenario, nullptr));
  QCOMPARE(shown(), QString::fromUtf8("○ not seen yet|the breaker opens|OPEN within 5 s|||"
                                      "○ not seen yet|bookings are answered|300 ms||"));
  model.apply(checksOf(scenario, &run));
  QCOMPARE(shown(), QString::fromUtf8("✓ as expected|the breaker opens|OPEN within 5 s|OPEN|1.24 s|"
                                      "○ not seen yet|bookings are answered|300 ms||"));
}

void TestScenarios::withoutALauncherItSaysWhy() {
  FakePlatform platform("cars", {.isOperator = true});
  platform.window().go({.place = "scenarios"});
  auto* notice = platform.find<QLabel>("noticeText", "scenariosNotice");
  QTRY_COMPARE(notice->text(), "Scenarios run only on the computer that runs the platform. "
                               "Start the client there with ./sharecar desktop --operator.");
  QCOMPARE(platform.find<QTableView>("scenarios")->model()->rowCount(), 0);
}

void TestScenarios::aScenarioIsRunWatchedAndJudged() {
  WithLauncher with;
  auto& platform = *with.platform;
  auto* run = platform.find<QPushButton>("scenarioRun");
  QTRY_VERIFY(run->isVisible() && run->isEnabled());
  QCOMPARE(platform.find<QLabel>("scenarioExplains")->text(), "Payment stops: the breaker opens and bookings are held.");
  platform.network.answer("GET /runs", runBegan);
  test::settle();
  QTest::mouseClick(run, Qt::LeftButton);
  QTRY_VERIFY(platform.network.hasStream(QString()));
  QVERIFY(!run->isEnabled());
  tell(platform, "step", R"({"at":"2026-11-21T05:29:51Z","number":1,"of":3,"says":{"en":"payment stops","ko":""}})");
  auto* state = platform.find<QLabel>("scenarioState");
  QTRY_COMPARE(state->text(), "Step 1 of 3: payment stops");
  tell(platform, "check", R"({"at":"2026-11-21T05:29:52Z","step":2,"says":{"en":"the breaker opens","ko":""},
    "observed":"OPEN","limit":"OPEN within 5 s","ok":true,"afterMs":1240})");
  auto* checks = platform.find<QTableView>("scenarioChecks")->model();
  QTRY_COMPARE(checks->index(0, ChecksModel::Observed).data().toString(), "OPEN");
  QCOMPARE(checks->index(1, ChecksModel::Mark).data().toString(), QString::fromUtf8("○ not seen yet"));
  tell(platform, "verdict", R"({"at":"2026-11-21T05:30:00Z","verdict":"passed","why":"","tookMs":9800})");
  QTRY_COMPARE(state->text(), QString::fromUtf8("✓ passed in 9.80 s"));
  QVERIFY(run->isEnabled());
  const auto seen = platform.network.seen("POST", "/scenarios/payment-down/runs");
  QCOMPARE(seen.size(), 1U);
  QCOMPARE(seen.front().authorization, "Bearer secret");
}

void TestScenarios::openingAnAddressRunsNothing() {
  WithLauncher with;
  with.platform->window().go(*Address::parse("sharecar://scenarios/payment-down?run=now"));
  QTRY_VERIFY(with.platform->find<QPushButton>("scenarioRun")->isEnabled());
  QVERIFY(with.platform->network.seen("POST", "/scenarios/payment-down/runs").empty());
}

void TestScenarios::healingEndsTheRun() {
  WithLauncher with;
  auto& platform = *with.platform;
  platform.network.answer("GET /runs", runBegan);
  platform.network.answer("DELETE /runs/r1", QByteArray("{}"));
  auto* heal = platform.find<QPushButton>("scenarioHeal");
  QTRY_VERIFY(heal->isEnabled());
  platform.network.answer("GET /runs", R"([{"runId":"r1","scenario":"payment-down","startedAt":"2026-11-21T05:29:50Z",
    "checks":[],"end":{"at":"2026-11-21T05:30:00Z","verdict":"healed","why":"healed early","tookMs":10000}}])");
  heal->click();
  QTRY_COMPARE(platform.network.seen("DELETE", "/runs/r1").size(), 1U);
  QTRY_COMPARE(platform.find<QLabel>("scenarioState")->text(), QString::fromUtf8("◌ healed early in 10.0 s: healed early"));
  QVERIFY(!heal->isEnabled());
}

void TestScenarios::anotherRunIsSaid() {
  WithLauncher with;
  auto& platform = *with.platform;
  platform.network.answer("POST /scenarios/payment-down/runs", {.status = 409, .body = R"({"problem":"busy"})"});
  QTRY_VERIFY(platform.find<QPushButton>("scenarioRun")->isEnabled());
  platform.find<QPushButton>("scenarioRun")->click();
  QTRY_VERIFY(platform.find<QLabel>("noticeText", "scenariosNotice")->text().startsWith("Another scenario is running."));
}

void TestScenarios::theBreakersLinkNarrowsTheList() {
  WithLauncher with;
  auto* list = with.platform->find<QTableView>("scenarios");
  QTRY_COMPARE(list->model()->rowCount(), 2);
  with.platform->window().go(*Address::parse("sharecar://scenarios?breaker=order/payment"));
  QCOMPARE(list->model()->rowCount(), 1);
  with.platform->find<QPushButton>("scenariosAll")->click();
  QCOMPARE(list->model()->rowCount(), 2);
}

void TestScenarios::breakerBookingAndTracesAreOneClickAway() {
  WithLauncher with;
  auto& platform = *with.platform;
  platform.network.answer("GET /runs", runBegan);
  Address asked;
  connect(platform.find<Page>("scenariosPage"), &Page::navigate, this, [&](const Address& address) { asked = address; });
  auto* traces = platform.find<QPushButton>("scenarioTraces");
  QTRY_VERIFY(traces->isEnabled());
  traces->click();
  QCOMPARE(asked.query.queryItemValue("annotationQuery"), "scenario.run=r1");
  auto* booking = platform.find<QPushButton>("scenarioBooking");
  platform.window().go({.place = "scenarios", .path = {"payment-down"}});
  QTRY_VERIFY(booking->isEnabled());
  booking->click();
  QCOMPARE(asked.toString(), "sharecar://orders/7");
  platform.window().go({.place = "scenarios", .path = {"payment-down"}});
  platform.find<QPushButton>("scenarioBreaker")->click();
  QCOMPARE(asked.toString(), "sharecar://breakers/order/order-1/payment");
}

void TestScenarios::everyWidgetHasNames() {
  WithLauncher with;
  QTRY_VERIFY(with.platform->find<QPushButton>("scenarioRun")->isEnabled());
  QCOMPARE(test::unnamedWidgets(with.platform->window()).join('\n'), QString());
}

void TestScenarios::nothingIsClippedInAnyLanguage() {
  WithLauncher with;
  QTRY_VERIFY(with.platform->find<QPushButton>("scenarioRun")->isEnabled());
  for (const auto language : {LanguageChoice::Korean, LanguageChoice::English}) {
    setLanguage(language);
    test::settle();
    QCOMPARE(test::clippedTexts(with.platform->window()).join('\n'), QString());
  }
}

void TestScenarios::screenshotsOfScenarios() {
  WithLauncher with;
  auto& platform = *with.platform;
  platform.network.answer("GET /runs", R"([{"runId":"r1","scenario":"payment-down","startedAt":"2026-11-21T05:29:50Z",
    "checks":[{"at":"2026-11-21T05:29:52Z","step":2,"says":{"en":"the breaker opens","ko":"차단기가 열립니다"},
    "observed":"OPEN","limit":"OPEN within 5 s","ok":true,"afterMs":1240}]},
    {"runId":"r0","scenario":"kafka-away","startedAt":"2026-11-21T05:10:00Z","checks":[],
    "end":{"at":"2026-11-21T05:11:02Z","verdict":"failed","why":"the outbox was not empty after 10 s","tookMs":62000}}])");
  platform.window().resize(1180, 760);
  QTRY_VERIFY(platform.network.hasStream(QString()));
  tell(platform, "step", R"({"at":"2026-11-21T05:29:51Z","number":3,"of":5,"says":{"en":"bookings go on","ko":"예약이 이어집니다"}})");
  QTRY_VERIFY(platform.find<QLabel>("scenarioState")->text().contains("3"));
  test::screenshots(platform.window(), "scenarios");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestScenarios)
#include "tst_scenarios.moc"
