/// The parts of the order service; main and the tests build it from here.
#pragma once

#include "chassis/runtime/service.hpp"
#include "config.hpp"

namespace sharecar::order {

void assemble(Service& service, const OrderConfig& config);

}  // namespace sharecar::order
