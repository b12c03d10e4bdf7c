/// Which handler serves a request. One Route declares: verb, template, what comes in, what goes out; from it come the
/// decoder, the OpenAPI operation, the metric label and the span name.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "chassis/http/message.hpp"
#include "chassis/telemetry/context.hpp"

namespace sharecar::http {

namespace net = boost::asio;

using Handler = std::function<net::awaitable<Reply>(Context&, Request)>;

struct Route {
  Method method = Method::get;
  std::string path;  ///< "/orders/{id}"; a last segment "**" takes the rest
  Handler handler;
  std::string summary;         ///< one line for OpenAPI
  boost::json::value input;    ///< JSON Schema of path variables, query and body together; null: none
  boost::json::value output;   ///< JSON Schema of the success body; null: not described
  std::vector<Errc> refusals;  ///< codes beyond invalid_request that it may answer
  bool loopback_only = false;  ///< 403 for any other caller until tokens exist
  bool quiet = false;          ///< no span, no access log (probes, scrapes)

  std::string name() const;  ///< "POST /orders": span name
};

using Routes = std::vector<Route>;

/// Immutable after construction. Literal segments win over variables, variables over "**"; matching is on the raw path,
/// segment by segment and without normalisation; captured values are percent-decoded. Throws std::logic_error for a
/// malformed template and for two routes that would match the same requests.
class Router {
 public:
  explicit Router(Routes routes);

  struct Match {
    const Route* route;
    std::vector<std::pair<std::string, std::string>> captures;
  };
  struct NotAllowed {
    std::vector<std::string> allowed;  ///< for the Allow header
  };
  struct NotFound {};
  /// HEAD falls back to GET. OPTIONS is answered by NotAllowed unless declared; `allowed` names it all the same.
  std::variant<Match, NotAllowed, NotFound> find(Method method, std::string_view raw_path) const;

  const Routes& routes() const { return routes_; }

 private:
  Routes routes_;
  std::vector<std::vector<std::string>> segments_;  // of routes_, by index
};

/// OpenAPI 3.1 of these routes.
boost::json::value openapi(const std::string& title, const std::string& version, const Routes& routes);

}  // namespace sharecar::http
