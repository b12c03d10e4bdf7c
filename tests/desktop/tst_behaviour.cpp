// What all pages do alike: waiting, being offline, the five states of a connection, own actions at once.
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "support/playedserver.h"
#include "views/loading.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
using test::FakePlatform;
using test::Mood;
using test::RealClient;

constexpr int longMs = 20'000;
constexpr StreamTiming quick{.heartbeat = 400ms, .firstRetry = 300ms, .longestRetry = 600ms};

}  // namespace

class TestBehaviour : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void aQuickAnswerShowsNothing();
  void aSlowAnswerShowsABarThenWhatIsAwaited();
  void aConnectionHasFiveStatesAndAllAreSaid();
  void offlineDisablesWritesKeepsDraftsAndSaysWhy();
  void tryNowDoesNotWait();
  void aStartWithoutAPlatformSaysWhatToDo();
  void anotherZipkinIsASourceOfItsOwn();
  void anOwnBookingIsListedAtOnce();
  void theStepsAppearWithTheirMilliseconds();
};

void TestBehaviour::aQuickAnswerShowsNothing() {
  test::FakeNetwork network;
  network.answer("GET /", {.body = "{}", .delayMs = 20});
  Api api(network, QUrl("http://gateway"));
  Loading loading;
  loading.setWhat("this");
  loading.resize(300, loading.sizeHint().height());
  loading.show();
  const auto blank = loading.grab().toImage();
  Call call = api.get("/", {}, "/", {}, {}, [](const auto&) {});
  loading.await(call);
  QTRY_VERIFY(!call.isRunning());
  QCOMPARE(loading.grab().toImage(), blank);
  QCOMPARE(loading.sizeHint().height(), 4);
}

