#include "chassis/http/upstream.hpp"

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
#include <charconv>
#include <map>
#include <stdexcept>
#include <tuple>

#include "chassis/http/connection_pool.hpp"
#include "chassis/http/dispatcher.hpp"
#include "chassis/http/head.hpp"
#include "chassis/runtime/crash_point.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

namespace beast = boost::beast;
namespace tag = telemetry::tag;
using boost::system::error_code;
using namespace std::chrono_literals;
using Outcome = boost::system::result<Response, CallError>;
using Parser = beast::http::response_parser<beast::http::string_body>;

constexpr std::uint32_t max_head_bytes = 64 * 1024;
constexpr int max_interim_answers = 8;  // 100 and 103 before the answer

const Log http_log{"http"};

struct Address {
  std::string host;
  std::string port;
};

Address parse_url(const std::string& text) {
  const auto url = boost::urls::parse_uri(text);
  const bool sound = url.has_value() && url->scheme() == "http" && !url->host().empty() &&
                     (url->encoded_path().empty() || url->encoded_path() == "/") && !url->has_query();
  if (!sound) throw std::invalid_argument("not of the form http://host:port: " + text);
  Address address{url->host_address(), "80"};
  if (url->port_number() != 0) address.port = std::to_string(url->port_number());
  return address;
}

bool is_idempotent(Method method) { return method != Method::post && method != Method::patch; }

bool may_have_body(Method method) { return method == Method::post || method == Method::put || method == Method::patch; }

CallFailure kind_of(const error_code& ec) {
  if (ec == beast::error::timeout) return CallFailure::timeout;
  using E = beast::http::error;
  if (ec == E::body_limit || ec == E::header_limit || ec == E::buffer_overflow) return CallFailure::too_large;
  if (ec == E::end_of_stream || ec == E::partial_message) return CallFailure::reset;
  static const error_code parser_error = E::bad_version;
  return ec.category() == parser_error.category() ? CallFailure::protocol : CallFailure::reset;
}

CallError failure(CallFailure kind, std::string text) { return CallError{kind, std::move(text)}; }

CallError failure(const char* step, const error_code& ec) {
  return failure(kind_of(ec), std::string{step} + ": " + ec.message());
}

Deadline now() { return std::chrono::steady_clock::now(); }

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
  if (const auto order = context.order()) append_field(head, "baggage", "order.id=" + to_string(*order));
  append_field(head, deadline_header, std::to_string(context.remaining().count()));
  head += "\r\n";
  return head;
}

// One request on one connection. `failed` says how; what it got so far decides whether it may be sent again.
struct Attempt {
  bool something_sent = false;
  bool something_received = false;
  bool reusable = false;
  int status = 0;
  Response response;
  std::optional<CallError> failed;
};

}  // namespace

struct Upstream::Impl {
  Impl(net::io_context& reactor, std::string service, UpstreamConfig settings, telemetry::Metrics& registry)
      : name(std::move(service)),
        config(std::move(settings)),
        address(parse_url(config.url)),
        host(address.port == "80" ? address.host : address.host + ":" + address.port),
        pool(std::make_shared<ConnectionPool>(reactor, address.host, address.port,
                                              static_cast<std::size_t>(std::max(0, config.max_idle_connections)))),
        metrics(registry),
        stale(metrics.counter("http_client_stale_connections_total", "Requests sent again on a fresh connection",
                              {{"client", name}})) {}
  ~Impl() { pool->close(); }

  static net::awaitable<Outcome> send(std::shared_ptr<Impl> impl, Context& caller, Call call);
  net::awaitable<void> perform(Context& context, const Call& call, Attempt& attempt);
  net::awaitable<void> exchange(PooledConnection& connection, Context& context, const Call& call, Attempt& attempt);
  net::awaitable<void> receive(PooledConnection& connection, Method method, Attempt& attempt);
  telemetry::Endpoint remote(std::string ipv4, int port) const;
  void observe(Context& context, const Call& call, const Attempt& attempt, Deadline started);
  telemetry::Histogram& timer(Method method, const std::string& route, int status);

