/// Strict JSON text -> document: one value, valid UTF-8, bounded depth, no key twice in an object.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "contracts/problem.hpp"

namespace sharecar::json {

inline constexpr std::size_t max_depth = 32;

/// Fails with Errc::malformed_json; the detail says what and at which byte, never the text itself.
Result<boost::json::value> parse(std::string_view text);

}  // namespace sharecar::json
