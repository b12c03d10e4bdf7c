#include <gtest/gtest.h>

#include <algorithm>

#include "contracts/events.hpp"
#include "invariants/rules.hpp"
#include "invariants/world.hpp"

namespace sharecar::invariants {
namespace {

using namespace std::chrono_literals;

TEST(SlotRules, SeeTwoLiveOrdersAtOneTime) {
  World world;
  world.book(1);
  world.book(1);
  EXPECT_EQ(broken(world.snapshot()), (Rules{"orders-overlap", "reservations-overlap"}));
}

TEST(SlotRules, SeeAShortSlotInsideALongOneAlthoughAnotherEndedBetween) {
  World world;
  for (int day = 1; day <= 3; ++day) world.place(day);
  auto it = world.snapshot();
  it.orders.front().ends_at += 30 * 24h;  // no rule but this one compares the slot of an order that is not reserved
  it.read_models.front().rows.front().order->ends_at += 30 * 24h;
  const auto report = judge(it);
  EXPECT_EQ(report.rules_broken_by({OrderId{3}}), (Rules{"orders-overlap"}));
}

TEST(SlotRules, SeeAHoldThatWasNotReleased) {
  World world;
  world.decline(world.place(1));
  auto it = world.snapshot();
  it.orders.front().holds = true;
  EXPECT_EQ(broken(it), (Rules{"hold-kept"}));
}

TEST(SlotRules, SeeAHoldThatWasReleasedTooEarly) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.orders.front().holds = false;
  EXPECT_EQ(broken(it), (Rules{"hold-lost"}));
}

TEST(SlotRules, SeeAConfirmedOrderWithoutItsReservation) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.reservations.front().state = ReservationState::REJECTED;
  EXPECT_TRUE(broken(it).contains("confirmed-without-reservation"));
}

TEST(SlotRules, SeeAReservationOfAnOrderThatIsOver) {
  World world;
  const auto id = world.cancelled(1);
  auto it = world.snapshot();
  it.reservations.front().state = ReservationState::CONFIRMED;
  EXPECT_TRUE(judge(it).rules_broken_by({id}).contains("reservation-without-order"));
}

TEST(SlotRules, SeeAReservationOfAnotherCar) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.reservations.front().car_id = CarId{7};
  EXPECT_EQ(broken(it), (Rules{"reservation-differs"}));
}

TEST(SagaRules, SeeAnOrderPastItsPayBy) {
  World world;
  world.place(1);
  auto it = world.snapshot();
  EXPECT_EQ(broken(it), Rules{});
  it.now += 1h;
  EXPECT_EQ(broken(it), (Rules{"order-stuck"}));
}

TEST(SagaRules, SeeAnOrderThatNobodyAsksPaymentForAgain) {
  World world;
  world.place(1);
  auto it = world.snapshot();
  it.orders.front().retry_at.reset();
  it.read_models.front().rows.front().order->retry_at.reset();
  EXPECT_EQ(broken(it), (Rules{"order-stuck"}));
}

TEST(SagaRules, SeeAnOrderThatWaitsForItsReservation) {
  World world;
  world.pay(world.place(1));
  EXPECT_EQ(broken(world.snapshot()), (Rules{"event-without-effect", "order-stuck"}));
}

TEST(SagaRules, SeeAnAttemptThatNobodyEnds) {
  World world;
  world.expire(world.place(1));
  auto it = world.snapshot();
  AttemptRow open;
  open.order_id = OrderId{1};
  open.number = 1;
  it.attempts.push_back(open);
  EXPECT_EQ(broken(it), (Rules{"attempt-stuck"}));
}

TEST(SagaRules, SeeARefundThatNobodyMakes) {
  World world;
  const auto id = world.book(1);
  world.cancel(id);
  world.release(id);
  EXPECT_EQ(broken(world.snapshot()), (Rules{"order-stuck", "refund-stuck"}));
}

TEST(EventRules, SeeAnEventThatWaits) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.events.front().published = false;
  EXPECT_EQ(broken(it), (Rules{"event-unpublished"}));
}

TEST(EventRules, SeeAGapInTheVersions) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  std::erase_if(it.events, [](const Event& one) { return one.type == contracts::event::order_paid; });
  EXPECT_EQ(judge(it).rules_broken_by({OrderId{1}}),
            (Rules{"effect-without-event", "event-missing", "mypage-differs"}));
}

TEST(EventRules, SeeAnEventThatTheRowDoesNotHave) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.orders.front().version = Version{2};
  it.read_models.clear();
  EXPECT_EQ(broken(it), (Rules{"event-ahead"}));
}

TEST(EventRules, SeeAVersionAndATransitionThatHappenedTwice) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  const auto paid = std::ranges::find(it.events, contracts::event::order_paid, &Event::type);
  it.events.insert(paid, *paid);
  EXPECT_EQ(broken(it), (Rules{"event-twice", "transition-twice"}));
}

TEST(EventRules, ForgiveWhatRetentionDeleted) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  std::erase_if(it.events, [](const Event& one) { return one.version == Version{1} && one.topic == "order.events"; });
  it.now += 40 * 24h;
  it.read_models.clear();
  EXPECT_EQ(broken(it), Rules{});
}

TEST(EffectRules, SeeAPaymentThatTheOrderHasNotHeardOf) {
  World world;
  world.cancelled(1);
  auto it = world.snapshot();
  it.orders.front().payment_version = Version{1};
  EXPECT_EQ(broken(it), (Rules{"event-without-effect"}));
}

TEST(EffectRules, SeeAReservationThatNobodyMade) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.orders.front().reservation_version = Version{2};
  EXPECT_EQ(broken(it), (Rules{"effect-without-event"}));
}

TEST(EffectRules, SeeAClosedOrderThatPaymentWouldStillCharge) {
  World world;
  world.expire(world.place(1));
  auto it = world.snapshot();
  it.bills.front().closed = false;
  EXPECT_EQ(broken(it), (Rules{"event-without-effect"}));
}

TEST(EffectRules, SeeACarThatTheCatalogueDoesNotFollow) {
  World world;
  auto it = world.snapshot();
  it.catalogue.front().in_service = false;
  const auto report = judge(it);
  EXPECT_EQ(report.text(), "event-without-effect: car 1002: order's copy differs: inService is false, not true\n");
}

}  // namespace
}  // namespace sharecar::invariants
