// Whose requests one instance answers.
#include <gtest/gtest.h>

#include "services/gateway/pin.hpp"

namespace sharecar::gateway {
namespace {

TEST(Pin, IsTheCustomersOrElseTheOrdersOrElseTheCallers) {
  EXPECT_EQ(pin_of({.customer_id = "kim", .order_id = "7", .caller = "10.0.0.1"}), "customer kim");
  EXPECT_EQ(pin_of({.order_id = "7", .caller = "10.0.0.1"}), "order 7");
  EXPECT_EQ(pin_of({.caller = "10.0.0.1"}), "caller 10.0.0.1");
}

TEST(Pin, DoesNotTakeAnOrderForACustomer) {
  EXPECT_NE(pin_of({.customer_id = "7", .caller = ""}), pin_of({.order_id = "7", .caller = ""}));
}

}  // namespace
}  // namespace sharecar::gateway
