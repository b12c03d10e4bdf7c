#include "chassis/http/server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>

#include "chassis/http/connection.hpp"
#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

using boost::system::error_code;
using net::ip::tcp;
using namespace std::chrono_literals;

constexpr auto abandon_patience = 1s;
constexpr auto first_request_patience = 100ms;  // of a drain, with who has connected and not sent anything yet
constexpr auto accept_pause = 50ms;             // when the process has no file descriptors left

const Log http_log{"http"};

}  // namespace

struct Server::Impl : std::enable_shared_from_this<Impl> {
  Impl(net::io_context& io, ServerConfig config, Router router, const telemetry::Tracer& tracer,
       telemetry::Metrics& metrics)
      : reactor(io),
        core{config,
             Dispatcher{std::move(router), tracer, metrics, std::chrono::milliseconds{config.request_timeout_ms}},
             metrics,
             {}},
        acceptor(io),
        all_gone(io),
        open(metrics.gauge("http_server_connections", "Open connections")),
        turned_away(metrics.counter("http_server_refused_connections_total", "Connections over max_connections")) {}

  // Listed from accept to close; the last one to go wakes a drain.
  struct Membership {
    Membership(std::shared_ptr<Impl> owner, tcp::socket socket)
        : impl(std::move(owner)), connection(std::make_unique<Connection>(std::move(socket), impl->core)) {
      impl->connections.emplace(connection.get(), abandon);
      impl->open.Increment();
    }
    ~Membership() {
      if (!connection) return;
      impl->connections.erase(connection.get());
      impl->open.Decrement();
      if (impl->connections.empty()) impl->all_gone.cancel();
    }
    Membership(Membership&&) = default;
    Membership& operator=(Membership&&) = delete;

    std::shared_ptr<Impl> impl;
    std::shared_ptr<net::cancellation_signal> abandon = std::make_shared<net::cancellation_signal>();
    std::unique_ptr<Connection> connection;
  };

  void listen();
  void listen_on(int wanted_port);
  void refuse(bool on);
  void admit(tcp::socket socket);
  void turn_away(tcp::socket socket);
  void wind_down();
  void take_what_connected();
  void stop();
  static net::awaitable<void> accept(std::shared_ptr<Impl> impl);
  static net::awaitable<void> open_again(std::shared_ptr<Impl> impl);
  static net::awaitable<void> serve(Membership membership);
  static net::awaitable<void> drain(std::shared_ptr<Impl> impl);

  net::io_context& reactor;
  ServerCore core;
  tcp::acceptor acceptor;
  int port = 0;
  std::map<Connection*, std::shared_ptr<net::cancellation_signal>> connections;
  net::steady_timer all_gone;
  telemetry::Gauge& open;
  telemetry::Counter& turned_away;
};

Server::Server(net::io_context& reactor, ServerConfig config, Router router, const telemetry::Tracer& tracer,
               telemetry::Metrics& metrics)
    : impl_(std::make_shared<Impl>(reactor, std::move(config), std::move(router), tracer, metrics)) {}

Server::~Server() { impl_->stop(); }

void Server::before_handler(Interceptor interceptor) { impl_->core.dispatcher.before_handler(std::move(interceptor)); }

void Server::before_send(Finisher finisher) { impl_->core.dispatcher.before_send(std::move(finisher)); }

void Server::listen() { impl_->listen(); }

int Server::port() const { return impl_->port; }

void Server::refuse(bool on) { impl_->refuse(on); }

void Server::wind_down() { impl_->wind_down(); }

net::awaitable<void> Server::drain() { return Impl::drain(impl_); }

void Server::Impl::listen() { listen_on(core.config.port); }

void Server::Impl::listen_on(int wanted_port) {
  const auto& config = core.config;
  const auto where = "listen on " + config.host + ":" + std::to_string(wanted_port);
  error_code ec;
  const auto check = [&] {
    if (ec) throw boost::system::system_error(ec, where);
  };
  const auto address = net::ip::make_address(config.host == "localhost" ? "127.0.0.1" : config.host, ec);
  check();
  const tcp::endpoint endpoint{address, static_cast<std::uint16_t>(wanted_port)};
  acceptor.open(endpoint.protocol(), ec);
  check();
  acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  check();
  acceptor.bind(endpoint, ec);
  check();
  acceptor.listen(net::socket_base::max_listen_connections, ec);
  check();
  port = acceptor.local_endpoint().port();
  spawn(reactor.get_executor(), "accept connections", accept(shared_from_this()));
}

