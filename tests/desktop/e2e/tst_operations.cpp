// The story of one failure, on the real platform: a scenario breaks payment, the breaker opens, and every step of the
// way from there to the booking and back is one click.
#include <stdlib.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <filesystem>

#include "app/application.h"
#include "launcher/api_server.hpp"
#include "launcher/booking.hpp"
#include "launcher/launcher_file.hpp"
#include "launcher/platform.hpp"
#include "launcher/scenario_api.hpp"
#include "models/breakermodels.h"
#include "models/scenarios.h"
#include "support/offscreen.h"
#include "views/breakercard.h"
#include "views/breakercontrol.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
constexpr int longMs = 30'000;
const QString paymentBreaker = "order/order-1/payment";

Timestamp systemNow() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

}  // namespace

class TestOperations : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase();
  void theOverviewSeesEveryProcessWell();
  void aScenarioOpensTheBreakerOnTheScreen();
  void theWayLeadsFromTheBreakerToTheBookingAndBack();
  void theScenarioEndsWithItsVerdict();
  void aBreakerThatIsForcedOpenRevertsByItself();
  void theGraphShowsWhoCallsWhom();
  void whatIsKilledIsSaid();

 private:
  template <class T>
  T* find(const QString& name) {
    return m_client->window()->findChild<T*>(name);
  }
  BreakerCard* card() { return find<BreakerCard>("breaker_" + paymentBreaker); }
  MainWindow& window() { return *m_client->window(); }
  QString sources() {
    return find<QToolButton>("connection")->text();
  }

  QTemporaryDir m_folder;
  std::unique_ptr<launcher::Platform> m_platform;
  std::unique_ptr<scenario::Runs> m_runs;
  std::unique_ptr<launcher::ApiServer> m_server;
  std::unique_ptr<QNetworkAccessManager> m_network;
  std::unique_ptr<Settings> m_settings;
  std::unique_ptr<Application> m_client;
};

void TestOperations::initTestCase() {
  launcher::PlatformOptions options;
  options.source = SHARECAR_SOURCE_DIR;
  options.programs = SHARECAR_PROGRAMS_DIR;
  options.run = m_folder.filePath("run").toStdString();
  options.cache = std::filesystem::path{SHARECAR_SOURCE_DIR} / ".cache";
  options.any_ports = true;
  options.durable = false;
  m_platform = std::make_unique<launcher::Platform>(options);
  m_platform->up();
  launcher::BookingClient{m_platform->url("gateway")}.await_fleet();
  m_runs = launcher::make_runs(*m_platform);
  m_server = std::make_unique<launcher::ApiServer>(0, "secret", [this](const launcher::ApiRequest& request) {
    return launcher::answer_scenarios(*m_runs, request).value_or(launcher::ApiReply{.status = 404, .body = "{}"});
  });
  launcher::LauncherFile file;
  file.address = "http://127.0.0.1:" + std::to_string(m_server->port());
  file.token = "secret";
  file.write(options.run);

  m_network = std::make_unique<QNetworkAccessManager>();
  m_settings = std::make_unique<Settings>(m_folder.filePath("desktop.ini"));
  Options client;
  client.gateway = QUrl(QString::fromStdString(m_platform->url("gateway")));
  client.isOperator = true;
  client.launcher = m_folder.filePath("run/launcher.json");
  m_client = std::make_unique<Application>(client, *m_network, *m_settings, systemNow);
  m_client->start();
}

void TestOperations::cleanupTestCase() {
  m_client.reset();
  m_runs->heal_all();
  m_server.reset();
  m_runs.reset();
  m_platform->down();
}

void TestOperations::theOverviewSeesEveryProcessWell() {
  window().go({.place = "overview"});
  auto* processes = find<QTableView>("instances");
  for (const char* service : {"order", "payment", "reservation", "customer"}) {
    const auto listed = [&] {
      return !processes->model()->match(processes->model()->index(0, 0), Qt::DisplayRole, service).isEmpty();
    };
    QTRY_VERIFY2_WITH_TIMEOUT(listed(), service, longMs);
  }
  const auto* findings = find<QTableView>("findings")->model();
  QTRY_VERIFY2_WITH_TIMEOUT(find<QLabel>("overviewSummary")->text().contains("Nothing is wrong"),
                            qPrintable(findings->index(0, 0).data().toString()), longMs);
  QTRY_VERIFY_WITH_TIMEOUT(find<QToolButton>("chip_" + paymentBreaker), longMs);
}

void TestOperations::aScenarioOpensTheBreakerOnTheScreen() {
  window().go(breakerAddress(paymentBreaker));
  QTRY_VERIFY_WITH_TIMEOUT(card(), longMs);
  window().go({.place = "scenarios", .path = {"payment-down"}});
  auto* run = find<QPushButton>("scenarioRun");
  QTRY_VERIFY_WITH_TIMEOUT(run->isVisible() && run->isEnabled(), longMs);
  test::settle();
  QTest::mouseClick(run, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("scenarioState")->text().startsWith("Step "), longMs);
  auto* toBreaker = find<QPushButton>("scenarioBreaker");
  QTRY_VERIFY_WITH_TIMEOUT(toBreaker->isEnabled(), longMs);
  toBreaker->click();
  QCOMPARE(window().address().toString(), "sharecar://breakers/" + paymentBreaker);
  QTRY_VERIFY_WITH_TIMEOUT(card()->accessibleName().endsWith("Open"), longMs);
  const auto& seen = card()->shown();
  const auto late = std::chrono::floor<std::chrono::milliseconds>(seen.heardAt - seen.breaker.since);
  QVERIFY2(late <= 500ms, qPrintable(QString("on the screen after %1 ms").arg(late.count())));
  QVERIFY(card()->waitingLine().startsWith("Probes in ") || card()->waitingLine().startsWith("Ready to probe"));
}

