/// Which upstream serves a path. Routes are data; the first one that matches wins.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sharecar::gateway {

/// As in Spring Cloud Gateway: an id, where to, and which requests.
struct ProxyRoute {
  std::string id;
  std::string upstream;                   ///< name of the service
  std::vector<std::string> paths;         ///< patterns: "/orders/**" (also /orders), "/orders/{id}"
  std::vector<std::string> methods = {};  ///< none: every one that is proxied
  int strip_prefix = 0;                   ///< so many leading segments are not sent
  bool local = false;                     ///< only for callers on this machine
  bool pinned = false;                    ///< each reader to one instance
  bool quiet = false;                     ///< looking makes no traces
  bool remembered = false;                ///< what GET answered last is answered again when the service does not
};

/// Whether a raw path has the shape of a pattern. Segments are literal, `{name}` (any one that is not empty) or, at the
/// end, `**` (any rest, none too).
bool matches(std::string_view pattern, std::string_view path);

/// "/admin/traces/api/v2/traces" without two segments is "/api/v2/traces".
std::string without_prefix(std::string_view path, int segments);

/// Immutable.
class RouteTable {
 public:
  explicit RouteTable(std::vector<ProxyRoute> routes) : routes_(std::move(routes)) {}

  /// The first route that fits, null when there is none. `path` is raw.
  const ProxyRoute* find(std::string_view method, std::string_view path) const;
  const std::vector<ProxyRoute>& routes() const { return routes_; }

 private:
  std::vector<ProxyRoute> routes_;
};

/// A request that the services are known to serve. It names its span and its metrics; what is not listed goes by the
/// pattern of its route.
struct KnownRequest {
  std::string method;
  std::string path;
};

/// One entry of the router: which requests share a name, and the route that declares them.
struct NamedRequests {
  std::string method;
  std::string path;
  const ProxyRoute* route;
};

/// The known requests that `table` proxies, then every pattern of the table with every method of its route; no entry
/// twice.
std::vector<NamedRequests> named_requests(const RouteTable& table, const std::vector<KnownRequest>& known);

/// What the gateway proxies unless it is told otherwise.
std::vector<ProxyRoute> default_routes();
std::vector<KnownRequest> known_requests();

}  // namespace sharecar::gateway