void TestBehaviour::aSlowAnswerShowsABarThenWhatIsAwaited() {
  test::FakeNetwork network;
  network.answer("GET /", {.body = "{}", .delayMs = 60'000});
  Api api(network, QUrl("http://gateway"));
  Loading loading;
  loading.setWhat("the cars");
  loading.resize(300, 40);
  loading.show();
  const auto blank = loading.grab().toImage();
  Call call = api.get("/", {}, "/", {}, {}, [](const auto&) {});
  loading.await(call);
  QTRY_VERIFY(loading.grab().toImage() != blank);
  auto* text = loading.findChild<QLabel*>("loadingText");
  QVERIFY(!text->isVisible());
  QTRY_VERIFY_WITH_TIMEOUT(text->isVisible(), longMs);
  QVERIFY2(text->text().startsWith("Waiting for the cars, "), qPrintable(text->text()));
  loading.findChild<QPushButton*>("loadingCancel")->click();
  QVERIFY(!call.isRunning());
  QVERIFY(!text->isVisible());
}

void TestBehaviour::aConnectionHasFiveStatesAndAllAreSaid() {
  RealClient client("bookings", {}, quick);
  auto* connection = client.find<QToolButton>("connection");
  QCOMPARE(connection->text(), QString::fromUtf8("◌  Connecting"));
  QTRY_COMPARE_WITH_TIMEOUT(connection->text(), QString::fromUtf8("○  Connected, nothing new yet"), longMs);
  const auto row = FakePlatform::myPage("PAID", "OrderPlaced").replace('\n', "");
  client.server.stream("event: mypage.changed\ndata: " + row + "\n\n");
  QTRY_COMPARE_WITH_TIMEOUT(connection->text(), QString::fromUtf8("●  Live"), longMs);
  QTRY_COMPARE_WITH_TIMEOUT(connection->text(), QString::fromUtf8("◐  No sign of life for a while"), longMs);
  client.server.stop();
  QTRY_VERIFY_WITH_TIMEOUT(connection->text().startsWith(QString::fromUtf8("✕  Connection lost")), longMs);
  QTRY_VERIFY_WITH_TIMEOUT(connection->text().contains("trying again in 1 s"), longMs);
  QVERIFY(connection->toolTip().contains("Live events") || connection->toolTip().contains("Requests"));
  client.server.resume();
  QTRY_VERIFY_WITH_TIMEOUT(!connection->text().contains("lost"), longMs);
}

void TestBehaviour::offlineDisablesWritesKeepsDraftsAndSaysWhy() {
  RealClient client("cars", {}, quick);
  auto* cars = client.find<QTableView>("cars");
  QTRY_VERIFY_WITH_TIMEOUT(cars->model()->rowCount() > 0, longMs);
  cars->setCurrentIndex(cars->model()->index(0, 0));
  auto* confirm = client.find<QPushButton>("confirm");
  QTRY_VERIFY_WITH_TIMEOUT(confirm->isEnabled(), longMs);
  const auto draft = confirm->text();
  client.window().go({.place = "bookings", .path = {"7"}});
  auto* cancel = client.find<QPushButton>("cancelBooking");
  QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible() && cancel->isEnabled(), longMs);
  client.server.stop();
  QTRY_VERIFY_WITH_TIMEOUT(client.find<QLabel>("offlineText")->isVisible(), longMs);
  QVERIFY(!cancel->isEnabled());
  QVERIFY(cancel->toolTip().contains("cannot be reached"));
  QVERIFY(!confirm->isEnabled());
  QCOMPARE(confirm->text(), draft);
  QVERIFY(client.find<QLabel>("noticeText", "bookingPane")->text().startsWith("Booking needs the platform"));
  client.server.resume();
  QTRY_VERIFY_WITH_TIMEOUT(confirm->isEnabled() && cancel->isEnabled(), longMs);
  QCOMPARE(confirm->text(), draft);
}

void TestBehaviour::tryNowDoesNotWait() {
  RealClient client("cars", {}, {.firstRetry = 20s});
  QTRY_VERIFY_WITH_TIMEOUT(client.find<QTableView>("cars")->model()->rowCount() > 0, longMs);
  client.server.stop();
  client.window().go({.place = "bookings"});
  client.window().go({.place = "cars"});
  QTRY_VERIFY_WITH_TIMEOUT(client.find<QLabel>("offlineText")->isVisible(), longMs);
  client.server.resume();
  client.find<QPushButton>("offlineTry")->click();
  QTRY_VERIFY_WITH_TIMEOUT(!client.find<QLabel>("offlineText")->isVisible(), 5'000);
}

void TestBehaviour::aStartWithoutAPlatformSaysWhatToDo() {
  FakePlatform platform;
  for (const char* request : {"GET /info", "GET /cars", "GET /zones", "GET /events", "GET /mypages"}) {
    platform.network.forget(request);
  }
  platform.network.endStream();
  platform.window().go({.place = "bookings"});
  auto* text = platform.find<QLabel>("offlineText");
  QTRY_VERIFY(text->isVisible());
  QVERIFY2(text->text().startsWith("The platform at 127.0.0.1:8088 cannot be reached."), qPrintable(text->text()));
}

void TestBehaviour::anotherZipkinIsASourceOfItsOwn() {
  FakePlatform platform("traces", {.isOperator = true, .zipkin = QUrl("http://127.0.0.1:9411")});
  platform.network.answer("GET /api/v2/traces", {.error = QNetworkReply::ConnectionRefusedError});
  auto* connection = platform.find<QToolButton>("connection");
  QTRY_VERIFY(connection->text().contains("Connection lost"));
  QVERIFY(connection->toolTip().contains("Traces"));
  QVERIFY(!platform.find<QWidget>("offlineBar")->isVisible());
  const auto* notice = platform.find<QLabel>("noticeText", "traceSearchNotice");
  QTRY_COMPARE(notice->text(), "127.0.0.1:9411 cannot be reached. Check the address.");
}

void TestBehaviour::anOwnBookingIsListedAtOnce() {
  FakePlatform platform;
  platform.network.answer("GET /mypages", R"({"_embedded":{"mypages":[]},"page":{"totalElements":0}})");
  platform.window().go({.place = "bookings"});
  auto* bookings = platform.find<QTableView>("bookings");
  platform.awaitStream();
  platform.network.stream("event: reset\ndata: {}\n\n");
  QTRY_COMPARE(bookings->model()->rowCount(), 0);
  platform.window().go({.place = "cars", .path = {"1002"}});
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  QTRY_COMPARE(bookings->model()->rowCount(), 1);
  QCOMPARE(bookings->model()->index(0, 3).data().toString(), "Paid, just booked");
  platform.network.stream("event: reset\ndata: {}\n\n");  // MyPage does not have it yet
  QTest::qWait(50);
  QCOMPARE(bookings->model()->rowCount(), 1);
  platform.myPageChanged("CONFIRMED", "OrderPlaced PaymentApproved OrderPaid ReservationConfirmed");
  QTRY_COMPARE(bookings->model()->index(0, 3).data().toString(), "Reserved");
  QCOMPARE(bookings->model()->rowCount(), 1);
}

void TestBehaviour::theStepsAppearWithTheirMilliseconds() {
  FakePlatform platform("cars");
  platform.window().go({.place = "cars", .path = {"1002"}});
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  auto* steps = platform.find<QLabel>("resultSteps");
  platform.myPageChanged("PAID", "OrderPlaced PaymentApproved");
  QTRY_VERIFY(steps->isVisible() && steps->text().contains("Card charged") && steps->text().contains("20.0 ms"));
  platform.myPageChanged("CONFIRMED", "OrderPlaced PaymentApproved OrderPaid ReservationConfirmed");
  QTRY_VERIFY(steps->text().contains("Car reserved") && steps->text().contains("60.0 ms"));
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestBehaviour)
#include "tst_behaviour.moc"
