// Drive, driven by mouse and keyboard against a platform that is played.
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/walks.h"
#include "views/daystrip.h"

namespace sharecar::desktop {
namespace {

using test::FakePlatform;
using namespace std::chrono_literals;

void clickRow(QTableView* table, int row) {
  QTRY_VERIFY(table->model()->rowCount() > row);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(row, 0)).center());
}

}  // namespace

class TestDrive : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void twoClicksBookACar();
  void aTakenTimeCannotBeChosen();
  void theKeyboardAloneBooks();
  void aDeclinedCardIsSaidAndAnotherOneIsANewOrder();
  void aTakenSlotOffersTheNearestFreeTimes();
  void aChangedPriceIsAskedAgain();
  void aCutAnswerIsAskedAgainWithTheSameKeyAndBody();
  void aPausedPaymentTellsUntilWhenTheCarIsHeld();
  void aChangeInMyPageIsOnTheScreenWithin200Milliseconds();
  void theRefundIsShownBeforeAsking();
  void undoKeepsTheBooking();
  void aBookingThatIsCancelledStaysInSight();
  void aDeepLinkOpensTheBooking();
  void whenThePlatformIsAwayOldRowsStay();
  void everyWidgetHasNames();
  void screenshotsOfEveryPlace();
};

void TestDrive::twoClicksBookACar() {
  FakePlatform platform;
  clickRow(platform.find<QTableView>("cars"), 0);
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_COMPARE(confirm->text(), QString::fromUtf8("Book and pay ₩100,000"));
  QTest::mouseClick(confirm, Qt::LeftButton);
  QTRY_COMPARE(platform.network.seen("POST", "/orders").size(), 1u);
  QTRY_VERIFY(platform.find<QLabel>("resultHeadline")->text().contains("Booking 7"));
  const auto sent = platform.network.seen("POST", "/orders").at(0);
  QCOMPARE(
      sent.body,
      R"({"carId":1002,"startsAt":"2026-11-21T05:30:00Z","endsAt":"2026-11-21T06:30:00Z",)"
      R"("customerId":"demo","payMethod":"card","methodToken":"demo-approve","expectedPrice":100000,"carClass":""})");
  QVERIFY(!sent.key.isEmpty());
  platform.myPageChanged("CONFIRMED", "OrderPlaced PaymentApproved OrderPaid ReservationConfirmed");
  QTRY_COMPARE(platform.find<QLabel>("resultLine")->text(), "Paid in 20.0 ms, reserved in 60.0 ms");
}

void TestDrive::aTakenTimeCannotBeChosen() {
  FakePlatform platform;
  platform.busy({{test::fixedNow() + 2h, test::fixedNow() + 4h}});
  clickRow(platform.find<QTableView>("cars"), 0);
  auto* strip = platform.find<DayStrip>("dayStrip");
  QTRY_VERIFY(strip->isEnabled());
  const auto before = strip->chosen();
  const auto press = [&](Timestamp from, Timestamp to) {
    QTest::mousePress(strip, Qt::LeftButton, {}, {strip->xOf(from), 10});
    QTest::mouseMove(strip, {strip->xOf(to), 10});
    QTest::mouseRelease(strip, Qt::LeftButton, {}, {strip->xOf(to), 10});
  };
  press(test::fixedNow() + 3h, test::fixedNow() + 5h);
  QCOMPARE(strip->chosen(), before);
  press(test::fixedNow() - 3h, test::fixedNow() - 1h);
  QCOMPARE(strip->chosen(), before);
}

void TestDrive::theKeyboardAloneBooks() {
  FakePlatform platform;
  auto* cars = platform.find<QTableView>("cars");
  QTRY_VERIFY(cars->model()->rowCount() > 0);
  cars->setFocus();
  QTest::keyClick(cars, Qt::Key_Home, Qt::ControlModifier);
  auto* strip = platform.find<DayStrip>("dayStrip");
  QTRY_VERIFY(strip->isEnabled());
  const auto before = *strip->chosen();
  strip->setFocus();
  QTest::keyClick(strip, Qt::Key_Right);
  QTest::keyClick(strip, Qt::Key_Right, Qt::ShiftModifier);
  QVERIFY(*strip->chosen() == (Slot{before.starts_at + 10min, before.ends_at + 20min}));
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  QTest::keyClick(confirm, Qt::Key_Space);
  QTRY_COMPARE(platform.network.seen("POST", "/orders").size(), 1u);
}

