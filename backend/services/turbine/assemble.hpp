/// The parts of turbine; main and the tests build it from here.
#pragma once

#include "chassis/runtime/service.hpp"
#include "config.hpp"

namespace sharecar::turbine {

void assemble(Service& service, const TurbineConfig& config);

}  // namespace sharecar::turbine
