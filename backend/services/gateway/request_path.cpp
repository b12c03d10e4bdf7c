#include "request_path.hpp"

namespace sharecar::gateway {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_escape_of(std::string_view text, char high, char low) {
  return text.size() >= 3 && text[0] == '%' && text[1] == high && lower(text[2]) == low;
}

// "." and "..", each dot raw or as %2e.
bool is_dot_segment(std::string_view segment) {
  segment = segment.substr(0, segment.find(';'));
  int dots = 0;
  while (!segment.empty()) {
    const bool escaped = is_escape_of(segment, '2', 'e');
    if (!escaped && segment.front() != '.') return false;
    segment.remove_prefix(escaped ? 3 : 1);
    ++dots;
  }
  return dots == 1 || dots == 2;
}

}  // namespace

std::optional<std::string_view> objection(std::string_view raw_path) {
  for (std::size_t i = 0; i < raw_path.size(); ++i) {
    const auto rest = raw_path.substr(i);
    if (is_escape_of(rest, '2', 'f')) return "an encoded slash in the path";
    if (is_escape_of(rest, '5', 'c') || raw_path[i] == '\\') return "a backslash in the path";
  }
  for (auto rest = raw_path; rest.starts_with('/');) {
    rest.remove_prefix(1);
    const auto segment = rest.substr(0, rest.find('/'));
    if (is_dot_segment(segment)) return "a dot segment in the path";
    rest.remove_prefix(segment.size());
  }
  return {};
}

}  // namespace sharecar::gateway
