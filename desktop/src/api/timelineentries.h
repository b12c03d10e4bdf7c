/// What happened to breakers, as it is kept in files.
#pragma once

#include <string>
#include <vector>

#include "contracts/breaker.hpp"

namespace sharecar::desktop {

/// JSON objects, one entry each; what cannot be read is left out.
std::vector<contracts::TimelineEntry> timelineOf(const std::vector<std::string>& entries);

}  // namespace sharecar::desktop
