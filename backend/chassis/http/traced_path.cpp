#include "chassis/http/traced_path.hpp"

namespace sharecar::http {
namespace {

constexpr std::size_t longest_id = 15;

// Takes the next segment off, without its '/'.
std::string_view next_segment(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id && text.find_first_not_of("0123456789:") == text.npos;
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
