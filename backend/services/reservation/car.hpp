/// A car of the fleet and what may happen to it. Pure.
#pragma once

#include <optional>

#include "contracts/car.hpp"

namespace sharecar::reservation {

/// The car after it was put into service or taken out of it; nothing when it is so already.
inline std::optional<contracts::Car> changed(contracts::Car car, bool in_service) {
  if (car.in_service == in_service) return {};
  car.in_service = in_service;
  car.version = car.version.next();
  return car;
}

}  // namespace sharecar::reservation
