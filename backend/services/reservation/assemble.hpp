/// The parts of the reservation service; main and the tests build it from here.
#pragma once

#include "chassis/runtime/service.hpp"
#include "config.hpp"

namespace sharecar::reservation {

void assemble(Service& service, const ReservationConfig& config);

}  // namespace sharecar::reservation
