// The transition table, state by state and happening by happening, and what holds however events arrive.

#include "services/order/order.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace sharecar::order {
namespace {

using namespace std::chrono_literals;

const Timestamp noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h;

Order order_in(OrderState state, RefundState refund = RefundState::NONE) {
  Order order;
  order.id = OrderId{7};
  order.car_id = CarId{1002};
  order.customer_id = "kim";
  order.starts_at = noon + 24h;
  order.ends_at = noon + 25h;
  order.price = Money{100'000};
  order.pay_method = "card";
  order.state = state;
  order.refund = refund;
  order.holds = state == OrderState::REQUESTED || state == OrderState::PAYMENT_PENDING || state == OrderState::PAID ||
                state == OrderState::CONFIRMED ||
                (state == OrderState::CANCEL_REQUESTED && refund == RefundState::NONE);
  order.refund_amount = state == OrderState::CANCEL_REQUESTED ? std::optional{Money{70'000}} : std::nullopt;
  order.pay_by = noon + 10min;
  order.created_at = noon;
  order.version = Version{5};
  order.payment_version = Version{1};
  order.reservation_version = Version{1};
  order.sealed_card = "sealed";
  return order;
}

std::string text(const Order& order) {
  std::string out = boost::describe::enum_to_string(order.state, "?");
  out += order.holds ? " holds" : " free";
  if (order.refund != RefundState::NONE) {
    out += ' ';
    out += boost::describe::enum_to_string(order.refund, "?");
    if (order.refund_amount) out += ' ' + std::to_string(order.refund_amount->won);
  }
  return out;
}

struct Named {
  const char* name;
  Happening happening;
};

std::vector<Named> happenings() {
  return {
      {"approved", PaymentApproved{PaymentId{3}, noon, Version{2}}},
      {"declined", PaymentDeclined{PaymentId{3}, "insufficient_funds", Version{2}}},
      {"no answer", PaymentUnanswered{noon + 1s}},
      {"payBy passed", PayByPassed{}},
      {"refunded", PaymentRefunded{Version{2}}},
      {"reservation confirmed", ReservationConfirmed{ReservationId{4}, Version{2}}},
      {"reservation rejected", ReservationRejected{"slot_taken", Version{2}}},
      {"reservation cancelled", ReservationCancelled{Version{2}}},
      {"cancel", Cancel{Money{70'000}}},
  };
}

// Every pair that does something; a pair that is not here is ignored.
constexpr const char* table = R"(
REQUESTED + approved -> PAID holds : OrderPaid
REQUESTED + declined -> DECLINED free : OrderDeclined
REQUESTED + no answer -> PAYMENT_PENDING holds : OrderPaymentPending
REQUESTED + payBy passed -> EXPIRED free : OrderExpired
REQUESTED + cancel -> CANCELLED free : OrderCancelled
PAYMENT_PENDING + approved -> PAID holds : OrderPaid
PAYMENT_PENDING + declined -> DECLINED free : OrderDeclined
PAYMENT_PENDING + no answer -> PAYMENT_PENDING holds : OrderPaymentPending
PAYMENT_PENDING + payBy passed -> EXPIRED free : OrderExpired
PAYMENT_PENDING + cancel -> CANCELLED free : OrderCancelled
PAID + reservation confirmed -> CONFIRMED holds : OrderConfirmed
PAID + reservation rejected -> REJECTING free REQUESTED 100000 : RefundRequested
PAID + cancel -> CANCEL_REQUESTED holds : OrderCancelRequested
CONFIRMED + cancel -> CANCEL_REQUESTED holds : OrderCancelRequested
DECLINED + approved -> DECLINED free REQUESTED 100000 : RefundRequested
DECLINED/REQUESTED + refunded -> DECLINED free REFUNDED : OrderDeclined
EXPIRED + approved -> EXPIRED free REQUESTED 100000 : RefundRequested
EXPIRED/REQUESTED + refunded -> EXPIRED free REFUNDED : OrderExpired
REJECTING/REQUESTED + refunded -> REJECTED free REFUNDED : OrderRejected
CANCEL_REQUESTED + reservation rejected -> CANCEL_REQUESTED free REQUESTED 100000 : RefundRequested
CANCEL_REQUESTED + reservation cancelled -> CANCEL_REQUESTED free REQUESTED 70000 : RefundRequested
CANCEL_REQUESTED/REQUESTED + refunded -> CANCELLED free REFUNDED 70000 : OrderCancelled
CANCELLED + approved -> CANCELLED free REQUESTED 100000 : RefundRequested
CANCELLED/REQUESTED + refunded -> CANCELLED free REFUNDED : OrderCancelled
)";

TEST(OrderTransitions, CountNoTryWhenPaymentWasNotEvenAsked) {
  const Order before = order_in(OrderState::REQUESTED, RefundState::NONE);
  const auto refused = decide(before, PaymentUnanswered{noon + 3s, false});
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->after.state, OrderState::PAYMENT_PENDING);
  EXPECT_EQ(refused->after.tries, before.tries);
  EXPECT_EQ(refused->after.retry_at, noon + 3s);
}

TEST(OrderTransitions, AreExactlyThoseOfTheTable) {
  std::string seen = "\n";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<OrderState>>([&](auto state) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<RefundState>>([&](auto refund) {
      for (const auto& [name, happening] : happenings()) {
        const auto decided = decide(order_in(state.value, refund.value), happening);
        if (!decided) continue;
        seen += state.name;
        if (refund.value != RefundState::NONE) seen += std::string{"/"} + refund.name;
        seen += std::string{" + "} + name + " -> " + text(decided->after) + " : " + decided->event + "\n";
        EXPECT_EQ(decided->after.version, Version{6});
      }
    });
  });
  // States that cannot have a refund in flight are not part of the table.
  std::string reachable = "\n";
  for (std::size_t at = 1; at < seen.size();) {
    const auto line = seen.substr(at, seen.find('\n', at) - at);
    at += line.size() + 1;
    const auto state = line.substr(0, line.find(' '));
    const bool live = state.starts_with("REQUESTED/") || state.starts_with("PAYMENT_PENDING/") ||
                      state.starts_with("PAID/") || state.starts_with("CONFIRMED/");
    if (!live) reachable += line + "\n";
  }
  EXPECT_EQ(reachable, table);
}

TEST(OrderTransitions, DropAVersionThatIsNotGreaterThanTheLastSeen) {
  const Order requested = order_in(OrderState::REQUESTED);
  EXPECT_FALSE(decide(requested, PaymentApproved{PaymentId{3}, noon, Version{1}}));
  EXPECT_FALSE(decide(requested, PaymentDeclined{PaymentId{3}, "no", Version{1}}));
  const Order paid = order_in(OrderState::PAID);
  EXPECT_FALSE(decide(paid, ReservationConfirmed{ReservationId{4}, Version{1}}));
  EXPECT_FALSE(decide(paid, ReservationRejected{"no", Version{0}}));
}

TEST(OrderTransitions, EraseTheCardWhenPaymentNeedsItNoMore) {
  for (const auto& [name, happening] : happenings()) {
    const auto decided = decide(order_in(OrderState::REQUESTED), happening);
    if (!decided) continue;
    EXPECT_EQ(decided->after.sealed_card.has_value(), decided->after.awaits_payment()) << name;
  }
}

TEST(OrderEvents, NeverCarryACard) {
  Order order = order_in(OrderState::REQUESTED);
  order.sealed_card = "canary-sealed";
  order.method_token = "canary-token";
  const auto event = event_of(order, noon);
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_members<contracts::OrderEvent, boost::describe::mod_public>>(
      [&](auto member) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(event.*member.pointer)>, std::string>) {
          found = found || (event.*member.pointer).find("canary") != std::string::npos;
        }
      });
  EXPECT_FALSE(found);
}

TEST(OrderRetries, AreNeverToldAsPast) {
  Order order;
  order.state = OrderState::PAYMENT_PENDING;
  order.retry_at = Timestamp{10s};
  EXPECT_EQ(progress_of(order, Timestamp{4s}).next_try_at, Timestamp{10s});
  EXPECT_EQ(progress_of(order, Timestamp{14s}).next_try_at, Timestamp{14s});
}

TEST(OrderRetries, WaitLongerEachTimeAndNeverBeyondPayBy) {
  Order order = order_in(OrderState::PAYMENT_PENDING);
  std::string waits;
  for (order.tries = 0; order.tries < 7; ++order.tries) {
    waits += std::to_string((next_try(order, noon, 0.0) - noon) / 1ms) + " ";
  }
  EXPECT_EQ(waits, "1000 2000 4000 8000 15000 15000 15000 ");
  EXPECT_EQ((next_try(order, noon, 1.0) - noon) / 1ms, 18'750);
  EXPECT_EQ(next_try(order, order.pay_by - 1s, 0.5), order.pay_by);
}

// The other services as simply as they can be: what they answer to an order's events.
struct World {
  std::mt19937 random;
  Order order = order_in(OrderState::REQUESTED);
  std::deque<Happening> waiting;   // on its way to order; delivered in any order, some twice
  int approvals = 0;
  int refunds = 0;
  bool reserved = false;
  bool refused = false;
  bool tombstone = false;
  Version payment{0};
  Version reservation{0};

  explicit World(unsigned seed) : random(seed) {
    order.payment_version = order.reservation_version = Version{0};
    order.sealed_card.reset();
  }
  bool chance(double p) { return std::uniform_real_distribution{}(random) < p; }

  void approve() {
    if (approvals > 0) return;
    ++approvals;
    payment = payment.next();
    waiting.push_back(PaymentApproved{PaymentId{1}, noon, payment});
  }
  void told(const char* event) {
    const std::string_view name = event;
    if (name == contracts::event::order_paid && !tombstone) {
      reservation = reservation.next();
      if (chance(0.2)) {
        refused = true;
        waiting.push_back(ReservationRejected{"slot_taken", reservation});
      } else {
        reserved = true;
        waiting.push_back(ReservationConfirmed{ReservationId{1}, reservation});
      }
    }
    if (name == contracts::event::order_cancel_requested && !refused) {
      tombstone = true;
      reserved = false;
      reservation = reservation.next();
      waiting.push_back(ReservationCancelled{reservation});
    }
    if (name == contracts::event::refund_requested) {
      ++refunds;
      payment = payment.next();
      waiting.push_back(PaymentRefunded{payment});
    }
  }
  void happen(const Happening& happening) {
    const auto decided = decide(order, happening);
    if (!decided) return;
    order = decided->after;
    told(decided->event);
  }
  void run() {
    const int outcome = std::uniform_int_distribution{0, 3}(random);
    if (outcome == 0) approve();
    if (outcome == 1) {
      payment = payment.next();
      waiting.push_back(PaymentDeclined{PaymentId{1}, "no", payment});
    }
    if (outcome >= 2) happen(PaymentUnanswered{noon + 1s});   // the answer may come late, or never
    const bool late = outcome == 2;
    bool wants_to_cancel = chance(0.5);
    for (int step = 0; step < 400; ++step) {
      if (late && chance(0.1)) approve();
      if (wants_to_cancel && chance(0.2)) {
        happen(Cancel{Money{70'000}});
        wants_to_cancel = false;
      }
      if (order.awaits_payment() && waiting.empty() && chance(0.05)) happen(PayByPassed{});
      if (waiting.empty()) continue;
      const auto at = std::uniform_int_distribution<std::size_t>{0, waiting.size() - 1}(random);
      const Happening next = waiting[at];
      if (!chance(0.3)) waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(at));  // else it comes again
      happen(next);
    }
    if (late) approve();
    if (order.awaits_payment()) happen(PayByPassed{});
    while (!waiting.empty()) {
      const Happening next = waiting.front();
      waiting.pop_front();
      happen(next);
    }
  }
};

TEST(OrderSaga, EndsWithMoneyHoldAndReservationInAgreementHoweverEventsArrive) {
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    World world{seed};
    world.run();
    const Order& order = world.order;
    const bool live = order.state == OrderState::CONFIRMED;
    const std::string what = "seed " + std::to_string(seed) + ": " + text(order);
    EXPECT_TRUE(live || order.state == OrderState::DECLINED || order.state == OrderState::EXPIRED ||
                order.state == OrderState::CANCELLED || order.state == OrderState::REJECTED)
        << what;
    EXPECT_EQ(order.holds, live) << what;
    EXPECT_EQ(world.reserved, live) << what;
    EXPECT_LE(world.refunds, 1) << what;
    EXPECT_EQ(world.approvals - world.refunds, live ? 1 : 0) << what;
    EXPECT_EQ(order.refund == RefundState::REFUNDED, world.refunds == 1) << what;
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace sharecar::order
