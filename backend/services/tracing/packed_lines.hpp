/// How lines of spans are stored: as LZ4, a fifth of their size. Storing and forgetting a trace is mostly moving its
/// pages, so that costs less than it saves. Pure.
#pragma once

#include <string>
#include <string_view>

namespace sharecar::tracing {

/// Four bytes of length, the lowest first, and a block of LZ4.
std::string pack(std::string_view lines);

/// Appends what was packed. Throws std::runtime_error when it is damaged.
void unpack(std::string_view packed, std::string& out);

}  // namespace sharecar::tracing
