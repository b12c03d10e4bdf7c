#include "chassis/http/upstream.hpp"

#include <boost/beast/core/error.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <map>
#include <stdexcept>
#include <tuple>

#include "chassis/http/dispatcher.hpp"
#include "chassis/http/exchange.hpp"
#include "chassis/http/head.hpp"
#include "chassis/http/traced_path.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

namespace beast = boost::beast;
namespace tag = telemetry::tag;
using boost::system::error_code;
using namespace std::chrono_literals;
using Outcome = boost::system::result<Response, CallError>;

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

Deadline now() { return std::chrono::steady_clock::now(); }

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

  static net::awaitable<void> send(std::shared_ptr<Impl> impl, Context& caller, Call call, Attempt& attempt);
  net::awaitable<void> perform(Context& context, const Call& call, Attempt& attempt);
  net::awaitable<void> talk(Context& context, const Call& call, Attempt& attempt);
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
  auto impl = impl_;
  Attempt attempt{Wanted::whole_answer};
  co_await Impl::send(impl, context, std::move(call), attempt);
  if (attempt.failed) co_return std::move(*attempt.failed);
  co_return std::move(attempt.response);
}

net::awaitable<boost::system::result<OpenResponse, CallError>> Upstream::open(
    Context& context, Call call, std::chrono::milliseconds longest_silence) {
  auto impl = impl_;
  Attempt attempt{Wanted::open_body};
  co_await Impl::send(impl, context, std::move(call), attempt);
  if (attempt.failed) co_return std::move(*attempt.failed);
  OpenResponse out;
  out.status = attempt.response.status;
  out.headers = std::move(attempt.response.headers);
  out.body = open_body(std::move(attempt.connection), std::move(attempt.parser), longest_silence);
  co_return std::move(out);
}

net::awaitable<void> Upstream::Impl::send(std::shared_ptr<Impl> impl, Context& caller, Call call, Attempt& attempt) {
  const auto started = now();
  std::string span_name{to_string(call.method)};
  span_name += ' ';
  span_name += call.route;
  std::chrono::milliseconds limit{impl->config.timeout_ms};
  if (call.limit > 0ms) limit = std::min(limit, call.limit);
  Context context = caller.child_within(span_name, telemetry::SpanKind::client, limit);
  context.span().remote(impl->remote("", 0));
  co_await impl->perform(context, call, attempt);
  impl->observe(context, call, attempt, started);
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
  attempt.connection = pool->take_idle();
  if (attempt.connection) {
    co_await talk(context, call, attempt);
    const bool closed_meanwhile = attempt.failed && attempt.failed->kind == CallFailure::reset &&
                                  !attempt.something_received &&
                                  (is_idempotent(call.method) || !attempt.something_sent);
    if (!closed_meanwhile) co_return;
    stale.Increment();
    context.span().annotate("stale connection, sent again");
    attempt = Attempt{attempt.wanted};
  }
  error_code ec;
  attempt.connection = co_await pool->connect(context.deadline(), ec);
  if (!attempt.connection) {
    const bool late = ec == beast::error::timeout;
    attempt.failed = failure(late ? CallFailure::timeout : CallFailure::refused, "connect: " + ec.message());
    co_return;
  }
  co_await talk(context, call, attempt);
}

// On the attempt's connection, which goes back to the pool when it can carry another request.
net::awaitable<void> Upstream::Impl::talk(Context& context, const Call& call, Attempt& attempt) {
  const auto& peer = attempt.connection->peer;
  context.span().remote(remote(peer.address().is_v4() ? peer.address().to_string() : "", peer.port()));
  co_await exchange(context, call, host, static_cast<std::uint64_t>(config.max_response_bytes), attempt);
  if (attempt.reusable) pool->give_back(std::move(attempt.connection));
}

telemetry::Endpoint Upstream::Impl::remote(std::string ipv4, int port) const {
  return {.service = name, .ipv4 = std::move(ipv4), .port = port};
}

void Upstream::Impl::observe(Context& context, const Call& call, const Attempt& attempt, Deadline started) {
  auto& span = context.span();
  const std::string_view target = call.target;
  span.tag(tag::http_method, to_string(call.method));
  span.tag(tag::http_path, traced_path(call.route, target.substr(0, target.find('?'))));
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
    span.tag(tag::http_status, static_cast<std::int64_t>(attempt.response.status));
    if (attempt.response.status >= 500) span.error(std::to_string(attempt.response.status));
    const auto order = attempt.response.headers.get(order_header);
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(order.data(), order.data() + order.size(), id);
    if (!order.empty() && error == std::errc{} && end == order.data() + order.size()) context.order(OrderId{id});
  }
  const std::chrono::duration<double> seconds = now() - started;
  timer(call.method, call.route, attempt.failed ? 0 : attempt.response.status).Observe(seconds.count());
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
