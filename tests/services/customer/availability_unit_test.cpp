// Which events of an order take a part of its car's time, and which free it.
#include "services/customer/availability.hpp"

#include <gtest/gtest.h>

#include "contracts/time.hpp"

namespace sharecar::customer {
namespace {

namespace event = contracts::event;

std::string effect(const char* type) {
  if (!concerns_availability(type)) return "none";
  return availability_of(type, {}).taken ? "taken" : "free";
}

TEST(Availability, IsTakenByAnOrderAndFreedByItsEnd) {
  EXPECT_EQ(effect(event::order_placed), "taken");
  for (const char* type : {event::order_declined, event::order_expired, event::order_cancelled, event::order_rejected,
                           event::refund_requested}) {
    EXPECT_EQ(effect(type), "free") << type;
  }
  for (const char* type : {event::order_payment_pending, event::order_paid, event::order_confirmed,
                           event::order_cancel_requested, event::payment_refunded, ""}) {
    EXPECT_EQ(effect(type), "none") << type;
  }
}

TEST(Availability, TellsTheCarAndTheTime) {
  contracts::OrderEvent order;
  order.car_id = CarId{1002};
  order.starts_at = *parse_rfc3339("2030-01-01T10:00:00Z");
  order.ends_at = *parse_rfc3339("2030-01-01T11:00:00Z");
  EXPECT_EQ(availability_of(event::order_placed, order),
            (contracts::AvailabilityChange{CarId{1002}, order.starts_at, order.ends_at, true}));
}

}  // namespace
}  // namespace sharecar::customer
