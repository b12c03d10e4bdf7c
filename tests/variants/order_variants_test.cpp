// Faults planted in order.
#include <fstream>

#include "chassis/json/encode.hpp"
#include "invariants/operation.hpp"
#include "variants/drill.hpp"

namespace sharecar {
namespace {

// Payment's event makes the order PAID and CONFIRMED while its answer is still on the way.
const Environment patient{{"SHARECAR_ORDER__PAYMENT__TIME_LIMITER__TIMEOUT_DURATION", "8s"}};
constexpr const char* late = R"({"answerDelayMs": 2000})";
constexpr const char* ask_payment = "PUT /internal/payments/{orderId}";

TEST_F(Drill, WithoutTheVersionGuardALateAnswerOverwritesTheOrder) {
  const Planted order{"order", "no-version-guard", patient};
  fault("payment", ask_payment, late);
  const auto told = book({.car = 1001});
  expect_broken({told.order},
                {"event-ahead", "event-twice", "event-without-effect", "order-stuck", "transition-twice"});
}

TEST_F(Drill, AnEventWithoutItsCommitIsSeen) {
  const Planted order{"order", "event-without-commit", patient};
  fault("payment", ask_payment, late);
  const auto told = book({.car = 1003});
  expect_broken({told.order}, {"event-twice", "transition-twice"});
}

TEST_F(Drill, ATransitionThatTellsNobodyIsSeen) {
  const Planted order{"order", "no-event"};
  expect_broken({booked({.car = 1004})}, {"event-missing"});
}

TEST_F(Drill, AnEventThatTakesEffectTwiceIsSeen) {
  const Planted order{"order", "no-duplicate-check"};
  const auto id = booked({.car = 1005});
  repeat("reservations", "reservation.events", id, 1);
  expect_broken({id}, {"transition-twice"});
}

TEST_F(Drill, AHoldThatIsNotReleasedIsSeen) {
  const Planted order{"order", "hold-kept"};
  const auto told = book({.car = 1006, .card = "4000000000000002"});
  EXPECT_EQ(told.status, 402);
  expect_broken({told.order}, {"hold-kept"});
}

TEST_F(Drill, AForgottenPayByIsSeen) {
  // Payment starts no charge with less than its time limit of 3 s left.
  const Environment hurried{{"SHARECAR_ORDER__PAY_WINDOW_S", "2"}};
  const Planted order{"order", "no-pay-by", hurried};
  const auto told = book({.car = 1007});
  EXPECT_EQ(told.status, 202);
  expect_broken({told.order}, {"order-stuck"});
}

TEST_F(Drill, AnIgnoredIdempotencyKeyIsSeen) {
  const Planted order{"order", "no-idempotency-key"};
  const auto log = run_ / "operations.jsonl";
  std::ofstream file{log};
  std::set<OrderId> orders;
  for (int i = 0; i < 2; ++i) {
    invariants::Operation said;
    said.customer_id = "drill";
    said.idempotency_key = "the same";
    const auto told = book({.car = 1008, .key = said.idempotency_key});
    said.status = told.status;
    said.order_id = told.order;
    orders.insert(told.order);
    file << json::encode(said) << '\n';
  }
  file.close();
  EXPECT_EQ(orders.size(), 2u);
  expect_broken(orders, {"booking-differs", "key-booked-twice"}, {.log = log});
}

}  // namespace
}  // namespace sharecar
