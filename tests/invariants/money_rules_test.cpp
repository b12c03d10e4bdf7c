#include <gtest/gtest.h>

#include "invariants/rules.hpp"
#include "invariants/world.hpp"

namespace sharecar::invariants {
namespace {

using contracts::ChargeState;

contracts::LedgerEntry charge(const std::string& key, ChargeState state, Money amount = Money{100'000}) {
  contracts::LedgerEntry out;
  out.key = key;
  out.state = state;
  out.amount = amount;
  return out;
}

contracts::LedgerEntry refund(const std::string& key, const std::string& charge_key, Money amount) {
  contracts::LedgerEntry out;
  out.kind = contracts::LedgerKind::REFUND;
  out.key = key;
  out.charge_key = charge_key;
  out.amount = amount;
  return out;
}

TEST(AllRules, FindNothingWrongInOrdersOfEveryState) {
  World world;
  world.place(1, "waiting");
  world.decline(world.place(2));
  world.expire(world.place(3));
  world.cancel(world.place(4));
  world.book(5);
  world.cancelled(6);
  const auto rejected = world.place(7);
  world.pay(rejected);
  world.reject(rejected);
  world.refund(rejected);
  const auto early = world.place(8);  // cancelled before reservation heard of it
  world.pay(early);
  world.cancel(early);
  world.release(early);
  world.refund(early);
  EXPECT_EQ(judge(world.snapshot()).text(), "");
}

TEST(ChargeRules, SeeASecondCharge) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.ledger.push_back(charge("1:2", ChargeState::APPROVED));
  EXPECT_EQ(broken(it), (Rules{"charged-twice", "charge-without-attempt"}));
}

TEST(ChargeRules, SeeAnOrderThatNobodyPaid) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.ledger.clear();
  EXPECT_EQ(broken(it), (Rules{"charge-differs", "paid-without-charge"}));
}

TEST(ChargeRules, SeeAChargeThatPaymentTakesForVoided) {
  World world;
  const auto id = world.place(1);
  world.decline(id);
  auto it = world.snapshot();
  it.ledger.front().state = ChargeState::APPROVED;
  EXPECT_EQ(broken(it), (Rules{"charge-differs", "charge-kept"}));
}

TEST(ChargeRules, SeeAChargeOfAnotherAmount) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.ledger.front().amount = Money{1};
  EXPECT_EQ(broken(it), (Rules{"charge-of-wrong-amount"}));
}

TEST(ChargeRules, SeeAnotherPaymentThanTheOrderKnows) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.attempts.front().approved_at = it.now;
  EXPECT_EQ(broken(it), (Rules{"payment-differs"}));
}

TEST(ChargeRules, SeeAChargeWithoutItsOrder) {
  World world;
  auto it = world.snapshot();
  it.ledger.push_back(charge("77:1", ChargeState::APPROVED));
  it.ledger.push_back(charge("strange", ChargeState::APPROVED));
  EXPECT_EQ(broken(it), (Rules{"charge-without-attempt", "charge-without-order"}));
}

TEST(ChargeRules, LetAnOpenAttemptBeWhateverTheCardNetworkSays) {
  World world;
  world.place(1);
  auto it = world.snapshot();
  AttemptRow open;
  open.order_id = OrderId{1};
  open.number = 1;
  it.attempts.push_back(open);
  it.ledger.push_back(charge("1:1", ChargeState::APPROVED));
  EXPECT_EQ(broken(it), Rules{});
}

TEST(RefundRules, SeeARefundThatWasNotMade) {
  World world;
  world.cancelled(1);
  auto it = world.snapshot();
  it.ledger.pop_back();
  EXPECT_EQ(broken(it), (Rules{"refund-missing"}));
}

TEST(RefundRules, SeeARefundOfAnotherAmount) {
  World world;
  world.cancelled(1);
  auto it = world.snapshot();
  it.ledger.back().amount = Money{99'999};
  EXPECT_EQ(broken(it), (Rules{"refund-of-wrong-amount"}));
}

TEST(RefundRules, ReckonTheAmountByTheRuleAgain) {
  World world;
  world.cancelled(1);
  auto it = world.snapshot();
  it.orders.front().refund_amount = Money{70'000};
  it.bills.front().refund_amount = Money{70'000};
  it.ledger.back().amount = Money{70'000};
  it.read_models.front().rows.front().order->refund_amount = Money{70'000};
  EXPECT_EQ(broken(it), (Rules{"refund-of-wrong-amount"}));
}

TEST(RefundRules, SeeASecondRefund) {
  World world;
  world.cancelled(1);
  auto it = world.snapshot();
  it.ledger.push_back(refund("1:again", "1:1", Money{100'000}));
  EXPECT_EQ(broken(it), (Rules{"refunded-twice"}));
}

TEST(RefundRules, SeeARefundThatNobodyAskedFor) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.ledger.push_back(refund("1:refund", "1:1", Money{100'000}));
  EXPECT_EQ(broken(it), (Rules{"refund-without-request"}));
}

TEST(RefundRules, SeeARefundOfNoCharge) {
  World world;
  world.cancelled(1);
  auto it = world.snapshot();
  it.ledger.back().charge_key = "1:9";
  EXPECT_EQ(broken(it), (Rules{"refund-without-charge"}));
}

}  // namespace
}  // namespace sharecar::invariants
