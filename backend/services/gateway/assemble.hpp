/// The parts of the gateway; main and the tests build it from here.
#pragma once

#include "chassis/runtime/service.hpp"
#include "config.hpp"

namespace sharecar::gateway {

/// Throws std::invalid_argument for a configuration that contradicts itself.
void assemble(Service& service, const GatewayConfig& config);

}  // namespace sharecar::gateway
