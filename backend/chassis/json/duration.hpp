/// Durations as configuration writes them: a number with its unit, "610ms".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::json {

/// In the largest of ns, us, ms and s that leaves a whole number: "500ns", "610ms", "60s", "0s".
std::string duration_text(std::chrono::nanoseconds duration);

/// As Spring Boot reads it: ns, us, ms, s, m, h or d after a whole number; a number alone is milliseconds. Nothing for
/// anything else, and for what is negative or beyond what nanoseconds can count.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

}  // namespace sharecar::json
