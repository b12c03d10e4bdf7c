// What is still to come of an order, from what the services tell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/gateway/explanation.hpp"

namespace sharecar::gateway {
namespace {

using std::chrono::microseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Timestamp now{microseconds{1'800'000'000'000'000}};  // 2027-01-15T08:00:00Z

WrittenEvent published(const char* type, int version) { return {type, Version{version}, now}; }

SagaPart order_in(OrderState status, RefundState refund = RefundState::NONE) {
  SagaPart part;
  part.order = contracts::Order{};
  part.order->status = status;
  part.order->refund = refund;
  part.order->refund_amount = Money{70'000};
  return part;
}

TEST(StillToCome, IsNothingWhenTheSagaIsOverAndMyPageHasSeenIt) {
  SagaPart order = order_in(OrderState::CONFIRMED);
  order.outbox = {published("OrderPlaced", 1), published("OrderPaid", 2), published("OrderConfirmed", 3)};
  SagaPart page;
  page.order_version = Version{3};
  EXPECT_THAT(still_to_come({{"order", order}, {"payment", {}}, {"reservation", {}}, {"customer", page}}), IsEmpty());
}

TEST(StillToCome, TellsWhenPaymentIsTriedNextAndUntilWhen) {
  SagaPart order = order_in(OrderState::PAYMENT_PENDING);
  order.order->payment.attempts = 3;
  order.order->payment.next_try_at = now;
  order.order->payment.pay_by = now + std::chrono::minutes{9};
  EXPECT_THAT(still_to_come({{"order", order}, {"payment", {}, true}}),
              ElementsAre("It waits for payment, which was asked 3 times; the next try is at 2027-01-15T08:00:00Z; it "
                          "expires at 2027-01-15T08:09:00Z (payBy).",
                          "payment does not answer now."));
}

TEST(StillToCome, TellsWhoHasTheNextStep) {
  EXPECT_THAT(
      still_to_come({{"order", order_in(OrderState::PAID)}, {"reservation", {}, true}}),
      ElementsAre("It is paid and waits for reservation to reserve the car.", "reservation does not answer now."));
  EXPECT_THAT(still_to_come({{"order", order_in(OrderState::CANCEL_REQUESTED)}}),
              ElementsAre("It waits for reservation to give the car back."));
  for (const OrderState state : {OrderState::CANCEL_REQUESTED, OrderState::REJECTING, OrderState::EXPIRED}) {
    EXPECT_THAT(still_to_come({{"order", order_in(state, RefundState::REQUESTED)}}),
                ElementsAre("It waits for payment to give back 70000 won."));
  }
  EXPECT_THAT(still_to_come({{"order", order_in(OrderState::DECLINED)}}), IsEmpty());
}

TEST(StillToCome, TellsOfEventsThatAreNotInKafkaAndOfThoseThatNobodyCouldHandle) {
  SagaPart order = order_in(OrderState::CONFIRMED);
  order.outbox = {{"OrderConfirmed", Version{3}, std::nullopt}};
  SagaPart payment;
  payment.dead_letters = {{"payment", "order.events", "OrderPaid", "no JSON"}, {"payment", "order.events", "", "x"}};
  EXPECT_THAT(
      still_to_come({{"order", order}, {"payment", payment}}),
      ElementsAre("OrderConfirmed (version 3) is in the outbox of order and not in Kafka yet.",
                  "payment gave up on OrderPaid of order.events (no JSON); it is kept in error.order.events.payment.",
                  "payment gave up on a message of order.events (x); it is kept in error.order.events.payment."));
}

TEST(StillToCome, TellsHowFarMyPageIsBehind) {
  SagaPart order = order_in(OrderState::CONFIRMED);
  order.outbox = {published("OrderPlaced", 1), published("OrderPaid", 2)};
  SagaPart reservation;
  reservation.outbox = {published("ReservationConfirmed", 1)};
  SagaPart page;
  page.order_version = Version{1};
  EXPECT_THAT(still_to_come({{"order", order}, {"reservation", reservation}, {"customer", page}}),
              ElementsAre("MyPage has yet to see version 2 of order, it has 1.",
                          "MyPage has yet to see version 1 of reservation, it has none."));
  EXPECT_THAT(still_to_come({{"order", order}, {"customer", {}, true}}),
              ElementsAre("What MyPage shows is not known: customer does not answer now."));
}

}  // namespace
}  // namespace sharecar::gateway
