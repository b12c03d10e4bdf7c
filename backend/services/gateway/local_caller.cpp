#include "local_caller.hpp"

#include <string>

namespace sharecar::gateway {
namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// "127." and three more numbers; the last one must not be the start of a longer name.
bool is_loopback_v4(std::string_view name) {
  return name.starts_with("127.") && name.find_first_not_of("0123456789.") == name.npos;
}

bool is_at_or_below(std::string_view path, std::string_view root) {
  return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

}  // namespace

bool is_local_host(std::string_view host) {
  const std::string text = lower(host);
  if (text.starts_with('[')) return text == "[::1]" || text.starts_with("[::1]:");
  const auto name = std::string_view{text}.substr(0, text.find(':'));
  return name == "localhost" || name.ends_with(".localhost") || is_loopback_v4(name);
}

bool is_local_origin(std::string_view origin) {
  const auto scheme_end = origin.find("://");
  return scheme_end != origin.npos && is_local_host(origin.substr(scheme_end + 3));
}

bool is_local_only(std::string_view path) {
  return is_at_or_below(path, "/admin") || is_at_or_below(path, "/actuator");
}

}  // namespace sharecar::gateway
