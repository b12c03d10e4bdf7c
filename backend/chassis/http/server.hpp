/// The HTTP/1.1 server of a service: strict about heads, bounded in everything, drained before it stops.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "chassis/http/router.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::http {

struct ServerConfig {
  std::string host = "127.0.0.1";  ///< loopback until tokens exist
  int port = 0;                    ///< 0: any free one
  int max_head_bytes = 16 * 1024;
  int max_headers = 100;
  int max_body_bytes = 1024 * 1024;
  int max_connections = 4096;
  int head_timeout_ms = 10'000;  ///< from the first byte to the end of the head; also idle keep-alive x 6
  int body_timeout_ms = 20'000;
  int request_timeout_ms = 10'000;  ///< the longest deadline that a request gets
  int drain_delay_ms = 500;         ///< after SIGTERM it still takes requests, until callers know that it goes away
  int drain_ms = 6'000;             ///< how long in-flight requests may take after that
};
BOOST_DESCRIBE_STRUCT(ServerConfig, (),
                      (host, port, max_head_bytes, max_headers, max_body_bytes, max_connections, head_timeout_ms,
                       body_timeout_ms, request_timeout_ms, drain_delay_ms, drain_ms))

/// Runs between routing and handler, e.g. injected faults: a reply here is sent instead of calling the handler.
using Interceptor = std::function<net::awaitable<std::optional<Reply>>(Context&, const Request&)>;
/// Runs on every reply just before it is sent, e.g. CORS headers.
using Finisher = std::function<void(const Request&, Reply&)>;

/// Lives on the reactor's thread. Every request gets a span, a metric, a deadline and, when it fails, a problem.
class Server {
 public:
  Server(net::io_context& reactor, ServerConfig config, Router router, const telemetry::Tracer& tracer,
         telemetry::Metrics& metrics);
  ~Server();

  void before_handler(Interceptor interceptor);
  void before_send(Finisher finisher);
  /// Binds and accepts. Throws boost::system::system_error with the address in its text when the port is taken.
  void listen();
  int port() const;
  /// An injected fault: closes the listener, so that connections are refused, and kept connections that wait for a
  /// request; the others end with their answer. `false` opens it again, as soon as its port can be had.
  void refuse(bool on);
  /// From now on every answer carries `Connection: close`, and streams end.
  void wind_down();
  /// Stops accepting, answers what is in flight (with `Connection: close`), closes idle connections; returns when all
  /// are gone or drain_ms has passed.
  net::awaitable<void> drain();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace sharecar::http
