/// What `availability.changed` tells.
#pragma once

#include <boost/describe.hpp>

#include "contracts/types.hpp"

namespace sharecar::contracts {

/// A part of a car's time that was taken or became free. GET /cars/{id}/availability says so from then on.
struct AvailabilityChange {
  CarId car_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  bool taken = false;

  friend bool operator==(const AvailabilityChange&, const AvailabilityChange&) = default;
};
BOOST_DESCRIBE_STRUCT(AvailabilityChange, (), (car_id, starts_at, ends_at, taken))

}  // namespace sharecar::contracts
