/// Configuration of the gateway.
#pragma once

#include "chassis/http/upstream.hpp"
#include "chassis/runtime/config.hpp"
#include "cors.hpp"

namespace sharecar::gateway {

/// How many batches of spans a client may send.
struct SpanIntakeConfig {
  int burst = 20;       ///< batches at once, per caller
  int per_second = 10;  ///< batches in the long run, per caller
};
BOOST_DESCRIBE_STRUCT(SpanIntakeConfig, (), (burst, per_second))

/// The stream of events.
struct LiveConfig {
  int remembered_events = 4096;  ///< how many a reader who was away may have missed, all topics together
  int remembered_mib = 16;       ///< the same, by their size
  int patience_ms = 5'000;       ///< how long a service may be away until those who listen to it are sent away
  int linger_ms = 60'000;        ///< how long a stream that nobody listens to is still followed
};
BOOST_DESCRIBE_STRUCT(LiveConfig, (), (remembered_events, remembered_mib, patience_ms, linger_ms))

struct GatewayConfig : ServiceConfig {
  GatewayConfig() {
    port = 8088;
    order.url = "http://127.0.0.1:8081";
    reservation.url = "http://127.0.0.1:8082";
    payment.url = "http://127.0.0.1:8083";
    customer.url = "http://127.0.0.1:8084";
    turbine.url.clear();
    for (auto* upstream : {&order, &reservation, &payment, &customer, &turbine}) {
      upstream->time_limiter.timeout_duration = std::chrono::seconds{5};
      upstream->max_idle_connections = 256;
    }
  }
  std::string environment = "development";  ///< shown by /info
  http::UpstreamConfig order;               ///< traces come from the collector at tracing.url
  http::UpstreamConfig reservation;
  http::UpstreamConfig payment;
  http::UpstreamConfig customer;
  http::UpstreamConfig turbine;             ///< no url: nobody watches breakers here
  LiveConfig live;
  CorsConfig cors;
  std::vector<std::string> trusted_proxies;  ///< addresses and networks whose X-Forwarded-* fields are believed
  SpanIntakeConfig span_intake;
  int instance_timeout_ms = 1000;  ///< for each question of /admin/instances
};
BOOST_DESCRIBE_STRUCT(GatewayConfig, (ServiceConfig),
                      (environment, order, reservation, payment, customer, turbine, live, cors, trusted_proxies,
                       span_intake, instance_timeout_ms))

}  // namespace sharecar::gateway
