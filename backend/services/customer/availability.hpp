/// What an event of an order means for its car. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "contracts/availability.hpp"
#include "contracts/events.hpp"

namespace sharecar::customer {

/// Whether events of that type of order.events can take or free a part of a car's time.
bool concerns_availability(std::string_view type);
/// What it takes or frees; `type` concerns availability. A part may be freed more than once.
contracts::AvailabilityChange availability_of(std::string_view type, const contracts::OrderEvent& event);

}  // namespace sharecar::customer
