/// The generator's own HTTP client: kept connections, one request and one answer, no telemetry. The platform begins the
/// traces, as it does for any client.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "chassis/http/connection_pool.hpp"
#include "chassis/http/message.hpp"
#include "chassis/http/upstream.hpp"

namespace sharecar::load {

namespace net = boost::asio;

struct Call {
  http::Method method = http::Method::get;
  std::string target;
  std::string body = {};
  std::string idempotency_key = {};
  std::string scenario = {};  ///< the run that this is part of: `baggage: scenario.run=...`
  bool traced = true;  ///< false: the platform is asked to keep no trace, for looks that are no part of the load
};

struct Answer {
  int status = 0;                      ///< 0: none
  std::optional<std::string> failure;  ///< why there is none: refused, reset, timeout, protocol, too_large, aborted
  std::string trace_id;
  std::string body;
};

/// Lives on the generator's thread and outlives its calls. Never repeats a request: every call is one request at most.
class Client {
 public:
  /// Throws std::invalid_argument when `url` is not http://host:port on a loopback address.
  Client(net::io_context& reactor, const std::string& url, std::size_t max_idle);
  ~Client();

  net::awaitable<Answer> send(Call call, Deadline deadline);
  /// Cuts every call that waits, and all that follow.
  void abort();

  net::io_context& reactor() { return reactor_; }
  /// A connection of its own for what is no request with one answer; null and `ec` when there is none in time.
  net::awaitable<std::unique_ptr<http::PooledConnection>> connect(Deadline deadline, boost::system::error_code& ec) {
    return pool_->connect(deadline, ec);
  }
  const std::string& host() const { return host_field_; }

 private:
  net::awaitable<void> exchange(http::PooledConnection& connection, Call call, Answer& answer, bool& reusable);

  net::io_context& reactor_;
  std::string host_field_;
  std::shared_ptr<http::ConnectionPool> pool_;
  std::set<http::PooledConnection*> busy_;
  bool aborted_ = false;
};

}  // namespace sharecar::load
