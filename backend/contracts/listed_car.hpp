/// A car as GET /cars lists it.
#pragma once

#include <boost/describe.hpp>
#include <optional>

#include "contracts/car.hpp"

namespace sharecar::contracts {

struct ListedCar : Car {
  std::optional<Money> price;  ///< of the whole time, only where one was asked for

  friend bool operator==(const ListedCar&, const ListedCar&) = default;
};
BOOST_DESCRIBE_STRUCT(ListedCar, (Car), (price))

}  // namespace sharecar::contracts
