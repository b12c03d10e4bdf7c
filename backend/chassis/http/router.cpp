#include "chassis/http/router.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace sharecar::http {
namespace {

constexpr std::string_view rest_of_path = "**";

// "/" has no segments; "/a/" has "a" and an empty one.
std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.size() <= 1) return segments;
  path.remove_prefix(1);
  while (true) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == path.npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_variable(std::string_view segment) { return segment.starts_with('{'); }

// Smaller is more specific; compared segment by segment.
char rank(std::string_view segment) {
  if (segment == rest_of_path) return 2;
  return is_variable(segment) ? 1 : 0;
}

bool more_specific(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](const auto& x, const auto& y) { return rank(x) < rank(y); });
}

bool rest_matches(const std::vector<std::string_view>& path, std::size_t from) {
  for (std::size_t i = from; i < path.size(); ++i) {
    if (path[i].empty() && i + 1 != path.size()) return false;
  }
  return true;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == rest_of_path) return rest_matches(path, i);
    if (i >= path.size()) return false;
    if (is_variable(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return pattern.size() == path.size();
}

// False when a captured value cannot be decoded.
bool capture(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
             std::vector<std::pair<std::string, std::string>>& captures) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_variable(pattern[i])) continue;
    auto value = percent_decode(path[i]);
    if (!value) return false;
    captures.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), std::move(*value));
  }
  return true;
}

void check_template(const Route& route, const std::vector<std::string>& segments) {
  const auto refuse = [&](const char* why) { throw std::logic_error("route " + route.name() + ": " + why); };
  if (!route.path.starts_with('/')) refuse("a template starts with /");
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& segment = segments[i];
    if (segment == rest_of_path) {
      if (i + 1 != segments.size()) refuse("** is only possible at the end");
    } else if (is_variable(segment)) {
      if (segment.size() < 3 || segment.find('}') != segment.size() - 1) refuse("a variable is a whole segment {name}");
    } else if (segment.find_first_of("{}*") != segment.npos) {
      refuse("a variable is a whole segment {name}");
    }
  }
}

// Two templates of the same shape match the same paths: names of variables do not count.
std::string shape(const Route& route, const std::vector<std::string>& segments) {
  std::string out{to_string(route.method)};
  for (const auto& segment : segments) {
    out += '/';
    out += is_variable(segment) ? "{}" : segment;
  }
  return out;
}

}  // namespace

std::string Route::name() const {
  std::string out{to_string(method)};
  out += ' ';
  out += path;
  return out;
}

Router::Router(Routes routes) : routes_(std::move(routes)) {
  std::set<std::string> shapes;
  for (const auto& route : routes_) {
    const auto parts = split(route.path);
    auto& segments = segments_.emplace_back(parts.begin(), parts.end());
    check_template(route, segments);
    if (!shapes.insert(shape(route, segments)).second) {
      throw std::logic_error("route " + route.name() + ": declared twice");
    }
  }
}

std::variant<Router::Match, Router::NotAllowed, Router::NotFound> Router::find(Method method,
                                                                               std::string_view raw_path) const {
  if (!raw_path.starts_with('/')) return NotFound{};
  const auto path = split(raw_path);
  std::optional<std::size_t> best;
  std::set<Method> allowed;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!matches(segments_[i], path)) continue;
    const auto declared = routes_[i].method;
    allowed.insert(declared);
    const bool fits = declared == method || (method == Method::head && declared == Method::get);
    if (!fits) continue;
    const bool better =
        !best || more_specific(segments_[i], segments_[*best]) ||
        (declared == method && routes_[*best].method != method && !more_specific(segments_[*best], segments_[i]));
    if (better) best = i;
  }
  if (best) {
    Match match{&routes_[*best], {}};
    if (!capture(segments_[*best], path, match.captures)) return NotFound{};
    return match;
  }
  if (allowed.empty()) return NotFound{};
  if (allowed.contains(Method::get)) allowed.insert(Method::head);
  allowed.insert(Method::options);
  NotAllowed answer;
  for (const auto each : allowed) answer.allowed.emplace_back(to_string(each));
  return answer;
}

}  // namespace sharecar::http
