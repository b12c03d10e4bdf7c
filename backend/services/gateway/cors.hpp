/// Which pages of other origins may use the gateway: https://fetch.spec.whatwg.org/#http-cors-protocol
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sharecar::gateway {

/// "*" as an entry means all of them. Neither origins nor patterns given: every origin, echoed.
struct CorsConfig {
  std::vector<std::string> allowed_origins;          ///< "https://cars.example"; "*" only without credentials
  std::vector<std::string> allowed_origin_patterns;  ///< "https://*.cars.example", "http://localhost:[3000,5173]"
  std::vector<std::string> allowed_methods{"*"};
  std::vector<std::string> allowed_headers{"*"};
  std::vector<std::string> exposed_headers{"Location", "x-b3-traceid", "x-order-id", "Retry-After"};
  bool allow_credentials = true;
  int max_age_s = 1800;  ///< how long a browser may remember a preflight's answer
};
BOOST_DESCRIBE_STRUCT(CorsConfig, (),
                      (allowed_origins, allowed_origin_patterns, allowed_methods, allowed_headers, exposed_headers,
                       allow_credentials, max_age_s))

/// Whether an origin has the shape of a pattern: `*` stands for any text, a last `:[3000,5173]` for one of these ports
/// and `:[*]` for any or none.
bool matches_origin(std::string_view pattern, std::string_view origin);

/// Immutable.
class Cors {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  /// Throws std::invalid_argument for "*" among the origins together with credentials, which browsers refuse.
  explicit Cors(CorsConfig config);

  bool allows(std::string_view origin) const;
  /// Fields of the answer to a preflight; nothing when it is refused. `method` and `headers` are what it asks for.
  std::optional<Fields> preflight(std::string_view origin, std::string_view method, std::string_view headers) const;
  /// Fields of any other answer to an allowed origin.
  Fields actual(std::string_view origin) const;

 private:
  Fields common(std::string_view origin) const;

  CorsConfig config_;
  bool any_method_;
  bool any_header_;
  std::string exposed_;
};

}  // namespace sharecar::gateway
