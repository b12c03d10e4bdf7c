#include "launcher/api_server.hpp"

#include <openssl/crypto.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "chassis/http/server_sent_events.hpp"
#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using net::ip::tcp;

namespace {

constexpr std::size_t handlers = 4;
constexpr auto idle_limit = std::chrono::seconds{10};
constexpr auto look_every = std::chrono::milliseconds{50};  // for new events

bool same(std::string_view given, std::string_view wanted) {
  return given.size() == wanted.size() && CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace

struct ApiServer::Impl {
  Impl(int port, std::string secret, ApiHandler what)
      : acceptor{pool, {net::ip::address_v4::loopback(), static_cast<net::ip::port_type>(port)}},
        credentials{"Bearer " + std::move(secret)},
        handler{std::move(what)} {
    net::co_spawn(pool, accept(), [](const std::exception_ptr&) {});
  }

  net::awaitable<void> accept() {
    for (;;) {
      auto socket = co_await acceptor.async_accept(net::use_awaitable);
      net::co_spawn(pool, serve(std::move(socket)),
                    [](const std::exception_ptr&) {});  // a broken client is its own affair
    }
  }

  net::awaitable<void> serve(tcp::socket socket) {
    beast::tcp_stream stream{std::move(socket)};
    stream.expires_after(idle_limit);
    beast::flat_buffer buffer;
    http::request<http::string_body> request;
    co_await http::async_read(stream, buffer, request, net::use_awaitable);
    auto reply = answer(request);
    if (reply.stream) {
      co_await send_events(stream, reply.stream);
      co_return;
    }
    http::response<http::string_body> response{static_cast<http::status>(reply.status), request.version()};
    response.set(http::field::content_type, "application/json");
    response.body() = reply.body;
    response.keep_alive(false);
    response.prepare_payload();
    stream.expires_after(idle_limit);
    co_await http::async_write(stream, response, net::use_awaitable);
  }

  net::awaitable<void> send_events(beast::tcp_stream& stream, std::function<std::optional<std::string>()>& next) {
    std::string text = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    net::steady_timer pause{stream.get_executor()};
    auto silent_since = std::chrono::steady_clock::now();
    for (;;) {
      if (!text.empty()) {
        stream.expires_after(idle_limit);
        co_await net::async_write(stream, net::buffer(text), net::use_awaitable);
        silent_since = std::chrono::steady_clock::now();
      }
      auto more = next();
      if (!more) break;
      text = std::move(*more);
      if (!text.empty()) continue;
      if (std::chrono::steady_clock::now() - silent_since >= sharecar::http::sse::heartbeat) {
        text = sharecar::http::sse::comment;
        continue;
      }
      pause.expires_after(look_every);
      co_await pause.async_wait(net::use_awaitable);
    }
    beast::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

  ApiReply answer(const http::request<http::string_body>& request) const {
    const auto failed = [](int status, const std::string& what, const std::string& mend) {
      return ApiReply{status, boost::json::serialize(boost::json::value{{"problem", what}, {"mend", mend}})};
    };
    if (!same(std::string{request[http::field::authorization]}, credentials)) {
      return failed(401, "the token is missing or wrong", "it is in .run/launcher.json");
    }
    try {
      return handler({std::string{request.method_string()}, std::string{request.target()},
                      std::string{request["Last-Event-ID"]}});
    } catch (const Problem& problem) {
      return failed(409, problem.what(), problem.mend());
    } catch (const std::exception& error) {
      return failed(500, error.what(), "./sharecar logs launcher");
    }
  }

  net::thread_pool pool{handlers};
  tcp::acceptor acceptor;
  std::string credentials;
  ApiHandler handler;
};

ApiServer::ApiServer(int port, std::string token, ApiHandler handler)
    : impl_{std::make_unique<Impl>(port, std::move(token), std::move(handler))} {}

ApiServer::~ApiServer() {
  impl_->pool.stop();
  impl_->pool.join();
}

int ApiServer::port() const { return impl_->acceptor.local_endpoint().port(); }

}  // namespace sharecar::launcher
