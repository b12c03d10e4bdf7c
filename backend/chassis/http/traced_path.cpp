#include "chassis/http/traced_path.hpp"

namespace sharecar::http {
namespace {

constexpr std::size_t longest_id = 11;  // digits; card numbers have twelve or more

// Takes the next segment off, without its '/'.
std::string_view next_segment(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// "7", or the card network's "7:1".
bool is_id(std::string_view text) {
  if (text.empty()) return false;
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c == ':' ? 0 : digits + 1;
    if (digits > longest_id || !(c == ':' || (c >= '0' && c <= '9'))) return false;
  }
  return true;
}

}  // namespace

std::string traced_path(std::string_view route, std::string_view path) {
  std::string out;
  while (!route.empty()) {
    const auto pattern = next_segment(route);
    const auto segment = next_segment(path);
    out += '/';
    out += pattern.starts_with('{') && is_id(segment) ? segment : pattern;
  }
  return out;
}

}  // namespace sharecar::http
