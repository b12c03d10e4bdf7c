// The real client in front of the real platform: booked with the mouse, and with the keyboard alone in Korean.
#include <stdlib.h>

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <filesystem>

#include "app/application.h"
#include "launcher/booking.hpp"
#include "launcher/platform.hpp"
#include "launcher/trace_source.hpp"
#include "support/offscreen.h"
#include "tracemodel/text.hpp"
#include "views/daystrip.h"
#include "views/traceview.h"
#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
constexpr int longMs = 15'000;

constexpr std::chrono::milliseconds liveWithin{200};  // from MyPage to the screen
constexpr int patience = 10;                           // times that, on a machine that is busy otherwise

QString outlineOf(const tracemodel::Tree& tree) { return QString::fromStdString(tracemodel::outline(tree)); }

Timestamp systemNow() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

}  // namespace

class TestPlatform : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase();
  void theMouseBooksSeesItReservedAndCancels();
  void theTraceOnTheScreenIsTheTraceOfTheApi();
  void aChangeInMyPageIsSoonOnTheScreen();
  void theKeyboardAloneDoesTheSameInKorean();
  void anOperatorFindsTheOrderAndItsTraces();
  void theClickIsTheRootOfTheBookingsTrace();
  void aGatewayThatIsKilledIsLostAndFoundAgain();

 private:
  std::unique_ptr<Application> client(bool isOperator = false);
  template <class T>
  T* find(const char* name) {
    return m_client->window()->findChild<T*>(name);
  }
  TraceView* traceOnScreen();
  QString bookedOrder() { return find<QLabel>("resultHeadline")->text().section(' ', 1, 1).remove(':'); }

  QTemporaryDir m_folder;
  std::unique_ptr<launcher::Platform> m_platform;
  std::unique_ptr<QNetworkAccessManager> m_network;
  std::unique_ptr<Settings> m_settings;
  std::unique_ptr<Application> m_client;
  std::int64_t m_order = 0;
};

void TestPlatform::initTestCase() {
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
}

void TestPlatform::cleanupTestCase() {
  m_client.reset();
  m_platform->down();
}

std::unique_ptr<Application> TestPlatform::client(bool isOperator) {
  m_client.reset();
  m_network = std::make_unique<QNetworkAccessManager>();
  m_settings = std::make_unique<Settings>(m_folder.filePath("desktop.ini"));
  Options options;
  options.gateway = QUrl(QString::fromStdString(m_platform->url("gateway")));
  options.isOperator = isOperator;
  auto out = std::make_unique<Application>(options, *m_network, *m_settings, systemNow);
  out->start();
  return out;
}

// Until all its spans have come and are shown.
TraceView* TestPlatform::traceOnScreen() {
  auto* view = find<TraceView>("traceView");
  const launcher::TraceSource tracing{m_platform->url("gateway") + "/admin/traces"};
  const auto complete = [&] {
    if (!view || !view->trace()) return false;
    const auto spans = tracing.trace(view->traceId().toStdString());
    return !spans.empty() && outlineOf(tracemodel::Tree(spans)) == outlineOf(view->trace()->trace().tree);
  };
  return QTest::qWaitFor(complete, longMs) ? view : nullptr;
}

