/// What of a message's head a proxy passes on, and what it says of itself.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "chassis/http/message.hpp"

namespace sharecar::gateway {

/// The fields without those that are for one connection only: RFC 9110 7.6.1, what Connection names, and what Spring
/// Cloud Gateway removes.
http::Headers end_to_end(const http::Headers& fields);

/// Proxies in front of the gateway. Immutable.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  /// Addresses ("10.0.0.7", "::1") and networks ("10.0.0.0/8"). Throws std::invalid_argument for anything else.
  explicit TrustedProxies(const std::vector<std::string>& entries);

  bool contains(std::string_view address) const;
  /// Who sent the request: the peer or, behind trusted proxies, the last address in X-Forwarded-For that is none of
  /// them.
  std::string caller(const http::Request& request) const;

 private:
  struct Network {
    boost::asio::ip::address address;
    unsigned prefix;
  };
  std::vector<Network> networks_;
};

/// The fields of `request` as the upstream gets them: end to end, and X-Forwarded-For, -Proto, -Host and -Port. What
/// the request already says of its way (these, X-Forwarded-Prefix, Forwarded) stays in front when a trusted proxy sent
/// it and is dropped otherwise.
http::Headers forwarded_fields(const http::Request& request, const TrustedProxies& trusted);

/// The pin of a request for what one customer reads.
std::string pin_of(const http::Request& request, const TrustedProxies& trusted);

}  // namespace sharecar::gateway
