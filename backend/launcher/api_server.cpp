#include "launcher/api_server.hpp"

#include <openssl/crypto.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using net::ip::tcp;

namespace {

constexpr std::size_t handlers = 4;
constexpr auto idle_limit = std::chrono::seconds{10};

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
    const auto reply = answer(request);
    http::response<http::string_body> response{static_cast<http::status>(reply.status), request.version()};
    response.set(http::field::content_type, "application/json");
    response.body() = reply.body;
    response.keep_alive(false);
    response.prepare_payload();
    stream.expires_after(idle_limit);
    co_await http::async_write(stream, response, net::use_awaitable);
  }

  ApiReply answer(const http::request<http::string_body>& request) const {
    const auto failed = [](int status, const std::string& what, const std::string& mend) {
      return ApiReply{status, boost::json::serialize(boost::json::value{{"problem", what}, {"mend", mend}})};
    };
    if (!same(std::string{request[http::field::authorization]}, credentials)) {
      return failed(401, "the token is missing or wrong", "it is in .run/launcher.json");
    }
    try {
      return handler({std::string{request.method_string()}, std::string{request.target()}});
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
