/// Configuration of the reservation service.
#pragma once

#include "chassis/runtime/config.hpp"

namespace sharecar::reservation {

struct ReservationConfig : ServiceConfig {
  ReservationConfig() { port = 8082; }
};
BOOST_DESCRIBE_STRUCT(ReservationConfig, (ServiceConfig), ())

}  // namespace sharecar::reservation