  std::string name;
  UpstreamConfig config;
  Address address;
  std::string host;
  std::shared_ptr<ConnectionPool> pool;  // one address now; several would be several pools, chosen per attempt
  telemetry::Metrics& metrics;
  telemetry::Counter& stale;
  std::map<std::tuple<Method, std::string, int>, telemetry::Histogram*> timers;
  std::map<CallFailure, telemetry::Counter*> failures;
};

Upstream::Upstream(net::io_context& reactor, std::string name, UpstreamConfig config, telemetry::Metrics& metrics)
    : impl_(std::make_shared<Impl>(reactor, std::move(name), std::move(config), metrics)) {}

Upstream::~Upstream() = default;

const std::string& Upstream::name() const { return impl_->name; }

const UpstreamConfig& Upstream::config() const { return impl_->config; }

net::awaitable<Outcome> Upstream::send(Context& context, Call call) {
  return Impl::send(impl_, context, std::move(call));
}

net::awaitable<Outcome> Upstream::Impl::send(std::shared_ptr<Impl> impl, Context& caller, Call call) {
  const auto started = now();
  std::string span_name{to_string(call.method)};
  span_name += ' ';
  span_name += call.route;
  std::chrono::milliseconds limit{impl->config.timeout_ms};
  if (call.limit > 0ms) limit = std::min(limit, call.limit);
  Context context = caller.child_within(span_name, telemetry::SpanKind::client, limit);
  context.span().remote(impl->remote("", 0));
  Attempt attempt;
  co_await impl->perform(context, call, attempt);
  impl->observe(context, call, attempt, started);
  if (attempt.failed) co_return std::move(*attempt.failed);
  co_return std::move(attempt.response);
}

// Sends once, and once more when a kept connection turned out to be closed.
net::awaitable<void> Upstream::Impl::perform(Context& context, const Call& call, Attempt& attempt) {
  if (!call.target.starts_with('/') || !is_origin_form(call.target)) {
    attempt.failed = failure(CallFailure::protocol, "malformed target");
    co_return;
  }
  if (context.expired()) {
    attempt.failed = failure(CallFailure::timeout, "no time left before sending");
    co_return;
  }
  auto connection = pool->take_idle();
  if (connection) {
    co_await exchange(*connection, context, call, attempt);
    const bool closed_meanwhile = attempt.failed && attempt.failed->kind == CallFailure::reset &&
                                  !attempt.something_received &&
                                  (is_idempotent(call.method) || !attempt.something_sent);
    if (!closed_meanwhile) {
      if (attempt.reusable) pool->give_back(std::move(connection));
      co_return;
    }
    stale.Increment();
    context.span().annotate("stale connection, sent again");
    attempt = Attempt();
  }
  error_code ec;
  connection = co_await pool->connect(context.deadline(), ec);
  if (!connection) {
    const bool late = ec == beast::error::timeout;
    attempt.failed = failure(late ? CallFailure::timeout : CallFailure::refused, "connect: " + ec.message());
    co_return;
  }
  co_await exchange(*connection, context, call, attempt);
  if (attempt.reusable) pool->give_back(std::move(connection));
}

net::awaitable<void> Upstream::Impl::exchange(PooledConnection& connection, Context& context, const Call& call,
                                              Attempt& attempt) {
  const auto& peer = connection.peer;
  context.span().remote(remote(peer.address().is_v4() ? peer.address().to_string() : "", peer.port()));
  connection.stream.expires_at(context.deadline());
  const std::string head = request_head(call, context, host);
  const std::array<net::const_buffer, 2> buffers{net::buffer(head), net::buffer(call.body)};
  error_code ec;
  crash_point("before call", call.route);
  const std::size_t sent =
      co_await net::async_write(connection.stream, buffers, net::redirect_error(net::use_awaitable, ec));
  attempt.something_sent = sent != 0;
  if (ec) {
    attempt.failed = failure("send", ec);
    co_return;
  }
  co_await receive(connection, call.method, attempt);
  crash_point("after call", call.route);
}

