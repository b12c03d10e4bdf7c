// Faults planted in payment.
#include "variants/drill.hpp"

namespace sharecar {
namespace {

TEST_F(Drill, ASkippedRefundIsSeen) {
  const Planted payment{"payment", "no-refund"};
  const auto id = booked({.car = 2001});
  cancel(id);
  expect_broken({id}, {"refund-missing"});
}

TEST_F(Drill, ARefundOfAnotherAmountIsSeen) {
  const Planted payment{"payment", "half-refund"};
  const auto id = booked({.car = 2002});
  cancel(id);
  expect_broken({id}, {"refund-of-wrong-amount"});
}

// Paid two hours ago and three hours before the trip, half the price goes back: room for it to go back twice.
TEST_F(Drill, ARefundThatIsRepeatedUnderAnotherKeyIsSeen) {
  const Planted payment{"payment", "new-refund-key"};
  const auto id = booked({.car = 2003, .starts = in_hours(3)});
  const auto long_ago = " SET approved_at = date_trunc('second', now()) - interval '2 hours' WHERE ";
  sql("orders", "UPDATE orders" + (long_ago + ("id = " + to_string(id))));
  sql("payments", "UPDATE payments" + (long_ago + ("order_id = " + to_string(id))));
  const auto before = ledger("refunds");
  fault("cardnet", "PUT /refunds/{key}", R"({"answerDelayMs": 3000})");
  cancel(id);
  ASSERT_TRUE(eventually([&] { return ledger("refunds") > before; }));
  no_faults();  // the first answer is late all the same
  ASSERT_TRUE(becomes(id, OrderState::CANCELLED));
  expect_broken({id}, {"refunded-twice"});
}

// The card network charges and its answer does not come; asked again, payment charges under another key.
TEST_F(Drill, AChargeThatIsRepeatedUnderAnotherKeyIsSeen) {
  const Planted payment{"payment", "new-charge-key"};
  const auto before = ledger("approved");
  fault("cardnet", "PUT /charges/{key}", R"({"answerDelayMs": 3000})");
  fault("cardnet", "GET /charges/{key}", R"({"status": 500})");
  const auto told = book({.car = 2004});
  EXPECT_EQ(told.status, 202);
  ASSERT_TRUE(eventually([&] { return ledger("approved") > before + 1; }));
  no_faults();
  ASSERT_TRUE(becomes(told.order, OrderState::CONFIRMED));
  expect_broken({told.order}, {"charge-without-attempt", "charged-twice"});
}

TEST_F(Drill, AChargeBeforeItsAttemptIsCommittedIsSeen) {
  const Planted payment{"payment", "charge-before-attempt"};
  const auto told = book({.car = 2005});
  EXPECT_EQ(told.status, 202);
  expect_broken({told.order}, {"charge-without-attempt"});
}

TEST_F(Drill, ACardNumberInALogIsSeen) {
  const std::string number = "5105105105105100";
  const Planted payment{"payment", "card-in-log"};
  expect_broken({booked({.car = 2006, .card = number})}, {});
  Rules leaks;
  for (const auto& violation : look({.card_numbers = {number}}).violations) {
    if (violation.rule == "card-number-leaked") leaks.insert(violation.subject);
  }
  EXPECT_EQ(leaks, (Rules{"logs/payment.log"}));
}

}  // namespace
}  // namespace sharecar
