#pragma once

#include <string>
#include <vector>

#include "contracts/breaker.hpp"

namespace sharecar::launcher {

/// Breakers as a table for a terminal, in their order; times are the server's.
std::string breaker_table(const std::vector<contracts::Breaker>& breakers);

/// The journal of changes as a table; `now` tells how long until a revert.
std::string change_table(const std::vector<contracts::BreakerChange>& changes, Timestamp now);

}  // namespace sharecar::launcher