net::awaitable<void> Upstream::Impl::receive(PooledConnection& connection, Method method, Attempt& attempt) {
  for (int interim = 0; interim <= max_interim_answers; ++interim) {
    Parser parser;
    parser.header_limit(max_head_bytes);
    parser.body_limit(static_cast<std::uint64_t>(config.max_response_bytes));
    parser.skip(method == Method::head);
    error_code ec;
    co_await beast::http::async_read_header(connection.stream, connection.received, parser,
                                            net::redirect_error(net::use_awaitable, ec));
    attempt.something_received = attempt.something_received || parser.got_some() || connection.received.size() != 0;
    if (ec) {
      attempt.failed = failure("receive", ec);
      co_return;
    }
    const int status = static_cast<int>(parser.get().result_int());
    if (status == 101) break;
    if (status < 200) continue;
    Headers headers;  // copied now: trailers are merged into the parser's own later
    for (const auto& field : parser.get()) headers.add(field.name_string(), field.value());
    if (!parser.is_done()) {
      co_await beast::http::async_read(connection.stream, connection.received, parser,
                                       net::redirect_error(net::use_awaitable, ec));
    }
    if (ec) {
      attempt.failed = failure("receive", ec);
      co_return;
    }
    attempt.status = status;
    attempt.response.status = status;
    attempt.response.headers = std::move(headers);
    attempt.response.body = std::move(parser.get().body());
    attempt.reusable = parser.keep_alive() && connection.received.size() == 0;
    co_return;
  }
  attempt.failed = failure(CallFailure::protocol, "no final answer");
}

telemetry::Endpoint Upstream::Impl::remote(std::string ipv4, int port) const {
  return {.service = name, .ipv4 = std::move(ipv4), .port = port};
}

void Upstream::Impl::observe(Context& context, const Call& call, const Attempt& attempt, Deadline started) {
  auto& span = context.span();
  const std::string_view target = call.target;
  span.tag(tag::http_method, to_string(call.method));
  span.tag(tag::http_path, target.substr(0, target.find('?')));
  span.tag(tag::http_route, call.route);
  if (attempt.failed) {
    const auto kind = attempt.failed->kind;
    const char* text = boost::describe::enum_to_string(kind, "protocol");
    span.error(text);
    http_log.debug(context, "call failed", {{"upstream", name}, {"kind", text}, {"what", attempt.failed->text}});
    auto& counter = failures[kind];
    if (!counter) {
      counter =
          &metrics.counter("http_client_failures_total", "Calls without an answer", {{"client", name}, {"kind", text}});
    }
    counter->Increment();
  } else {
    span.tag(tag::http_status, static_cast<std::int64_t>(attempt.status));
    if (attempt.status >= 500) span.error(std::to_string(attempt.status));
    const auto order = attempt.response.headers.get(order_header);
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(order.data(), order.data() + order.size(), id);
    if (!order.empty() && error == std::errc{} && end == order.data() + order.size()) context.order(OrderId{id});
  }
  const std::chrono::duration<double> seconds = now() - started;
  timer(call.method, call.route, attempt.failed ? 0 : attempt.status).Observe(seconds.count());
}

telemetry::Histogram& Upstream::Impl::timer(Method method, const std::string& route, int status) {
  auto& slot = timers[{method, route, status}];
  if (!slot) {
    slot = &metrics.histogram("http_client_requests_seconds", "How long calls to other services took",
                              {{"client", name},
                               {"method", std::string{to_string(method)}},
                               {"uri", route},
                               {"status", status == 0 ? "IO_ERROR" : std::to_string(status)},
                               {"outcome", outcome(status)}});
  }
  return *slot;
}

void throw_exception_from_error(const CallError& error, const boost::source_location&) {
  throw std::runtime_error("call failed: " + error.text);
}

Problem to_problem(const std::string& upstream, const CallError& error) {
  Problem problem;
  problem.log_detail = upstream + ": " + error.text;
  switch (error.kind) {
    case CallFailure::timeout:
      problem.code = Errc::upstream_timeout;
      problem.detail = upstream + " did not answer in time";
      break;
    case CallFailure::refused:
      problem.code = Errc::unavailable;
      problem.detail = upstream + " cannot be reached";
      problem.retry_after = 1s;
      break;
    case CallFailure::reset:
    case CallFailure::protocol:
    case CallFailure::too_large:
      problem.code = Errc::upstream_failed;
      problem.detail = upstream + " gave no usable answer";
      break;
  }
  return problem;
}

}  // namespace sharecar::http
