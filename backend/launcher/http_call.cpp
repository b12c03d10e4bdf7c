#include "launcher/http_call.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace sharecar::launcher {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t large_read = 64 * 1024;
constexpr std::uint64_t longest_body = 64ULL * 1024 * 1024;

net::awaitable<void> exchange(const HttpCall& call, HttpAnswer& answer) {
  const auto url = boost::urls::parse_uri(call.url);
  if (!url) {
    answer.failure = "not a URL: " + call.url;
    co_return;
  }
  const std::string host = url->host();
  const std::string port = url->port().empty() ? "80" : std::string{url->port()};
  const std::string target{url->encoded_target()};
  http::request<http::string_body> request;
  request.method_string(call.method);
  request.target(target.empty() ? "/" : target);
  request.version(11);
  request.set(http::field::host, host + ":" + port);
  request.set(http::field::connection, "close");
  for (const auto& [name, value] : call.headers) request.set(name, value);
  request.body() = call.body;
  request.prepare_payload();

  auto executor = co_await net::this_coro::executor;
  beast::tcp_stream stream{executor};
  stream.expires_after(call.limit);
  net::ip::tcp::resolver resolver{executor};
  const auto where = co_await resolver.async_resolve(host, port, net::use_awaitable);
  co_await stream.async_connect(where, net::use_awaitable);
  co_await http::async_write(stream, request, net::use_awaitable);
  beast::flat_buffer buffer;
  buffer.reserve(large_read);  // else it reads 512 bytes at a time
  http::response_parser<http::string_body> parser;
  parser.body_limit(longest_body);
  co_await http::async_read(stream, buffer, parser, net::use_awaitable);
  const auto& response = parser.get();
  answer.status = response.result_int();
  for (const auto& field : response) {
    std::string name{field.name_string()};
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    answer.headers[name] = field.value();
  }
  answer.body = response.body();
}

}  // namespace

boost::json::value HttpAnswer::json() const {
  boost::system::error_code bad;
  auto value = boost::json::parse(body, bad);
  return bad ? boost::json::value{} : value;
}

HttpAnswer call(const HttpCall& request) { return std::move(call_all({request}).front()); }

std::vector<HttpAnswer> call_all(const std::vector<HttpCall>& requests) {
  std::vector<HttpAnswer> answers(requests.size());
  net::io_context reactor{1};
  for (std::size_t i = 0; i < requests.size(); ++i) {
    net::co_spawn(reactor, exchange(requests[i], answers[i]),
                  [&answer = answers[i]](const std::exception_ptr& failure) {
                    if (!failure) return;
                    try {
                      std::rethrow_exception(failure);
                    } catch (const boost::system::system_error& error) {
                      answer.failure = error.code() == beast::error::timeout ? "timed out" : error.code().message();
                    } catch (const std::exception& error) {
                      answer.failure = error.what();
                    }
                  });
  }
  reactor.run();
  return answers;
}

}  // namespace sharecar::launcher
