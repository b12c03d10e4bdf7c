/// The card network's parts, listed.
#pragma once

#include "chassis/runtime/service.hpp"
#include "services/cardnet/config.hpp"

namespace sharecar::cardnet {

void set_up(Service& service, const CardnetConfig& config);

}  // namespace sharecar::cardnet