void TestDrive::aDeclinedCardIsSaidAndAnotherOneIsANewOrder() {
  FakePlatform platform;
  platform.network.answers("POST /orders",
                           {{.status = 402, .body = R"({"code":"card_declined","reason":"insufficient_funds"})"},
                            {.status = 201, .body = platform.order("PAID")}});
  clickRow(platform.find<QTableView>("cars"), 0);
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  auto* notice = platform.find<QLabel>("noticeText", "bookingPane");
  QTRY_COMPARE(notice->text(),
               "The card was declined: there is not enough money on it. "
               "The time is free again: choose another card and confirm anew.");
  platform.find<QComboBox>("method")->setCurrentIndex(1);
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  QTRY_COMPARE(platform.network.seen("POST", "/orders").size(), 2u);
  const auto sent = platform.network.seen("POST", "/orders");
  QVERIFY(sent[0].key != sent[1].key);
  QVERIFY(sent[1].body.contains("demo-decline"));
}

void TestDrive::aTakenSlotOffersTheNearestFreeTimes() {
  FakePlatform platform;
  platform.network.answer("POST /orders", {.status = 409, .body = R"({"code":"slot_taken","alternatives":[
    {"startsAt":"2026-11-21T07:00:00Z","endsAt":"2026-11-21T08:00:00Z"}]})"});
  clickRow(platform.find<QTableView>("cars"), 0);
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  QTRY_VERIFY(platform.find<QPushButton>("alternative0"));
  platform.find<QPushButton>("alternative0")->click();
  QTRY_VERIFY(platform.find<DayStrip>("dayStrip")->chosen()->starts_at == test::fixedNow() + 90min);
}

void TestDrive::aChangedPriceIsAskedAgain() {
  FakePlatform platform;
  platform.network.answer("POST /orders", {.status = 409, .body = R"({"code":"price_changed","quote":{"carId":1002,
    "startsAt":"2026-11-21T05:30:00Z","endsAt":"2026-11-21T06:30:00Z","price":120000,"lines":[]}})"});
  clickRow(platform.find<QTableView>("cars"), 0);
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  QTRY_COMPARE(confirm->text(), QString::fromUtf8("Book and pay ₩120,000"));
  QVERIFY(confirm->isEnabled());
  QCOMPARE(platform.network.seen("POST", "/orders").size(), 1u);
}

void TestDrive::aCutAnswerIsAskedAgainWithTheSameKeyAndBody() {
  FakePlatform platform;
  platform.network.answers("POST /orders", {{.error = QNetworkReply::RemoteHostClosedError},
                                            {.status = 500, .body = "{}"},
                                            {.status = 409, .body = R"({"code":"request_running","retryAfterMs":100})"},
                                            {.status = 201, .body = platform.order("PAID")}});
  clickRow(platform.find<QTableView>("cars"), 0);
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  QTRY_COMPARE(confirm->text(), "Checking whether it went through");
  QVERIFY(!confirm->isEnabled());
  QVERIFY(!platform.find<QComboBox>("method")->isEnabled());
  QTRY_COMPARE(platform.network.seen("POST", "/orders").size(), 4u);
  QTRY_VERIFY(platform.find<QLabel>("resultHeadline")->isVisible());
  for (const auto& sent : platform.network.seen("POST", "/orders")) {
    QCOMPARE(sent.key, platform.network.seen("POST", "/orders").at(0).key);
    QCOMPARE(sent.body, platform.network.seen("POST", "/orders").at(0).body);
  }
}

void TestDrive::aPausedPaymentTellsUntilWhenTheCarIsHeld() {
  FakePlatform platform;
  platform.network.answer("POST /orders", {.status = 202, .body = platform.order("PAYMENT_PENDING")});
  clickRow(platform.find<QTableView>("cars"), 0);
  auto* confirm = platform.find<QPushButton>("confirm");
  QTRY_VERIFY(confirm->isEnabled());
  confirm->click();
  QTRY_COMPARE(platform.find<QLabel>("resultLine")->text(),
               "Payment is paused, next try 14:30:10. Your car is held until 14:40.");
}

void TestDrive::aChangeInMyPageIsOnTheScreenWithin200Milliseconds() {
  FakePlatform platform("bookings");
  auto* table = platform.find<QTableView>("bookings");
  QTRY_COMPARE(table->model()->rowCount(), 1);
  const auto state = [&] { return table->model()->index(0, 3).data().toString(); };
  QCOMPARE(state(), "Paid");
  QTRY_VERIFY(platform.network.hasStream());
  QTest::qWait(10);
  QElapsedTimer watch;
  watch.start();
  platform.myPageChanged("CONFIRMED", "OrderPlaced PaymentApproved OrderPaid ReservationConfirmed");
  QTRY_COMPARE(state(), "Reserved");
  QVERIFY2(watch.elapsed() <= 200, qPrintable(QString::number(watch.elapsed())));
}

