/// The tracing service's parts, listed.
#pragma once

#include "chassis/runtime/service.hpp"
#include "services/tracing/config.hpp"

namespace sharecar::tracing {

void set_up(Service& service, const CollectorConfig& config);

}  // namespace sharecar::tracing
