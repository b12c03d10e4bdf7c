#pragma once

#include "invariants/check.hpp"
#include "launcher/files.hpp"

namespace sharecar::launcher {

/// The stores of the platform in this folder, for the invariant checker. Throws Problem when no platform was started
/// there.
invariants::Stores stores_in(const fs::path& run);

}  // namespace sharecar::launcher