void TestOperations::theWayLeadsFromTheBreakerToTheBookingAndBack() {
  auto* trip = find<QPushButton>("breakerTrip");
  QTRY_VERIFY_WITH_TIMEOUT(trip->isVisible(), longMs);
  trip->click();
  QCOMPARE(window().address().place, "traces");
  const auto trace = window().address().id();
  QVERIFY(!trace.isEmpty());
  // The trace names its booking: the same that the list of bookings finds by the trace.
  window().go({.place = "orders"});
  find<QLineEdit>("orderQuery")->setText(trace);
  auto* orders = find<QTableView>("orders");
  QTRY_COMPARE_WITH_TIMEOUT(orders->model()->rowCount(), 1, longMs);
  orders->setCurrentIndex(orders->model()->index(0, 0));
  auto* back = find<QPushButton>("openTrace_" + trace);
  QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("openTrace_" + trace), longMs);
  back = find<QPushButton>("openTrace_" + trace);
  back->click();
  QCOMPARE(window().address().id(), trace);
  for (int i = 0; i < 10 && window().address().place != "breakers"; ++i) find<QToolButton>("back")->click();
  QCOMPARE(window().address().toString(), "sharecar://breakers/" + paymentBreaker);
  find<QPushButton>("breakerScenarios")->click();
  QTRY_COMPARE(find<QTableView>("scenarios")->model()->index(0, 0).data().toString(), "payment-down");
}

void TestOperations::theScenarioEndsWithItsVerdict() {
  window().go({.place = "scenarios", .path = {"payment-down"}});
  auto* state = find<QLabel>("scenarioState");
  QTRY_VERIFY_WITH_TIMEOUT(state->text().contains("passed") || state->text().contains("failed"), 180'000);
  QVERIFY2(state->text().contains("passed"), qPrintable(state->text()));
}

void TestOperations::aBreakerThatIsForcedOpenRevertsByItself() {
  window().go(breakerAddress(paymentBreaker));
  QTRY_VERIFY_WITH_TIMEOUT(card()->accessibleName().endsWith("Closed"), longMs);
  window().findChild<BreakerControl*>()->offerReverts({3s});
  find<QTabWidget>("breakerTabs")->setCurrentIndex(1);
  find<QLineEdit>("breakerReason")->setText("drill");
  find<QLineEdit>("breakerName")->setText("payment");
  auto* apply = find<QPushButton>("breakerDo");
  QVERIFY(apply->isEnabled());
  test::settle();
  QTest::mouseClick(apply, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(card()->accessibleName().endsWith("Forced open"), longMs);
  QTRY_VERIFY_WITH_TIMEOUT(card()->waitingLine().startsWith("Reverts in"), longMs);
  QTRY_VERIFY_WITH_TIMEOUT(card()->accessibleName().endsWith("Closed"), longMs);
  auto* changes = find<QTableView>("breakerChanges");
  QTRY_VERIFY_WITH_TIMEOUT(changes->model()->rowCount() > 0, longMs);
  QTRY_VERIFY_WITH_TIMEOUT(changes->model()->index(0, BreakerChangesModel::Back).data().toString().startsWith("reverted"),
                           longMs);
  QCOMPARE(changes->model()->index(0, BreakerChangesModel::Reason).data().toString(), "drill");
}

void TestOperations::theGraphShowsWhoCallsWhom() {
  window().go({.place = "graph"});
  auto* edges = find<QTableView>("graphEdges")->model();
  const auto has = [&](const char* from, const char* to) {
    for (int row = 0; row < edges->rowCount(); ++row) {
      if (edges->index(row, 0).data() == from && edges->index(row, 1).data() == to) return true;
    }
    return false;
  };
  QTRY_VERIFY_WITH_TIMEOUT(has("gateway", "order") && has("order", "payment") && has("order", "kafka"), longMs);
}

void TestOperations::whatIsKilledIsSaid() {
  window().go({.place = "breakers"});
  QTRY_VERIFY_WITH_TIMEOUT(!sources().contains("lost"), longMs);
  m_platform->stop("turbine");
  QTRY_VERIFY_WITH_TIMEOUT(sources().contains("lost"), longMs);
  QTRY_VERIFY_WITH_TIMEOUT(!find<QWidget>("breakersNotice")->isHidden(), longMs);
  QVERIFY(card());  // what was known stays
  m_platform->start("turbine");
  QTRY_VERIFY_WITH_TIMEOUT(!sources().contains("lost"), 4 * longMs);
  m_platform->kill("gateway");
  QTRY_VERIFY_WITH_TIMEOUT(sources().contains("lost"), longMs);
  QTRY_VERIFY_WITH_TIMEOUT(!sources().contains("lost"), 4 * longMs);
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestOperations)
#include "tst_operations.moc"