void TestPlatform::theMouseBooksSeesItReservedAndCancels() {
  m_client = client();
  auto* cars = find<QTableView>("cars");
  QTRY_VERIFY_WITH_TIMEOUT(cars->model()->rowCount() > 0, longMs);
  QTest::mouseClick(cars->viewport(), Qt::LeftButton, {}, cars->visualRect(cars->model()->index(0, 0)).center());
  auto* confirm = find<QPushButton>("confirm");
  QTRY_VERIFY_WITH_TIMEOUT(confirm->isEnabled(), longMs);
  QTest::mouseClick(confirm, Qt::LeftButton);
  auto* line = find<QLabel>("resultLine");
  QTRY_VERIFY_WITH_TIMEOUT(line->text().startsWith("Paid in ") && line->text().contains(", reserved in "), longMs);
  m_order = bookedOrder().toLongLong();
  QVERIFY(m_order > 0);
  QVERIFY(find<QLabel>("resultSteps")->text().contains("Car reserved"));

  QTest::mouseClick(find<QPushButton>("resultBooking"), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(m_client->window()->address().id(), QString::number(m_order), longMs);
  auto* cancel = find<QPushButton>("cancelBooking");
  QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), longMs);
  test::settle();  // a hidden part of the page is laid out when it is shown, and a click needs a place
  QTest::mouseClick(cancel, Qt::LeftButton);
  auto* text = find<QLabel>("cancelText");
  QTRY_VERIFY_WITH_TIMEOUT(text->text().contains("Everything comes back within 30 minutes of payment."), longMs);
  const auto shown = text->text().section(' ', 2, 2);  // "You get ₩100,000 back. ..."
  test::settle();
  QTest::mouseClick(find<QPushButton>("cancelConfirm"), Qt::LeftButton);
  QVERIFY(find<QPushButton>("cancelUndo")->isVisible());
  auto* headline = find<QLabel>("detailHeadline");
  auto* facts = find<QLabel>("detailFacts");
  QTRY_VERIFY_WITH_TIMEOUT(headline->text().endsWith(": Cancelled") && facts->text().contains("Refunded: "), longMs);
  QVERIFY2(facts->text().contains("Refunded: " + shown), qPrintable(facts->text()));
}

void TestPlatform::theTraceOnTheScreenIsTheTraceOfTheApi() {
  m_client = client();
  m_client->window()->go({.place = "bookings", .path = {QString::number(m_order)}});
  auto* menu = find<QPushButton>("whatHappened");
  QTRY_VERIFY_WITH_TIMEOUT(menu->isVisible() && menu->isEnabled(), longMs);
  test::settle();
  QTest::mouseClick(menu, Qt::LeftButton);
  auto* view = traceOnScreen();
  QVERIFY(view);
  const auto tree = outlineOf(view->trace()->trace().tree);
  QVERIFY2(tree.contains("gateway: SERVER delete /orders/{id}"), qPrintable(tree));  // the latest: the cancellation
  QCOMPARE(view->waterfall().rows().count(), static_cast<int>(view->trace()->rows().size()));
  QVERIFY(view->trace()->rows().size() > 10);
}

void TestPlatform::aChangeInMyPageIsSoonOnTheScreen() {
  m_client = client();
  m_client->window()->go({.place = "bookings"});
  auto* bookings = find<QTableView>("bookings");
  QTRY_VERIFY_WITH_TIMEOUT(!find<QToolButton>("connection")->text().contains("Connecting"), longMs);
  Timestamp shown{};
  const auto note = [&] { shown = systemNow(); };
  connect(bookings->model(), &QAbstractItemModel::rowsInserted, this, note);
  connect(bookings->model(), &QAbstractItemModel::dataChanged, this, note);
  launcher::Booking booked;
  const std::unique_ptr<QThread> somebody(QThread::create([&] {
    booked = launcher::BookingClient{m_platform->url("gateway")}.book({.car = 2001, .customer = "demo"});
  }));
  somebody->start();
  QTRY_COMPARE_WITH_TIMEOUT(bookings->model()->index(0, 3).data().toString(), "Reserved", longMs);
  QTRY_VERIFY_WITH_TIMEOUT(somebody->isFinished(), longMs);
  QVERIFY(booked.confirmed());
  const auto took = shown - (booked.page->as_of + std::chrono::milliseconds{booked.page->lag_ms});
  QVERIFY2(took <= liveWithin * patience, qPrintable(QString("%1 us").arg(took.count())));
}