void Server::Impl::refuse(bool on) {
  if (core.refusing == on || core.draining) return;
  core.refusing = on;
  if (!on) {
    spawn(reactor.get_executor(), "open the listener again", open_again(shared_from_this()));
    return;
  }
  error_code ignored;
  acceptor.close(ignored);
  for (const auto& [connection, abandon] : connections) connection->retire(Connection::Fresh::closed);
}

net::awaitable<void> Server::Impl::open_again(std::shared_ptr<Impl> impl) {
  net::steady_timer pause{impl->reactor};
  while (!impl->core.refusing && !impl->core.draining) {
    try {
      impl->listen_on(impl->port);
      co_return;
    } catch (const boost::system::system_error& error) {
      http_log.warn("cannot listen again yet", {{"what", error.what()}});
      impl->acceptor.close();
    }
    pause.expires_after(accept_pause);
    co_await pause.async_wait(net::use_awaitable);
  }
}

net::awaitable<void> Server::Impl::accept(std::shared_ptr<Impl> impl) {
  net::steady_timer pause{impl->reactor};
  while (impl->acceptor.is_open()) {
    error_code ec;
    tcp::socket socket = co_await impl->acceptor.async_accept(net::redirect_error(net::use_awaitable, ec));
    if (!ec) {
      impl->admit(std::move(socket));
    } else if (ec != net::error::operation_aborted && ec != net::error::connection_aborted) {
      http_log.warn("cannot accept", {{"what", ec.message()}});
      pause.expires_after(accept_pause);
      co_await pause.async_wait(net::redirect_error(net::use_awaitable, ec));
    }
  }
}

void Server::Impl::admit(tcp::socket socket) {
  if (connections.size() >= static_cast<std::size_t>(core.config.max_connections)) {
    turn_away(std::move(socket));
    return;
  }
  Membership membership{shared_from_this(), std::move(socket)};
  auto abandon = membership.abandon;
  spawn(reactor.get_executor(), "serve a connection", serve(std::move(membership)), std::move(abandon));
}

// Without a coroutine and without waiting: what is over the limit must cost next to nothing.
void Server::Impl::turn_away(tcp::socket socket) {
  turned_away.Increment();
  const Problem problem{.code = Errc::unavailable, .detail = "too many connections", .retry_after = 1s};
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  const Reply reply = render(problem, "", now);
  const std::string text = reply_head(reply, Method::get, false, core.date.now()) + reply.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  std::array<char, 16 * 1024> request;  // read, or else the close resets the connection before the answer is seen
  socket.read_some(net::buffer(request), ignored);
  socket.write_some(net::buffer(text), ignored);
  socket.shutdown(tcp::socket::shutdown_both, ignored);
}

net::awaitable<void> Server::Impl::serve(Membership membership) { co_await membership.connection->run(); }

void Server::Impl::wind_down() {
  core.winding_down = true;
  for (const auto& [connection, abandon] : connections) connection->end_stream();
}

// Closing the listener would reset the connections that wait to be accepted.
void Server::Impl::take_what_connected() {
  error_code ec;
  acceptor.non_blocking(true, ec);
  while (!ec) {
    tcp::socket socket{reactor};
    acceptor.accept(socket, ec);
    if (!ec) admit(std::move(socket));
  }
}

void Server::Impl::stop() {
  core.draining = true;
  error_code ignored;
  acceptor.close(ignored);
  for (const auto& [connection, abandon] : connections) connection->close();
}

net::awaitable<void> Server::Impl::drain(std::shared_ptr<Impl> impl) {
  impl->wind_down();
  impl->take_what_connected();
  impl->core.draining = true;
  error_code ec;
  impl->acceptor.close(ec);
  for (const auto& [connection, abandon] : impl->connections) connection->retire(Connection::Fresh::spared);
  if (!impl->connections.empty()) {
    impl->all_gone.expires_after(first_request_patience);
    co_await impl->all_gone.async_wait(net::redirect_error(net::use_awaitable, ec));
  }
  for (const auto& [connection, abandon] : impl->connections) connection->retire(Connection::Fresh::closed);
  if (!impl->connections.empty()) {
    impl->all_gone.expires_after(std::chrono::milliseconds{impl->core.config.drain_ms});
    co_await impl->all_gone.async_wait(net::redirect_error(net::use_awaitable, ec));
  }
  if (!impl->connections.empty()) {
    http_log.warn("drain took too long", {{"connections", impl->connections.size()}});
    impl->stop();
    // Handlers that still wait are ended here: what they use will be gone when the reactor destroys their frames.
    for (const auto& [connection, abandon] : impl->connections) abandon->emit(net::cancellation_type::terminal);
    impl->all_gone.expires_after(abandon_patience);
    co_await impl->all_gone.async_wait(net::redirect_error(net::use_awaitable, ec));
  }
}

}  // namespace sharecar::http
