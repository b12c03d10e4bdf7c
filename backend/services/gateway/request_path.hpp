/// Paths that two programs could read differently are not passed on.
#pragma once

#include <optional>
#include <string_view>

namespace sharecar::gateway {

/// Why a raw path is refused: an encoded slash or backslash, or a segment that some server would take for "." or ".."
/// (also with a matrix parameter behind it). Nothing when it may be passed on as it is.
std::optional<std::string_view> objection(std::string_view raw_path);

}  // namespace sharecar::gateway
