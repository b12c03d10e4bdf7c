/// The parts of the customer service; main and the tests build it from here.
#pragma once

#include "chassis/runtime/service.hpp"
#include "config.hpp"

namespace sharecar::customer {

void assemble(Service& service, const CustomerConfig& config);

}  // namespace sharecar::customer
