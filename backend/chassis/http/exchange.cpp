#include "chassis/http/exchange.hpp"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <utility>

#include "chassis/http/head.hpp"
#include "chassis/runtime/crash_point.hpp"

namespace sharecar::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::uint32_t max_head_bytes = 64 * 1024;
constexpr int max_interim_answers = 8;  // 100 and 103 before the answer

bool may_have_body(Method method) { return method == Method::post || method == Method::put || method == Method::patch; }

CallFailure kind_of(const error_code& ec) {
  if (ec == beast::error::timeout) return CallFailure::timeout;
  using E = beast::http::error;
  if (ec == E::body_limit || ec == E::header_limit || ec == E::buffer_overflow) return CallFailure::too_large;
  if (ec == E::end_of_stream || ec == E::partial_message) return CallFailure::reset;
  static const error_code parser_error = E::bad_version;
  return ec.category() == parser_error.category() ? CallFailure::protocol : CallFailure::reset;
}

CallError failure_in(const char* step, const error_code& ec) {
  return failure(kind_of(ec), std::string{step} + ": " + ec.message());
}

// The connection's own; of the caller's headers everything else is sent.
bool is_connections_own(std::string_view name) {
  for (const char* own : {"Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Upgrade", "TE", "Trailer",
                          "Expect", "Host", "b3", "traceparent", "baggage", deadline_header}) {
    if (equal_without_case(name, own)) return true;
  }
  return name.size() >= 5 && equal_without_case(name.substr(0, 5), "x-b3-");
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  head += value;
  head += "\r\n";
}

std::string baggage_of(const Context& context) {
  std::string out;
  if (const auto order = context.order()) out = std::string{telemetry::tag::order_id} + '=' + to_string(*order);
  if (const auto run = context.scenario(); !run.empty()) {
    out += (out.empty() ? "" : ",") + std::string{telemetry::tag::scenario_run} + '=' + run;
  }
  return out;
}

std::string request_head(const Call& call, const Context& context, const std::string& host) {
  std::string head;
  head.reserve(512);
  head += to_string(call.method);
  head += ' ';
  head += call.target;
  head += " HTTP/1.1\r\n";
  const auto preserved = call.headers.get("Host");
  append_field(head, "Host", is_host(preserved) ? preserved : std::string_view{host});
  for (const auto& [name, value] : call.headers) {
    if (!is_connections_own(name) && is_token(name) && is_field_value(value)) append_field(head, name, value);
  }
  if (!call.body.empty() && !call.headers.has("Content-Type")) append_field(head, "Content-Type", json_type);
  if (!call.body.empty() || may_have_body(call.method)) {
    append_field(head, "Content-Length", std::to_string(call.body.size()));
  }
  const auto& trace = context.span().context();
  append_field(head, "b3", telemetry::to_b3(trace));
  append_field(head, "traceparent", telemetry::to_traceparent(trace));
  const std::string baggage = baggage_of(context);
  if (!baggage.empty()) append_field(head, "baggage", baggage);
  append_field(head, deadline_header, std::to_string(context.remaining().count()));
  head += "\r\n";
  return head;
}

// The final head; interim answers before it are passed over.
net::awaitable<void> receive_head(PooledConnection& connection, Method method, std::uint64_t max_body_bytes,
                                  Attempt& attempt) {
  for (int interim = 0; interim <= max_interim_answers; ++interim) {
    attempt.parser = std::make_unique<Attempt::Parser>();
    auto& parser = *attempt.parser;
    parser.header_limit(max_head_bytes);
    parser.body_limit(max_body_bytes);
    if (attempt.wanted == Wanted::open_body) parser.body_limit(boost::none);
    parser.skip(method == Method::head);
    error_code ec;
    co_await beast::http::async_read_header(connection.stream, connection.received, parser,
                                            net::redirect_error(net::use_awaitable, ec));
    attempt.something_received = attempt.something_received || parser.got_some() || connection.received.size() != 0;
    if (ec) {
      attempt.failed = failure_in("receive", ec);
      co_return;
    }
    const int status = static_cast<int>(parser.get().result_int());
    if (status == 101) break;
    if (status < 200) continue;
    attempt.response.status = status;
    // Copied now: trailers are merged into the parser's own later.
    for (const auto& field : parser.get()) attempt.response.headers.add(field.name_string(), field.value());
    co_return;
  }
  attempt.failed = failure(CallFailure::protocol, "no final answer");
}

net::awaitable<void> receive_body(PooledConnection& connection, Attempt& attempt) {
  auto& parser = *attempt.parser;
  if (!parser.is_done()) {
    error_code ec;
    co_await beast::http::async_read(connection.stream, connection.received, parser,
                                     net::redirect_error(net::use_awaitable, ec));
    if (ec) {
      attempt.failed = failure_in("receive", ec);
      co_return;
    }
  }
  attempt.response.body = std::move(parser.get().body());
  attempt.reusable = parser.keep_alive() && connection.received.size() == 0;
}

class OpenBody : public ResponseStream {
 public:
  OpenBody(std::unique_ptr<PooledConnection> connection, std::unique_ptr<Attempt::Parser> parser,
           std::chrono::milliseconds longest_silence)
      : connection_(std::move(connection)), parser_(std::move(parser)), longest_silence_(longest_silence) {}

  net::awaitable<std::string> next() override {
    auto& body = parser_->get().body();
    error_code ec;
    while (!ec && !parser_->is_done() && body.empty()) {
      connection_->stream.expires_after(longest_silence_);
      co_await beast::http::async_read_some(connection_->stream, connection_->received, *parser_,
                                            net::redirect_error(net::use_awaitable, ec));
    }
    co_return std::exchange(body, {});
  }

 private:
  std::unique_ptr<PooledConnection> connection_;
  std::unique_ptr<Attempt::Parser> parser_;
  std::chrono::milliseconds longest_silence_;
};

}  // namespace

CallError failure(CallFailure kind, std::string text) { return CallError{kind, std::move(text), {}}; }

net::awaitable<void> exchange(const Context& context, const Call& call, const std::string& host,
                              std::uint64_t max_body_bytes, Attempt& attempt) {
  auto& connection = *attempt.connection;
  connection.stream.expires_at(context.deadline());
  const std::string head = request_head(call, context, host);
  const std::array<net::const_buffer, 2> buffers{net::buffer(head), net::buffer(call.body)};
  error_code ec;
  crash_point("before call", call.route);
  const std::size_t sent =
      co_await net::async_write(connection.stream, buffers, net::redirect_error(net::use_awaitable, ec));
  attempt.something_sent = sent != 0;
  if (ec) {
    attempt.failed = failure_in("send", ec);
    co_return;
  }
  co_await receive_head(connection, call.method, max_body_bytes, attempt);
  if (!attempt.failed && attempt.wanted == Wanted::whole_answer) co_await receive_body(connection, attempt);
  crash_point("after call", call.route);
}

std::unique_ptr<ResponseStream> open_body(std::unique_ptr<PooledConnection> connection,
                                          std::unique_ptr<Attempt::Parser> parser,
                                          std::chrono::milliseconds longest_silence) {
  return std::make_unique<OpenBody>(std::move(connection), std::move(parser), longest_silence);
}

}  // namespace sharecar::http
