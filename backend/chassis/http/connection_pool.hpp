/// Kept connections to one upstream, and how to get a new one.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "chassis/telemetry/context.hpp"

namespace sharecar::http {

namespace net = boost::asio;

struct PooledConnection {
  explicit PooledConnection(net::io_context& reactor) : stream(reactor) {}

  boost::beast::tcp_stream stream;
  boost::beast::flat_buffer received;
  net::ip::tcp::endpoint peer;
  bool reused = false;
};

/// Lives on the reactor's thread, shared by the calls that are under way.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  ConnectionPool(net::io_context& reactor, std::string host, std::string port, std::size_t max_idle);

  /// The kept connection that was used last and is still open; null when there is none.
  std::unique_ptr<PooledConnection> take_idle();
  void give_back(std::unique_ptr<PooledConnection> connection);
  /// A fresh connection, or null and `ec`: beast's timeout when `deadline` passed first.
  net::awaitable<std::unique_ptr<PooledConnection>> connect(Deadline deadline, boost::system::error_code& ec);

  void drop_idle() { idle_.clear(); }
  std::size_t idle() const { return idle_.size(); }
  void close();

 private:
  using Endpoints = std::vector<net::ip::tcp::endpoint>;

  net::awaitable<void> resolve(Deadline deadline, boost::system::error_code& ec);
  static net::awaitable<void> look_up(std::shared_ptr<ConnectionPool> pool);

  net::io_context& reactor_;
  std::string host_;
  std::string port_;
  std::size_t max_idle_;
  bool closed_ = false;
  std::deque<std::unique_ptr<PooledConnection>> idle_;
  bool literal_ = false;  // the host is an address: nothing to resolve
  Endpoints endpoints_;   // what the name stands for; forgotten when none of them answers
  bool looking_up_ = false;
  boost::system::error_code look_up_result_;
  std::vector<net::steady_timer*> waiting_;  // for the look-up under way
};

}  // namespace sharecar::http