void TestPlatform::theKeyboardAloneDoesTheSameInKorean() {
  setLanguage(LanguageChoice::Korean);
  m_client = client();
  auto* cars = find<QTableView>("cars");
  QTRY_VERIFY_WITH_TIMEOUT(cars->model()->rowCount() > 0, longMs);
  cars->setFocus();
  QTest::keyClick(cars, Qt::Key_Home, Qt::ControlModifier);
  QTest::keyClick(cars, Qt::Key_Down);
  auto* strip = find<DayStrip>("dayStrip");
  QTRY_VERIFY_WITH_TIMEOUT(strip->isEnabled(), longMs);
  auto* confirm = find<QPushButton>("confirm");
  QTRY_VERIFY_WITH_TIMEOUT(confirm->isEnabled(), longMs);
  confirm->setFocus();
  QTest::keyClick(confirm, Qt::Key_Space);
  auto* line = find<QLabel>("resultLine");
  QTRY_VERIFY_WITH_TIMEOUT(line->text().contains(QString::fromUtf8("만에 완료")), longMs);
  const auto order = bookedOrder();
  auto* paste = find<QLineEdit>("paste");
  paste->setText(order);
  QTest::keyClick(paste, Qt::Key_Return);
  auto* cancel = find<QPushButton>("cancelBooking");
  QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), longMs);
  QTest::keyClick(cancel, Qt::Key_Space);
  auto* keep = find<QPushButton>("cancelKeep");
  QTRY_VERIFY_WITH_TIMEOUT(keep->isVisible(), longMs);
  QTest::keyClick(keep, Qt::Key_Space);
  QVERIFY(!keep->isVisible());
}

void TestPlatform::anOperatorFindsTheOrderAndItsTraces() {
  m_client = client(true);
  m_client->window()->go({.place = "orders"});
  auto* orders = find<QTableView>("orders");
  QTRY_VERIFY_WITH_TIMEOUT(orders->model()->rowCount() >= 2, longMs);
  find<QLineEdit>("orderQuery")->setText(QString::number(m_order));
  QTRY_COMPARE_WITH_TIMEOUT(orders->model()->rowCount(), 1, longMs);
  QCOMPARE(orders->model()->index(0, 4).data().toString(), "CANCELLED");
  m_client->open({QString("sharecar://orders/%1").arg(m_order)});
  auto* tree = find<QTreeWidget>("explanation");
  QTRY_VERIFY_WITH_TIMEOUT(tree->topLevelItemCount() >= 5, longMs);
  QStringList services;
  for (int i = 0; i < tree->topLevelItemCount(); ++i) services += tree->topLevelItem(i)->text(0);
  QCOMPARE(services.join(' '), "customer order orderId payment reservation stillToCome");
}

void TestPlatform::theClickIsTheRootOfTheBookingsTrace() {
  QNetworkAccessManager network;
  Api api(network, QUrl(QString::fromStdString(m_platform->url("gateway"))));
  QByteArray traces;
  Call call;
  const auto hasRoot = [&] {
    call = api.get(QString("/orders/%1/trace").arg(m_order), {}, "/orders/{id}/trace", traceLimits, {},
                   [&](const Answer<QByteArray>& answer) { traces = answer ? *answer : QByteArray(); });
    return QTest::qWaitFor([&] { return !call.isRunning(); }, longMs) && traces.contains("confirm booking") &&
           traces.contains("post /orders");
  };
  QTRY_VERIFY_WITH_TIMEOUT(hasRoot(), longMs);
}

void TestPlatform::aGatewayThatIsKilledIsLostAndFoundAgain() {
  m_client = client();
  auto* connection = find<QWidget>("connection");
  const auto says = [&](const char* word) { return connection->property("text").toString().contains(word); };
  QTRY_VERIFY_WITH_TIMEOUT(says("Connected"), longMs);
  m_platform->kill("gateway");  // its supervisor starts it again
  QTRY_VERIFY_WITH_TIMEOUT(says("lost"), longMs);
  QTRY_VERIFY_WITH_TIMEOUT(says("Connected") || says("Live"), 4 * longMs);
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestPlatform)
#include "tst_platform.moc"
