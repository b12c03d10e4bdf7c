/// Takes the spans of clients, so that a trace begins with the click.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "backend_api.hpp"
#include "chassis/http/route.hpp"
#include "forwarding_api.hpp"
#include "token_bucket.hpp"

namespace sharecar::gateway {

/// Zipkin v2 JSON, at most 64 spans and 32 KB at once. Whatever they say, they are the service `desktop`'s.
class SpanIntakeApi {
 public:
  SpanIntakeApi(Backend& tracing, TrustedProxies trusted, TokenBuckets buckets)
      : tracing_(tracing), trusted_(std::move(trusted)), buckets_(std::move(buckets)) {}

  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> take(Context& context, http::Request request);

  Backend& tracing_;
  TrustedProxies trusted_;
  TokenBuckets buckets_;
};

}  // namespace sharecar::gateway
