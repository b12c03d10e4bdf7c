#include "chassis/json/encode.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sharecar::json {

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
  out += '"';
  for (auto rest = text.begin(); rest != text.end(); ++rest) {
    const auto special = std::find_if_not(rest, text.end(), plain);
    out.append(rest, special);
    if (special == text.end()) break;
    rest = special;
    const char c = *special;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += digits[c >> 4 & 0xf];
        out += digits[c & 0xf];
    }
  }
  out += '"';
}

void append_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  out.append(text.data(), end);
}

}  // namespace sharecar::json
