#include "load/client.hpp"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <stdexcept>

namespace sharecar::load {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using http::CallFailure;

constexpr std::uint64_t max_body = 16 * 1024 * 1024;

std::string name_of(CallFailure kind) { return boost::describe::enum_to_string(kind, "protocol"); }

CallFailure kind_of(const error_code& ec) {
  using E = beast::http::error;
  if (ec == beast::error::timeout) return CallFailure::timeout;
  if (ec == E::body_limit || ec == E::header_limit || ec == E::buffer_overflow) return CallFailure::too_large;
  static const error_code of_parser = E::bad_version;
  const bool cut = ec == E::end_of_stream || ec == E::partial_message;
  return !cut && ec.category() == of_parser.category() ? CallFailure::protocol : CallFailure::reset;
}

std::string head_of(const Call& call, const std::string& host) {
  std::string head;
  head.reserve(256);
  head.append(to_string(call.method)).append(" ").append(call.target).append(" HTTP/1.1\r\nHost: ").append(host);
  if (!call.idempotency_key.empty()) head.append("\r\nIdempotency-Key: ").append(call.idempotency_key);
  if (!call.traced) head.append("\r\nb3: 0");
  if (!call.scenario.empty()) head.append("\r\nbaggage: scenario.run=").append(call.scenario);
  if (!call.body.empty()) {
    head.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(call.body.size()));
  }
  return head.append("\r\n\r\n");
}

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  error_code ec;
  const auto address = net::ip::make_address(host, ec);
  return !ec && address.is_loopback();
}

}  // namespace

Client::Client(net::io_context& reactor, const std::string& url, std::size_t max_idle) : reactor_(reactor) {
  const auto parsed = boost::urls::parse_uri(url);
  const bool sound = parsed && parsed->scheme() == "http" && !parsed->host().empty() &&
                     (parsed->encoded_path().empty() || parsed->encoded_path() == "/") && !parsed->has_query();
  if (!sound) throw std::invalid_argument("not of the form http://host:port: " + url);
  const std::string host = parsed->host_address();
  if (!is_loopback(host)) {
    throw std::invalid_argument("load is for a platform on this machine, and " + host + " is no loopback address");
  }
  const std::string port = parsed->port_number() == 0 ? "80" : std::to_string(parsed->port_number());
  host_field_ = std::string{parsed->encoded_host()} + ":" + port;
  pool_ = std::make_shared<http::ConnectionPool>(reactor, host, port, max_idle);
}

Client::~Client() { pool_->close(); }

void Client::abort() {
  aborted_ = true;
  for (auto* connection : busy_) connection->stream.close();
}

net::awaitable<Answer> Client::send(Call call, Deadline deadline) {
  Answer answer;
  error_code ec;
  auto connection = pool_->take_idle();
  if (!connection) connection = co_await pool_->connect(deadline, ec);
  if (aborted_) {
    answer.failure = "aborted";
  } else if (!connection) {
    answer.failure = name_of(ec == beast::error::timeout ? CallFailure::timeout : CallFailure::refused);
  } else {
    bool reusable = false;
    busy_.insert(connection.get());
    connection->stream.expires_at(deadline);
    co_await exchange(*connection, std::move(call), answer, reusable);
    busy_.erase(connection.get());
    if (answer.failure && aborted_) answer.failure = "aborted";
    if (reusable) pool_->give_back(std::move(connection));
  }
  co_return answer;
}

net::awaitable<void> Client::exchange(http::PooledConnection& connection, Call call, Answer& answer, bool& reusable) {
  const std::string head = head_of(call, host_field_);
  const std::array<net::const_buffer, 2> buffers{net::buffer(head), net::buffer(call.body)};
  error_code ec;
  co_await net::async_write(connection.stream, buffers, net::redirect_error(net::use_awaitable, ec));
  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(max_body);
  if (!ec) {
    co_await beast::http::async_read(connection.stream, connection.received, parser,
                                     net::redirect_error(net::use_awaitable, ec));
  }
  if (ec) {
    answer.failure = name_of(kind_of(ec));
    co_return;
  }
  auto& response = parser.get();
  answer.status = static_cast<int>(response.result_int());
  answer.trace_id = std::string{response["x-b3-traceid"]};
  answer.body = std::move(response.body());
  reusable = parser.keep_alive() && connection.received.size() == 0;
}

}  // namespace sharecar::load
