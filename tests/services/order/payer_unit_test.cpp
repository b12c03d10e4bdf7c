// How much of a customer's time payment gets.
#include <gtest/gtest.h>

#include "services/order/payer.hpp"

namespace sharecar::order {
namespace {

using namespace std::chrono_literals;

constexpr Deadline began{1h};

TEST(PaymentAnswersBy, IsTheCustomersWholeTimeWithoutARush) {
  EXPECT_EQ(payment_answers_by(began, began, 620ms), began + 620ms);
  EXPECT_EQ(payment_answers_by(began, began + 10ms, 620ms), began + 620ms);
}

TEST(PaymentAnswersBy, KeepsAsMuchBackInARushAsPlacingTookLonger) {
  EXPECT_EQ(payment_answers_by(began, began + 25ms, 620ms), began + 605ms);
  EXPECT_EQ(payment_answers_by(began, began + 50ms, 620ms), began + 580ms);
}

TEST(PaymentAnswersBy, KeepsBackFortyMillisecondsAtMost) {
  EXPECT_EQ(payment_answers_by(began, began + 51ms, 620ms), began + 580ms);
  EXPECT_EQ(payment_answers_by(began, began + 5s, 620ms), began + 580ms);
}

}  // namespace
}  // namespace sharecar::order
