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
#include <optional>

namespace sharecar::launcher {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t large_read = 64 * 1024;
constexpr std::uint64_t longest_body = 64ULL * 1024 * 1024;

struct Target {
  std::string host;
  std::string port;
  http::request<http::string_body> request;
};

/// Nothing when the URL is none.
std::optional<Target> target_of(const HttpCall& call) {
  const auto url = boost::urls::parse_uri(call.url);
  if (!url) return std::nullopt;
  Target out{url->host(), url->port().empty() ? "80" : std::string{url->port()}, {}};
  const std::string path{url->encoded_target()};
  out.request.method_string(call.method);
  out.request.target(path.empty() ? "/" : path);
  out.request.version(11);
  out.request.set(http::field::host, out.host + ":" + out.port);
  out.request.set(http::field::connection, "close");
  for (const auto& [name, value] : call.headers) out.request.set(name, value);
  out.request.body() = call.body;
  out.request.prepare_payload();
  return out;
}

void take_head(const http::response<http::string_body>& response, HttpAnswer& answer) {
  answer.status = static_cast<int>(response.result_int());
  for (const auto& field : response) {
    std::string name{field.name_string()};
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    answer.headers[name] = field.value();
  }
}

net::awaitable<void> send(beast::tcp_stream& stream, Target& target) {
  net::ip::tcp::resolver resolver{stream.get_executor()};
  const auto where = co_await resolver.async_resolve(target.host, target.port, net::use_awaitable);
  co_await stream.async_connect(where, net::use_awaitable);
  co_await http::async_write(stream, target.request, net::use_awaitable);
}

net::awaitable<void> exchange(const HttpCall& call, HttpAnswer& answer) {
  auto target = target_of(call);
  if (!target) {
    answer.failure = "not a URL: " + call.url;
    co_return;
  }
  beast::tcp_stream stream{co_await net::this_coro::executor};
  stream.expires_after(call.limit);
  co_await send(stream, *target);
  beast::flat_buffer buffer;
  buffer.reserve(large_read);  // else it reads 512 bytes at a time
  http::response_parser<http::string_body> parser;
  parser.body_limit(longest_body);
  co_await http::async_read(stream, buffer, parser, net::use_awaitable);
  take_head(parser.get(), answer);
  answer.body = parser.get().body();
}

net::awaitable<void> follow(const HttpCall& call, const std::function<void(std::string_view)>& more,
                            HttpAnswer& answer) {
  auto target = target_of(call);
  if (!target) {
    answer.failure = "not a URL: " + call.url;
    co_return;
  }
  beast::tcp_stream stream{co_await net::this_coro::executor};
  stream.expires_after(call.limit);
  co_await send(stream, *target);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(boost::none);
  co_await http::async_read_header(stream, buffer, parser, net::use_awaitable);
  take_head(parser.get(), answer);
  auto& body = parser.get().body();
  while (!parser.is_done()) {
    stream.expires_after(call.limit);
    co_await http::async_read_some(stream, buffer, parser, net::use_awaitable);
    if (!body.empty()) more(body);
    body.clear();
  }
}

void run(net::io_context& reactor, net::awaitable<void> work, HttpAnswer& answer) {
  net::co_spawn(reactor, std::move(work), [&answer](const std::exception_ptr& failure) {
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
  for (std::size_t i = 0; i < requests.size(); ++i) run(reactor, exchange(requests[i], answers[i]), answers[i]);
  reactor.run();
  return answers;
}

HttpAnswer call_stream(const HttpCall& request, const std::function<void(std::string_view)>& more) {
  HttpAnswer answer;
  net::io_context reactor{1};
  run(reactor, follow(request, more, answer), answer);
  reactor.run();
  return answer;
}

}  // namespace sharecar::launcher
