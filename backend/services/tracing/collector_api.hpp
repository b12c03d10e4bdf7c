/// The ways in for spans: Zipkin's collector, which answers 202 at once or 400 in plain text, and OTLP over HTTP.
/// https://opentelemetry.io/docs/specs/otlp/#otlphttp
#pragma once

#include "chassis/http/route.hpp"
#include "services/tracing/collector.hpp"

namespace sharecar::tracing {

/// Lives on the reactor's thread, as long as the server that serves its routes.
class CollectorApi {
 public:
  explicit CollectorApi(Collector& collector) : collector_(collector) {}

  http::Routes routes();

 private:
  net::awaitable<http::Reply> spans(Context& context, http::Request request);
  net::awaitable<http::Reply> otlp(Context& context, http::Request request);

  Collector& collector_;
};

}  // namespace sharecar::tracing