void TestDrive::theRefundIsShownBeforeAsking() {
  FakePlatform platform("bookings");
  clickRow(platform.find<QTableView>("bookings"), 0);
  platform.find<QPushButton>("cancelBooking")->click();
  auto* text = platform.find<QLabel>("cancelText");
  QTRY_COMPARE(text->text(),
               QString::fromUtf8("You get ₩100,000 back. Everything comes back within 30 minutes of payment.\n"
                                 "This holds until Sat 21 Nov 15:00, then it is ₩50,000."));
  QVERIFY(platform.find<QPushButton>("cancelKeep")->isDefault());
  QCOMPARE(platform.network.seen("DELETE", "/orders/7").size(), 0u);
  platform.find<QPushButton>("cancelKeep")->click();
  QVERIFY(!text->isVisible());
}

void TestDrive::undoKeepsTheBooking() {
  FakePlatform platform("bookings");
  auto* table = platform.find<QTableView>("bookings");
  clickRow(table, 0);
  platform.find<QPushButton>("cancelBooking")->click();
  QTRY_VERIFY(platform.find<QPushButton>("cancelConfirm")->isVisible());
  platform.find<QPushButton>("cancelConfirm")->click();
  QCOMPARE(table->model()->index(0, 3).data().toString(), "Cancelling in a moment");
  QVERIFY(platform.find<QLabel>("cancelText")->text().startsWith("Cancelling in "));
  platform.find<QPushButton>("cancelUndo")->click();
  QCOMPARE(table->model()->index(0, 3).data().toString(), "Paid");
  QCOMPARE(platform.network.seen("DELETE", "/orders/7").size(), 0u);
}

void TestDrive::aBookingThatIsCancelledStaysInSight() {
  FakePlatform platform("bookings");
  clickRow(platform.find<QTableView>("bookings"), 0);
  QTRY_VERIFY(platform.network.hasStream());
  platform.myPageChanged("CANCELLED", "OrderPlaced PaymentApproved OrderPaid OrderCancelled PaymentRefunded");
  QTRY_COMPARE(platform.find<QLabel>("detailHeadline")->text(), "Booking 7: Cancelled");
  QVERIFY(platform.find<QLabel>("detailHeadline")->isVisible());
}

void TestDrive::aDeepLinkOpensTheBooking() {
  FakePlatform platform;
  platform.application->open({"sharecar://bookings/7"});
  QTRY_VERIFY(platform.find<QLabel>("detailHeadline")->text().contains("Booking 7"));
  QVERIFY(platform.find<QLabel>("detailHeadline")->isVisible());
  QCOMPARE(platform.network.seen("DELETE", "/orders/7").size(), 0u);
}

void TestDrive::whenThePlatformIsAwayOldRowsStay() {
  FakePlatform platform("bookings");
  auto* table = platform.find<QTableView>("bookings");
  QTRY_COMPARE(table->model()->rowCount(), 1);
  platform.network.forget("GET /mypages");
  platform.network.forget("GET /events");
  platform.network.endStream();
  auto* said = platform.find<QLabel>("offlineText");
  QTRY_VERIFY(said->isVisible() && said->text().startsWith("The platform at 127.0.0.1:8088 cannot be reached."));
  QCOMPARE(table->model()->rowCount(), 1);
}

void TestDrive::everyWidgetHasNames() {
  FakePlatform platform("bookings");
  clickRow(platform.find<QTableView>("bookings"), 0);
  QCOMPARE(test::unnamedWidgets(platform.window()).join('\n'), QString());
}

void TestDrive::screenshotsOfEveryPlace() {
  FakePlatform platform;
  platform.busy({{test::fixedNow() + 2h, test::fixedNow() + 4h}, {test::fixedNow() + 7h, test::fixedNow() + 8h}});
  platform.window().resize(1180, 760);
  clickRow(platform.find<QTableView>("cars"), 0);
  QTRY_VERIFY(platform.find<QPushButton>("confirm")->isEnabled());
  test::screenshots(platform.window(), "cars");
  platform.find<QPushButton>("confirm")->click();
  QTRY_VERIFY(platform.find<QLabel>("resultHeadline")->isVisible());
  platform.myPageChanged("CONFIRMED", "OrderPlaced PaymentApproved OrderPaid ReservationConfirmed OrderConfirmed");
  QTRY_VERIFY(platform.find<QLabel>("resultLine")->text().contains("reserved"));
  test::screenshots(platform.window(), "booked");
  platform.window().go({.place = "bookings", .path = {"7"}});
  QTRY_VERIFY(platform.find<QPushButton>("cancelBooking")->isVisible());
  platform.find<QPushButton>("cancelBooking")->click();
  QTRY_VERIFY(platform.find<QPushButton>("cancelConfirm")->isVisible());
  test::screenshots(platform.window(), "bookings");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestDrive)
#include "tst_drive.moc"
