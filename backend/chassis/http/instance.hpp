/// One address of an upstream: its connections, and whether it is ready. Inside of http/ only.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "chassis/http/connection_pool.hpp"
#include "chassis/http/exchange.hpp"

namespace sharecar::http {

/// Lives on the reactor's thread, shared by the calls that are under way.
class Instance : public std::enable_shared_from_this<Instance> {
 public:
  /// `url` is http://host:port, otherwise throws std::invalid_argument.
  Instance(net::io_context& reactor, const std::string& upstream, const std::string& url, const UpstreamConfig& config,
           telemetry::Metrics& metrics);

  const std::string& url() const { return url_; }
  bool ready() const { return ready_; }
  int in_flight() const { return in_flight_; }

  /// Sends once, and once more when a kept connection turned out to be closed.
  net::awaitable<void> perform(Context& context, const Call& call, Attempt& attempt);
  /// Asks for readiness every check_ms, until close(). An answer other than 503 means yes.
  void keep_checking();
  /// It refused a connection or said that it serves nothing: until a check tells otherwise, which is done at once.
  void not_ready();
  void close();

 private:
  static net::awaitable<void> check(std::shared_ptr<Instance> self);
  net::awaitable<bool> ask();
  net::awaitable<void> send(Context& context, const Call& call, Attempt& attempt);
  net::awaitable<void> talk(Context& context, const Call& call, Attempt& attempt);
  void ready(bool value);

  net::io_context& reactor_;
  std::string upstream_;
  std::string url_;
  std::string host_;
  std::chrono::milliseconds check_every_;
  std::uint64_t max_body_bytes_;
  std::shared_ptr<ConnectionPool> pool_;
  net::steady_timer next_check_;
  bool checked_ = false;
  bool ready_ = true;
  bool closed_ = false;
  int in_flight_ = 0;
  telemetry::Counter& stale_;
  telemetry::Gauge& ready_gauge_;
  telemetry::Gauge& in_flight_gauge_;
};

}  // namespace sharecar::http
