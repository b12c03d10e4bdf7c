#include "services/customer/mypage.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "chassis/json/encode.hpp"

namespace sharecar::customer {
namespace {

using enum OrderState;
using namespace std::chrono_literals;

const Timestamp nine = *parse_rfc3339("2026-11-23T09:00:00Z");

contracts::OrderEvent order_in(OrderState state) {
  contracts::OrderEvent out;
  out.order_id = {7};
  out.car_id = {1002};
  out.car_class = "standard";
  out.customer_id = "kim";
  out.starts_at = nine + 24h;
  out.ends_at = nine + 25h;
  out.price = {100'000};
  out.pay_method = "card";
  out.state = state;
  out.pay_by = nine + 10min;
  return out;
}

contracts::ReservationEvent reservation_in(ReservationState state) {
  contracts::ReservationEvent out;
  out.order_id = {7};
  out.reservation_id = ReservationId{50};
  out.state = state;
  return out;
}

contracts::PaymentEvent payment_in(PaymentState state) {
  contracts::PaymentEvent out;
  out.order_id = {7};
  out.payment_id = {90};
  out.state = state;
  return out;
}

std::string name(OrderState state) { return boost::describe::enum_to_string(state, ""); }

/// What may follow what, in one or more of the order's transitions.
bool reachable(OrderState from, OrderState to) {
  static const std::multimap<OrderState, OrderState> transitions{{REQUESTED, PAYMENT_PENDING},
                                                                 {REQUESTED, PAID},
                                                                 {REQUESTED, DECLINED},
                                                                 {REQUESTED, EXPIRED},
                                                                 {REQUESTED, CANCELLED},
                                                                 {PAYMENT_PENDING, PAID},
                                                                 {PAYMENT_PENDING, DECLINED},
                                                                 {PAYMENT_PENDING, EXPIRED},
                                                                 {PAYMENT_PENDING, CANCELLED},
                                                                 {PAID, CONFIRMED},
                                                                 {PAID, REJECTING},
                                                                 {PAID, CANCEL_REQUESTED},
                                                                 {CONFIRMED, CANCEL_REQUESTED},
                                                                 {REJECTING, REJECTED},
                                                                 {CANCEL_REQUESTED, CANCELLED}};
  if (from == to) return true;
  const auto [begin, end] = transitions.equal_range(from);
  for (auto it = begin; it != end; ++it) {
    if (reachable(it->second, to)) return true;
  }
  return false;
}

/// What each topic tells of one order, in its order.
struct Saga {
  const char* what;
  std::vector<OrderState> orders;
  std::vector<PaymentState> payments;
  std::vector<ReservationState> reservations;
};

using P = PaymentState;
using R = ReservationState;
const Saga sagas[] = {
    {"booked", {REQUESTED, PAID, CONFIRMED}, {P::APPROVED}, {R::CONFIRMED}},
    {"paid late", {REQUESTED, PAYMENT_PENDING, PAYMENT_PENDING, PAID, CONFIRMED}, {P::APPROVED}, {R::CONFIRMED}},
    {"declined", {REQUESTED, DECLINED}, {P::DECLINED}, {}},
    {"expired", {REQUESTED, PAYMENT_PENDING, EXPIRED}, {}, {}},
    {"expired, approved too late",
     {REQUESTED, PAYMENT_PENDING, EXPIRED, EXPIRED, EXPIRED},
     {P::APPROVED, P::APPROVED},
     {}},
    {"cancelled unpaid", {REQUESTED, CANCELLED}, {}, {}},
    {"cancelled unpaid, approved too late",
     {REQUESTED, CANCELLED, CANCELLED, CANCELLED},
     {P::APPROVED, P::APPROVED},
     {}},
    {"declined, approved too late",
     {REQUESTED, DECLINED, DECLINED, DECLINED},
     {P::DECLINED, P::APPROVED, P::APPROVED},
     {}},
    {"cancelled when reserved",
     {REQUESTED, PAID, CONFIRMED, CANCEL_REQUESTED, CANCEL_REQUESTED, CANCELLED},
     {P::APPROVED, P::APPROVED},
     {R::CONFIRMED, R::CANCELLED}},
    {"cancelled before the order knew of its reservation",
     {REQUESTED, PAID, CANCEL_REQUESTED, CANCEL_REQUESTED, CANCELLED},
     {P::APPROVED, P::APPROVED},
     {R::CONFIRMED, R::CANCELLED}},
    {"cancelled before it was reserved",
     {REQUESTED, PAID, CANCEL_REQUESTED, CANCEL_REQUESTED, CANCELLED},
     {P::APPROVED, P::APPROVED},
     {R::CANCELLED}},
    {"rejected", {REQUESTED, PAID, REJECTING, REJECTED}, {P::APPROVED, P::APPROVED}, {R::REJECTED}},
    {"cancelled while it was rejected",
     {REQUESTED, PAID, CANCEL_REQUESTED, CANCEL_REQUESTED, CANCELLED},
     {P::APPROVED, P::APPROVED},
     {R::REJECTED}},
};

/// The row after so many events of each topic.
Row row_after(const Saga& saga, std::size_t orders, std::size_t payments, std::size_t reservations) {
  Row out;
  if (orders > 0) out.order = order_in(saga.orders[orders - 1]);
  if (payments > 0) out.payment = payment_in(saga.payments[payments - 1]);
  if (reservations > 0) out.reservation = reservation_in(saga.reservations[reservations - 1]);
  return out;
}

// A row depends on how far each topic was read, so every interleaving is a walk through this grid.
TEST(MyPage, NeverGoesBackHoweverTheThreeTopicsInterleave) {
  for (const Saga& saga : sagas) {
    for (std::size_t o = 1; o <= saga.orders.size(); ++o) {
      for (std::size_t p = 0; p <= saga.payments.size(); ++p) {
        for (std::size_t r = 0; r <= saga.reservations.size(); ++r) {
          const auto now = show(row_after(saga, o, p, r), nine);
          ASSERT_TRUE(now);
          const auto check = [&](std::size_t o2, std::size_t p2, std::size_t r2) {
            if (o2 > saga.orders.size() || p2 > saga.payments.size() || r2 > saga.reservations.size()) return;
            const auto next = show(row_after(saga, o2, p2, r2), nine);
            EXPECT_TRUE(reachable(now->status, next->status))
                << saga.what << ": " << name(now->status) << " at " << o << '/' << p << '/' << r << ", then "
                << name(next->status);
          };
          check(o + 1, p, r);
          check(o, p + 1, r);
          check(o, p, r + 1);
        }
      }
    }
  }
}

TEST(MyPage, IsNeverAheadOfWhereTheOrderGoes) {
  for (const Saga& saga : sagas) {
    const std::set<OrderState> path{saga.orders.begin(), saga.orders.end()};
    for (std::size_t o = 1; o <= saga.orders.size(); ++o) {
      for (std::size_t p = 0; p <= saga.payments.size(); ++p) {
        for (std::size_t r = 0; r <= saga.reservations.size(); ++r) {
          const auto page = show(row_after(saga, o, p, r), nine);
          const bool reserved = page->status == CONFIRMED && !saga.reservations.empty() &&
                                saga.reservations.front() == ReservationState::CONFIRMED;  // the order may skip it
          EXPECT_TRUE(path.contains(page->status) || reserved) << saga.what << ": " << name(page->status);
        }
      }
    }
  }
}

TEST(MyPage, ShowsTheOrdersStateOnceEverythingHasArrived) {
  for (const Saga& saga : sagas) {
    const auto page = show(row_after(saga, saga.orders.size(), saga.payments.size(), saga.reservations.size()), nine);
    EXPECT_EQ(name(page->status), name(saga.orders.back())) << saga.what;
    EXPECT_EQ(page->status_code, words(saga.orders.back()).status_code) << saga.what;
  }
}

TEST(MyPage, ShowsAPaidOrderAsReservedAsSoonAsItsReservationIsConfirmed) {
  const auto shown = [](OrderState order, std::optional<ReservationState> reservation) {
    std::optional<contracts::ReservationEvent> event;
    if (reservation) event = reservation_in(*reservation);
    return name(state_of(order_in(order), event));
  };
  EXPECT_EQ(shown(PAID, {}), "PAID");
  EXPECT_EQ(shown(PAID, R::CONFIRMED), "CONFIRMED");
  EXPECT_EQ(shown(PAID, R::REJECTED), "PAID");
  EXPECT_EQ(shown(PAID, R::CANCELLED), "CANCEL_REQUESTED");
  EXPECT_EQ(shown(REQUESTED, R::CONFIRMED), "CONFIRMED");
  EXPECT_EQ(shown(REQUESTED, R::REJECTED), "PAID") << "only paid orders are rejected";
  EXPECT_EQ(shown(CONFIRMED, R::CANCELLED), "CANCEL_REQUESTED");
  for (const OrderState state : {DECLINED, EXPIRED, REJECTING, REJECTED, CANCEL_REQUESTED, CANCELLED}) {
    EXPECT_EQ(shown(state, R::CONFIRMED), name(state));
    EXPECT_EQ(shown(state, R::CANCELLED), name(state));
  }
}

TEST(MyPage, IsNotShownBeforeTheOrderItselfIsKnown) {
  Row row;
  row.payment = payment_in(PaymentState::APPROVED);
  row.reservation = reservation_in(ReservationState::CONFIRMED);
  EXPECT_FALSE(show(row, nine));
}

TEST(MyPage, NamesTheReservationThatIsOrWasButNoRejection) {
  const auto named = [](ReservationState state) {
    Row row;
    row.order = order_in(PAID);
    row.reservation = reservation_in(state);
    return show(row, nine)->reservation_id.has_value();
  };
  EXPECT_TRUE(named(R::CONFIRMED));
  EXPECT_TRUE(named(R::CANCELLED));
  EXPECT_FALSE(named(R::REJECTED));
}

TEST(MyPage, SaysHowThePaymentStands) {
  const auto payment = [](OrderState order, std::optional<PaymentState> told, bool known_to_order = false) {
    Row row;
    row.order = order_in(order);
    row.order->tries = 2;
    row.order->retry_at = nine + 4s;
    if (known_to_order) row.order->payment_id = PaymentId{90};
    if (told) row.payment = payment_in(*told);
    return json::encode(show(row, nine)->payment);
  };
  const std::string end = R"(","attempts":2,"serverNow":"2026-11-23T09:00:00Z"})";
  const std::string pending =
      R"({"state":"pending","attempts":2,"nextTryAt":"2026-11-23T09:00:04Z","payBy":"2026-11-23T09:10:00Z",)"
      R"("serverNow":"2026-11-23T09:00:00Z"})";
  EXPECT_EQ(payment(REQUESTED, {}), pending);
  EXPECT_EQ(payment(PAYMENT_PENDING, {}), pending);
  EXPECT_EQ(payment(PAYMENT_PENDING, P::APPROVED), R"({"state":"approved)" + end);
  EXPECT_EQ(payment(PAYMENT_PENDING, P::DECLINED), R"({"state":"declined)" + end);
  EXPECT_EQ(payment(PAID, {}, true), R"({"state":"approved)" + end);
  EXPECT_EQ(payment(CONFIRMED, P::APPROVED, true), R"({"state":"approved)" + end);
  EXPECT_EQ(payment(DECLINED, P::DECLINED, true), R"({"state":"declined)" + end);
  EXPECT_EQ(payment(EXPIRED, {}), R"({"state":"expired)" + end);
  EXPECT_EQ(payment(EXPIRED, P::APPROVED, true), R"({"state":"expired)" + end);
  EXPECT_EQ(payment(CANCELLED, {}), R"({"state":"none)" + end);
  EXPECT_EQ(payment(CANCELLED, P::APPROVED, true), R"({"state":"approved)" + end);
  EXPECT_EQ(payment(REJECTED, P::APPROVED, true), R"({"state":"approved)" + end);
}

NumberedStep step(std::string code, Timestamp at, std::string service, std::string trace, int version) {
  NumberedStep out;
  out.code = std::move(code);
  out.at = at;
  out.service = std::move(service);
  out.trace_id = std::move(trace);
  out.span_id = "0a";
  out.version = Version{version};
  return out;
}

TEST(MyPage, ShowsAWholeRow) {
  Row row;
  row.order = order_in(CANCEL_REQUESTED);
  row.order->refund = RefundState::REQUESTED;
  row.order->refund_amount = Money{90'000};
  row.order->payment_id = PaymentId{90};
  row.reservation = reservation_in(ReservationState::CANCELLED);
  row.steps = {step("ReservationCancelled", nine + 6s, "reservation", "t2", 2),
               step("OrderPlaced", nine, "order", "t1", 1),
               step("OrderCancelRequested", nine + 5s, "order", "t2", 3),
               step("RefundRequested", nine + 6s, "order", "t2", 4),
               step("PaymentApproved", nine + 1s, "payment", "t1", 1),
               step("OrderPaid", nine + 2s, "order", "t1", 2)};
  row.as_of = nine + 6s;
  row.lag_ms = 4;
  EXPECT_EQ(
      json::encode(*show(row, nine + 1h), json::Nulls::write),
      R"({"orderId":7,"customerId":"kim","carId":1002,"hotelId":"1002","carClass":"standard","roomType":"standard",)"
      R"("startsAt":"2026-11-24T09:00:00Z","endsAt":"2026-11-24T10:00:00Z","price":100000,"payMethod":"card",)"
      R"("paymentId":90,"reservationId":50,"status":"CANCEL_REQUESTED","statusCode":20,"label":null,)"
      R"("refund":"REQUESTED","refundAmount":90000,"reason":null,)"
      R"("payment":{"state":"approved","attempts":0,"nextTryAt":null,"payBy":null,"serverNow":"2026-11-23T10:00:00Z"},)"
      R"("steps":[)"
      R"({"code":"OrderPlaced","at":"2026-11-23T09:00:00Z","service":"order","traceId":"t1","spanId":"0a","reason":null},)"
      R"({"code":"PaymentApproved","at":"2026-11-23T09:00:01Z","service":"payment","traceId":"t1","spanId":"0a","reason":null},)"
      R"({"code":"OrderPaid","at":"2026-11-23T09:00:02Z","service":"order","traceId":"t1","spanId":"0a","reason":null},)"
      R"({"code":"OrderCancelRequested","at":"2026-11-23T09:00:05Z","service":"order","traceId":"t2","spanId":"0a","reason":null},)"
      R"({"code":"RefundRequested","at":"2026-11-23T09:00:06Z","service":"order","traceId":"t2","spanId":"0a","reason":null},)"
      R"({"code":"ReservationCancelled","at":"2026-11-23T09:00:06Z","service":"reservation","traceId":"t2","spanId":"0a","reason":null}],)"
      R"("orderTraceIds":["t2","t1"],"asOf":"2026-11-23T09:00:06Z","lagMs":4})");
}

}  // namespace
}  // namespace sharecar::customer
