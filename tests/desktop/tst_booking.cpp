// The rules of booking without pixels: the form, times on the grid, the progress line, cancellations.
#include <QSignalSpy>
#include <QTest>

#include "models/bookingform.h"
#include "models/cancellations.h"
#include "models/daytime.h"
#include "models/progress.h"
#include "support/fakenetwork.h"
#include "support/offscreen.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
using Phase = BookingForm::Phase;

const Timestamp now = test::fixedNow();
Slot at(int fromMinutes, int toMinutes) {
  return {now + std::chrono::minutes{fromMinutes}, now + std::chrono::minutes{toMinutes}};
}

BookingForm ready() {
  BookingForm form("kim");
  form.choose(CarId{1002}, at(10, 70));
  form.payWith("demo-approve");
  form.quoted({.car_id = CarId{1002},
               .starts_at = at(10, 70).starts_at,
               .ends_at = at(10, 70).ends_at,
               .price = Money{100'000},
               .lines = {}});
  return form;
}

contracts::Order order(OrderState state) {
  contracts::Order out;
  out.order_id = OrderId{7};
  out.status = state;
  return out;
}

Failure refused(Errc code) {
  return {.kind = Failure::Kind::Refused, .status = http_status(code), .problem = {.code = code}};
}

}  // namespace

class TestBooking : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void nothingIsConfirmedWithoutTimePriceAndCard();
  void theBodyCarriesThePriceThatWasShown();
  void aPriceOfAnotherTimeIsIgnored();
  void anEditForgetsThePriceOfTheOldTime();
  void aFinalAnswerUnlocksAndTheNextConfirmationHasANewKey();
  void whileTheOutcomeIsUnknownTheSameKeyAndBodyAreSentAgain();
  void aClosedPortAfterAnUnknownOutcomeProvesNothing();
  void aChangedPriceIsShownAndNotConfirmedByItself();
  void aSlowPaymentIsPending();
  void theFirstFreeTimeIsFound();
  void aDragStaysWithinAFreeGap();
  void aDayHasTwentyFiveHoursWhenClocksGoBack();
  void progressTellsRealMilliseconds();
  void aCancellationWaitsAndIsSent();
  void anUndoneCancellationIsNeverSent();
  void quittingSendsWhatWaits();
  void aCutCancellationIsSentAgain();
  void aChangedRefundIsToldAndNothingIsPending();
};

void TestBooking::nothingIsConfirmedWithoutTimePriceAndCard() {
  BookingForm form("kim");
  QVERIFY(!form.canConfirm());
  form.choose(CarId{1002}, at(10, 70));
  QVERIFY(!form.canConfirm());
  form.payWith("demo-approve");
  QVERIFY(!form.canConfirm());
  QVERIFY(ready().canConfirm());
}

