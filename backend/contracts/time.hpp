/// RFC 3339 text for Timestamp; see https://www.rfc-editor.org/rfc/rfc3339.
#pragma once

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "contracts/types.hpp"

namespace sharecar {

/// "2026-11-21T09:30:00Z"; a fraction of 3 or 6 digits only where there is one.
inline std::string to_rfc3339(Timestamp at) {
  using namespace std::chrono;
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  std::array<char, 48> text{};
  int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                             static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                             static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                             static_cast<int>(time.seconds().count()));
  const auto micros = static_cast<int>(time.subseconds().count());
  std::string out(text.data(), static_cast<std::size_t>(length));
  if (micros != 0) {
    length = micros % 1000 == 0 ? std::snprintf(text.data(), text.size(), ".%03d", micros / 1000)
                                : std::snprintf(text.data(), text.size(), ".%06d", micros);
    out.append(text.data(), static_cast<std::size_t>(length));
  }
  return out + "Z";
}

/// Date, `T` (or a blank), time, optional fraction, and `Z` or an offset. Nothing for anything else, a time without an
/// offset, a day that does not exist, or a year outside 1970 to 9999. A leap second counts as the second before it.
inline std::optional<Timestamp> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  std::size_t at = 0;
  const auto digits = [&](std::size_t count) -> int {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (const char c : text.substr(at, count)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    at += count;
    return value;
  };
  const auto literal = [&](std::string_view any) {
    if (at >= text.size() || any.find(text[at]) == any.npos) return false;
    ++at;
    return true;
  };
  const int year = digits(4);
  if (year < 1970 || !literal("-")) return {};
  const int month = digits(2);
  if (month < 1 || !literal("-")) return {};
  const int day = digits(2);
  if (day < 1 || !literal("Tt ")) return {};
  const int hour = digits(2);
  if (hour < 0 || hour > 23 || !literal(":")) return {};
  const int minute = digits(2);
  if (minute < 0 || minute > 59 || !literal(":")) return {};
  int second = digits(2);
  if (second < 0 || second > 60) return {};
  if (second == 60) second = 59;
  int micros = 0;
  if (literal(".")) {
    int scale = 100'000;
    std::size_t count = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count, scale /= 10) {
      micros += (text[at] - '0') * scale;
    }
    if (count == 0) return {};
  }
  minutes offset{0};
  if (!literal("Zz")) {
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return {};
    const int sign = text[at++] == '-' ? -1 : 1;
    const int hours_off = digits(2);
    if (hours_off < 0 || hours_off > 23 || !literal(":")) return {};
    const int minutes_off = digits(2);
    if (minutes_off < 0 || minutes_off > 59) return {};
    offset = minutes{sign * (hours_off * 60 + minutes_off)};
  }
  if (at != text.size()) return {};
  const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return {};
  return sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + microseconds{micros} - offset;
}

}  // namespace sharecar
