#include "chassis/http/connection_pool.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>

#include "chassis/runtime/spawn.hpp"

namespace sharecar::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using net::ip::tcp;

// A kept connection has nothing to read; an end of stream or unasked bytes mean that it cannot be used again.
bool is_usable(PooledConnection& connection) {
  char byte = 0;
  const auto got = ::recv(connection.stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

ConnectionPool::ConnectionPool(net::io_context& reactor, std::string host, std::string port, std::size_t max_idle)
    : reactor_(reactor), host_(std::move(host)), port_(std::move(port)), max_idle_(max_idle) {
  error_code ec;
  const auto address = net::ip::make_address(host_ == "localhost" ? "127.0.0.1" : host_, ec);
  literal_ = !ec;
  if (literal_) endpoints_.emplace_back(address, static_cast<std::uint16_t>(std::stoi(port_)));
}

std::unique_ptr<PooledConnection> ConnectionPool::take_idle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (is_usable(*connection)) {
      connection->reused = true;
      return connection;
    }
  }
  return nullptr;
}

void ConnectionPool::give_back(std::unique_ptr<PooledConnection> connection) {
  if (closed_ || max_idle_ == 0) return;
  connection->stream.expires_never();
  if (idle_.size() == max_idle_) idle_.pop_front();
  idle_.push_back(std::move(connection));
}

void ConnectionPool::close() {
  closed_ = true;
  idle_.clear();
}

net::awaitable<std::unique_ptr<PooledConnection>> ConnectionPool::connect(Deadline deadline, error_code& ec) {
  if (endpoints_.empty()) co_await resolve(deadline, ec);
  if (ec) co_return nullptr;
  const Endpoints candidates = endpoints_;
  for (const auto& endpoint : candidates) {
    auto connection = std::make_unique<PooledConnection>(reactor_);
    connection->peer = endpoint;
    connection->stream.expires_at(deadline);
    ec = {};
    co_await connection->stream.async_connect(endpoint, net::redirect_error(net::use_awaitable, ec));
    if (!ec) {
      error_code ignored;
      connection->stream.socket().set_option(tcp::no_delay(true), ignored);
      co_return connection;
    }
    if (ec == beast::error::timeout) break;
  }
  if (!literal_) endpoints_.clear();  // the name may mean something else by now
  co_return nullptr;
}

// Waits for the look-up no longer than the deadline; a look-up itself cannot be interrupted, it goes on for the others.
net::awaitable<void> ConnectionPool::resolve(Deadline deadline, error_code& ec) {
  if (!looking_up_) {
    looking_up_ = true;
    spawn(reactor_.get_executor(), "look up an upstream", look_up(shared_from_this()));
  }
  net::steady_timer finished{reactor_, deadline};
  waiting_.push_back(&finished);
  error_code woken;
  co_await finished.async_wait(net::redirect_error(net::use_awaitable, woken));
  std::erase(waiting_, &finished);
  ec = woken ? look_up_result_ : error_code{beast::error::timeout};
}

net::awaitable<void> ConnectionPool::look_up(std::shared_ptr<ConnectionPool> pool) {
  tcp::resolver resolver{pool->reactor_};
  error_code ec;
  const auto results =
      co_await resolver.async_resolve(pool->host_, pool->port_, net::redirect_error(net::use_awaitable, ec));
  pool->endpoints_.clear();
  for (const auto& result : results) pool->endpoints_.push_back(result.endpoint());
  pool->look_up_result_ = ec;
  pool->looking_up_ = false;
  for (auto* waiting : pool->waiting_) waiting->cancel();
}

}  // namespace sharecar::http