void TestBooking::theBodyCarriesThePriceThatWasShown() {
  auto form = ready();
  const auto& attempt = form.confirm("k1");
  QCOMPARE(attempt.key, "k1");
  QCOMPARE(attempt.command.expected_price->won, 100'000);
  QCOMPARE(attempt.command.customer_id, "kim");
  QVERIFY(attempt.command.starts_at == at(10, 70).starts_at && attempt.command.ends_at == at(10, 70).ends_at);
  QCOMPARE(*attempt.command.method_token, "demo-approve");
  QVERIFY(!attempt.command.card_number);
}

void TestBooking::aPriceOfAnotherTimeIsIgnored() {
  auto form = ready();
  form.choose(CarId{1002}, at(20, 80));
  form.quoted({.car_id = CarId{1002},
               .starts_at = at(10, 70).starts_at,
               .ends_at = at(10, 70).ends_at,
               .price = Money{1},
               .lines = {}});
  QVERIFY(!form.quote());
}

void TestBooking::anEditForgetsThePriceOfTheOldTime() {
  auto form = ready();
  form.choose(CarId{1002}, at(10, 80));
  QVERIFY(!form.canConfirm());
}

void TestBooking::aFinalAnswerUnlocksAndTheNextConfirmationHasANewKey() {
  auto form = ready();
  form.confirm("k1");
  QVERIFY(!form.choose(CarId{1002}, at(20, 80)));  // locked while it is sent
  QVERIFY(!form.answered(refused(Errc::card_declined)));
  QCOMPARE(form.phase(), Phase::Editing);
  QCOMPARE(form.problem()->problem.code, Errc::card_declined);
  QVERIFY(form.payWith("demo-slow"));
  QVERIFY(!form.problem());
  QCOMPARE(form.confirm("k2").key, "k2");
  QVERIFY(!form.answered(order(OrderState::PAID)));
  QCOMPARE(form.phase(), Phase::Booked);
  QVERIFY(!form.canConfirm());  // once is enough
}

void TestBooking::whileTheOutcomeIsUnknownTheSameKeyAndBodyAreSentAgain() {
  auto form = ready();
  form.confirm("k1");
  auto wait = 0ms;
  for (const auto kind :
       {Failure::Kind::TimedOut, Failure::Kind::Cut, Failure::Kind::Nonsense, Failure::Kind::TooLarge}) {
    QVERIFY(form.answered(Failure{.kind = kind}));
    QCOMPARE(form.phase(), Phase::Checking);
    QVERIFY(form.isLocked());
    QCOMPARE(form.attempt().key, "k1");
    QVERIFY(form.retryWait() > wait);
    wait = form.retryWait();
  }
  QVERIFY(form.answered(refused(Errc::internal_error)));
  QVERIFY(form.answered(refused(Errc::request_running)));
  QVERIFY(!form.answered(order(OrderState::CONFIRMED)));
  QCOMPARE(form.phase(), Phase::Booked);
}

void TestBooking::aClosedPortAfterAnUnknownOutcomeProvesNothing() {
  auto form = ready();
  form.confirm("k1");
  QVERIFY(!form.answered(Failure{.kind = Failure::Kind::Unreachable}));  // nothing was ever sent
  QCOMPARE(form.phase(), Phase::Editing);
  form.confirm("k2");
  QVERIFY(form.answered(Failure{.kind = Failure::Kind::TimedOut}));
  QVERIFY(form.answered(Failure{.kind = Failure::Kind::Unreachable}));
  QCOMPARE(form.phase(), Phase::Checking);
}

void TestBooking::aChangedPriceIsShownAndNotConfirmedByItself() {
  auto form = ready();
  form.confirm("k1");
  auto failure = refused(Errc::price_changed);
  failure.problem.quote = *form.quote();
  failure.problem.quote->price = Money{120'000};
  QVERIFY(!form.answered(failure));
  QCOMPARE(form.quote()->price.won, 120'000);
  QVERIFY(form.canConfirm());
  QCOMPARE(form.confirm("k2").command.expected_price->won, 120'000);
}

void TestBooking::aSlowPaymentIsPending() {
  auto form = ready();
  form.confirm("k1");
  QVERIFY(!form.answered(order(OrderState::PAYMENT_PENDING)));
  QCOMPARE(form.phase(), Phase::Pending);
}

void TestBooking::theFirstFreeTimeIsFound() {
  QVERIFY(firstFree({}, now + 1min, 60min) == at(10, 70));
  QVERIFY(firstFree({at(40, 100), at(10, 30)}, now, 60min) == at(100, 160));
  QVERIFY(firstFree({at(5, 35)}, now, 30min) == at(40, 70));  // back on the grid
}

void TestBooking::aDragStaysWithinAFreeGap() {
  const StripScale scale{at(0, 1440), 1440};  // a pixel is a minute
  const std::vector<Slot> taken{at(120, 180), at(300, 360)};
  QVERIFY(dragged(scale, 200, 260, taken, now) == at(200, 260));
  QVERIFY(dragged(scale, 260, 200, taken, now) == at(200, 260));
  QVERIFY(dragged(scale, 200, 900, taken, now) == at(200, 300));
  QVERIFY(dragged(scale, 250, 10, taken, now) == at(180, 250));
  QVERIFY(dragged(scale, 290, 290, taken, now) == at(270, 300));  // never shorter than a trip
  QVERIFY(dragged(scale, 130, 250, taken, now).length() == 0s);   // begins in a taken part
  QVERIFY(dragged(scale, 100, 10, taken, now + 60min) == at(60, 100));
  for (int from = 0; from <= 1440; from += 7) {
    for (int to = 0; to <= 1440; to += 53) {
      const Slot chosen = dragged(scale, from, to, taken, now);
      if (chosen.length() == 0s) continue;
      QVERIFY(faultOf(chosen, taken, now) == TimeFault::None);
    }
  }
}

void TestBooking::aDayHasTwentyFiveHoursWhenClocksGoBack() {
  const Timestamp october = std::chrono::sys_days{std::chrono::year{2026} / 10 / 25} + 12h;
  QVERIFY(dayOf(october, "Europe/Berlin").length() == 25h);
  QVERIFY(dayOf(now, "Asia/Seoul").length() == 24h);
  const auto day = dayOf(now, "Asia/Seoul");
  QVERIFY(dayAfter(day, 1, "Asia/Seoul").starts_at == day.ends_at);
  QVERIFY(dayAfter(day, -1, "Asia/Seoul").ends_at == day.starts_at);
}

void TestBooking::progressTellsRealMilliseconds() {
  contracts::MyPage page;
  page.steps = {{"OrderPlaced", now, "order", "t", "s", {}},
                {"PaymentApproved", now + 41ms, "payment", "t", "s", {}},
                {"ReservationConfirmed", now + 63'400us, "reservation", "t", "s", {}}};
  QCOMPARE(progressLine(page), "Paid in 41.0 ms, reserved in 63.4 ms");
  page.steps.pop_back();
  QCOMPARE(progressLine(page), "Paid in 41.0 ms, reserving the car");
  contracts::PaymentProgress paused;
  paused.next_try_at = now + 10s;
  paused.pay_by = now + 10min;
  QCOMPARE(pausedLine(paused, "Asia/Seoul"), "Payment is paused, next try 14:30:10. Your car is held until 14:40.");
}

namespace {

const QByteArray cancelling = R"({"orderId":7,"carId":1,"hotelId":"1","carClass":"","roomType":"","customerId":"kim",
  "startsAt":"2026-11-21T06:00:00Z","endsAt":"2026-11-21T07:00:00Z","price":1,"payMethod":"card",
  "status":"CANCEL_REQUESTED","statusCode":20,"refund":"REQUESTED","payment":{"state":"approved","attempts":1,
  "serverNow":"2026-11-21T05:30:00Z"},"createdAt":"2026-11-21T05:30:00Z","traceId":"t","version":4})";

struct Cancelling {
  Cancelling() { network.answer("DELETE /orders/7?expectedRefund=70000", cancelling); }
  std::size_t sent() const { return network.seen("DELETE", "/orders/7").size(); }

  test::FakeNetwork network;
  Api api{network, QUrl("http://gateway")};
  Cancellations cancellations{api, 40ms};
};

}  // namespace

void TestBooking::aCancellationWaitsAndIsSent() {
  Cancelling c;
  c.cancellations.begin(OrderId{7}, Money{70'000}, true);
  QCOMPARE(c.cancellations.state(OrderId{7}), Cancellations::State::Waiting);
  QVERIFY(c.cancellations.left(OrderId{7}) > 0ms);
  QCOMPARE(c.sent(), 0u);
  QTRY_COMPARE(c.cancellations.state(OrderId{7}), Cancellations::State::Sent);
  QCOMPARE(c.sent(), 1u);
  c.cancellations.settled(OrderId{7});
  QCOMPARE(c.cancellations.state(OrderId{7}), Cancellations::State::None);
}

void TestBooking::anUndoneCancellationIsNeverSent() {
  Cancelling c;
  c.cancellations.begin(OrderId{7}, Money{70'000}, true);
  c.cancellations.undo(OrderId{7});
  c.cancellations.flush();
  QTest::qWait(80);  // twice the time it would have waited
  QCOMPARE(c.sent(), 0u);
}

void TestBooking::quittingSendsWhatWaits() {
  Cancelling c;
  Cancellations slow(c.api, 1h);
  slow.begin(OrderId{7}, Money{70'000}, true);
  QVERIFY(slow.hasUnsent());
  slow.flush();
  QTRY_VERIFY(!slow.hasUnsent());
  QCOMPARE(c.sent(), 1u);
}

void TestBooking::aCutCancellationIsSentAgain() {
  Cancelling c;
  c.network.answers("DELETE /orders/7?expectedRefund=70000",
                    {{.error = QNetworkReply::RemoteHostClosedError}, {.body = cancelling}});
  c.cancellations.begin(OrderId{7}, Money{70'000}, false);
  QTRY_COMPARE(c.cancellations.state(OrderId{7}), Cancellations::State::Sent);
  QCOMPARE(c.sent(), 2u);
}

void TestBooking::aChangedRefundIsToldAndNothingIsPending() {
  Cancelling c;
  c.network.answer(
      "DELETE /orders/7?expectedRefund=70000",
      {.status = 409,
       .body = R"({"code":"refund_changed","cancellation":{"refund":50000,"fee":50000,"rule":"1_hour_before"}})"});
  QList<Failure> failures;
  connect(&c.cancellations, &Cancellations::failed, this, [&](qint64, const Failure& failure) { failures += failure; });
  c.cancellations.begin(OrderId{7}, Money{70'000}, false);
  QTRY_COMPARE(failures.size(), 1);
  QCOMPARE(failures[0].problem.cancellation->refund.won, 50'000);
  QCOMPARE(c.cancellations.state(OrderId{7}), Cancellations::State::None);
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestBooking)
#include "tst_booking.moc"
