#include "chassis/json/duration.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace sharecar::json {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

// The first four are written, all are read.
constexpr std::array units{Unit{"s", 1'000'000'000},
                           Unit{"ms", 1'000'000},
                           Unit{"us", 1'000},
                           Unit{"ns", 1},
                           Unit{"m", 60'000'000'000},
                           Unit{"h", 3'600'000'000'000},
                           Unit{"d", 86'400'000'000'000},
                           Unit{"", 1'000'000}};

}  // namespace

std::string duration_text(std::chrono::nanoseconds duration) {
  for (const auto& unit : units) {
    if (duration.count() % unit.nanoseconds != 0) continue;
    return std::to_string(duration.count() / unit.nanoseconds) + std::string{unit.name};
  }
  return {};  // not reached: everything is so many nanoseconds
}

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 0) return {};
  const std::string_view name{end, static_cast<std::size_t>(text.data() + text.size() - end)};
  for (const auto& unit : units) {
    if (unit.name != name) continue;
    if (count > std::numeric_limits<std::int64_t>::max() / unit.nanoseconds) return {};
    return std::chrono::nanoseconds{count * unit.nanoseconds};
  }
  return {};
}

}  // namespace sharecar::json
