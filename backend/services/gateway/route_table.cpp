#include "route_table.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace sharecar::gateway {
namespace {

// The next segment of a path that starts with '/'; takes it off.
std::string_view next_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const auto segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

bool fits(const std::vector<std::string>& methods, std::string_view method) {
  if (methods.empty()) return true;
  if (method == "HEAD") method = "GET";
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

const std::vector<std::string> every_method{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

}  // namespace

bool matches(std::string_view pattern, std::string_view path) {
  if (!pattern.starts_with('/') || !path.starts_with('/')) return false;
  while (!pattern.empty()) {
    const auto wanted = next_segment(pattern);
    if (wanted == "**") return true;
    if (path.empty()) return false;
    const auto segment = next_segment(path);
    const bool is_variable = wanted.starts_with('{');
    if (is_variable ? segment.empty() : segment != wanted) return false;
  }
  return path.empty();
}

std::string without_prefix(std::string_view path, int segments) {
  for (int i = 0; i < segments && !path.empty(); ++i) next_segment(path);
  return path.empty() ? "/" : std::string{path};
}

const ProxyRoute* RouteTable::find(std::string_view method, std::string_view path) const {
  for (const auto& route : routes_) {
    const auto match = [&](const std::string& pattern) { return matches(pattern, path); };
    if (fits(route.methods, method) && std::any_of(route.paths.begin(), route.paths.end(), match)) return &route;
  }
  return nullptr;
}

std::vector<NamedRequests> named_requests(const RouteTable& table, const std::vector<KnownRequest>& known) {
  std::vector<NamedRequests> out;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& [method, path] : known) {
    const auto* route = table.find(method, path);
    if (route && seen.emplace(method, path).second) out.push_back({method, path, route});
  }
  for (const auto& route : table.routes()) {
    for (const auto& path : route.paths) {
      for (const auto& method : route.methods.empty() ? every_method : route.methods) {
        if (seen.emplace(method, path).second) out.push_back({method, path, &route});
      }
    }
  }
  return out;
}

std::vector<ProxyRoute> default_routes() {
  return {
      {.id = "order", .upstream = "order", .paths = {"/orders/**", "/cars/**", "/zones", "/quotes"}},
      {.id = "reservation", .upstream = "reservation", .paths = {"/reservations/**", "/cancellations/**"}},
      {.id = "payment", .upstream = "payment", .paths = {"/payments/**", "/paymentHistories/**"}},
      {.id = "customer",
       .upstream = "customer",
       .paths = {"/mypages/**", "/myPages/**"},
       .pinned = true,
       .remembered = true},
      {.id = "admin-orders", .upstream = "order", .paths = {"/admin/orders"}, .methods = {"GET"}, .local = true},
      {.id = "admin-cars",
       .upstream = "reservation",
       .paths = {"/admin/cars/**"},
       .methods = {"GET", "PATCH"},
       .local = true},
      {.id = "admin-breakers",
       .upstream = "turbine",
       .paths = {"/admin/breakers", "/admin/breakers/instances", "/admin/breakers/changes", "/admin/breakers/timeline",
                 "/admin/breakers/{service}/{instance}/{name}", "/admin/breakers/{service}/{instance}/{name}/events"},
       .methods = {"GET"},
       .strip_prefix = 1,
       .local = true,
       .quiet = true},
      {.id = "admin-breaker-changes",
       .upstream = "turbine",
       .paths = {"/admin/breakers/{service}/{instance}/{name}/changes",
                 "/admin/breakers/{service}/{instance}/{name}/changes/{id}"},
       .methods = {"POST", "DELETE"},
       .strip_prefix = 1,
       .local = true},
      {.id = "admin-traces",
       .upstream = "tracing",
       .paths = {"/admin/traces/api/v2/**"},
       .methods = {"GET"},
       .strip_prefix = 2,
       .local = true,
       .quiet = true},
  };
}

std::vector<KnownRequest> known_requests() {
  return {
      {"GET", "/orders"},
      {"POST", "/orders"},
      {"GET", "/orders/{id}"},
      {"DELETE", "/orders/{id}"},
      {"GET", "/orders/{id}/trace"},
      {"GET", "/orders/{id}/cancellation"},
      {"GET", "/orders/search/findByCustomerId"},
      {"GET", "/cars"},
      {"GET", "/cars/{id}"},
      {"GET", "/cars/{id}/availability"},
      {"GET", "/zones"},
      {"POST", "/quotes"},
      {"GET", "/reservations"},
      {"POST", "/reservations"},
      {"GET", "/reservations/{id}"},
      {"GET", "/cancellations"},
      {"GET", "/cancellations/{id}"},
      {"GET", "/payments"},
      {"POST", "/payments"},
      {"GET", "/payments/{id}"},
      {"GET", "/payments/methods"},
      {"POST", "/payments/methods"},
      {"GET", "/paymentHistories"},
      {"GET", "/paymentHistories/{id}"},
      {"GET", "/mypages"},
      {"GET", "/mypages/{orderId}"},
      {"GET", "/mypages/search/findByOrderId"},
      {"GET", "/mypages/search/findByCustomerId"},
      {"GET", "/myPages"},
      {"GET", "/myPages/{orderId}"},
      {"GET", "/myPages/search/findByOrderId"},
      {"GET", "/myPages/search/findByCustomerId"},
      {"GET", "/admin/cars"},
      {"GET", "/admin/cars/{id}"},
      {"PATCH", "/admin/cars/{id}"},
      {"GET", "/admin/traces/api/v2/trace/{traceId}"},
      {"GET", "/admin/traces/api/v2/traces"},
      {"GET", "/admin/traces/api/v2/services"},
      {"GET", "/admin/traces/api/v2/spans"},
      {"GET", "/admin/traces/api/v2/dependencies"},
  };
}

}  // namespace sharecar::gateway
