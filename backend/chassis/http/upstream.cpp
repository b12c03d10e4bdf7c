#include "chassis/http/upstream.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <charconv>
#include <map>
#include <stdexcept>
#include <tuple>

#include "chassis/http/balancer.hpp"
#include "chassis/http/dispatcher.hpp"
#include "chassis/http/exchange.hpp"
#include "chassis/http/head.hpp"
#include "chassis/http/instance.hpp"
#include "chassis/http/traced_path.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

namespace tag = telemetry::tag;
using namespace std::chrono_literals;
using Outcome = boost::system::result<Response, CallError>;

const Log http_log{"http"};

Deadline now() { return std::chrono::steady_clock::now(); }

// Null when the request may have had an effect.
const char* reason_to_go_elsewhere(const Attempt& attempt) {
  if (attempt.failed) return attempt.failed->kind == CallFailure::refused ? "refused" : nullptr;
  const auto& response = attempt.response;
  return response.status == 503 && response.headers.has(not_served_header) ? "not served" : nullptr;
}

}  // namespace

struct Upstream::Impl {
  Impl(net::io_context& reactor, std::string service, UpstreamConfig settings, telemetry::Metrics& registry)
      : name(std::move(service)), config(std::move(settings)), metrics(registry) {
    for (const auto& url : config.addresses()) {
      instances.push_back(std::make_shared<Instance>(reactor, name, url, config, registry));
    }
    for (const auto& instance : instances) {
      if (instances.size() > 1) instance->keep_checking();
    }
  }
  ~Impl() {
    for (const auto& instance : instances) instance->close();
  }

  static net::awaitable<void> send(std::shared_ptr<Impl> impl, Context& caller, Call call, Attempt& attempt);
  net::awaitable<void> perform(Context& context, const Call& call, Attempt& attempt);
  std::optional<std::size_t> choose_one(const Call& call, std::optional<std::size_t> tried);
  void observe(Context& context, const Call& call, const Attempt& attempt, Deadline started);
  telemetry::Histogram& timer(Method method, const std::string& route, int status);

  std::string name;
  UpstreamConfig config;
  telemetry::Metrics& metrics;
  std::vector<std::shared_ptr<Instance>> instances;
  std::size_t turn = 0;
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
  context.span().remote({.service = impl->name, .ipv4 = "", .port = 0});
  co_await impl->perform(context, call, attempt);
  impl->observe(context, call, attempt, started);
}

// Sends to one instance, and to another one what certainly had no effect there.
net::awaitable<void> Upstream::Impl::perform(Context& context, const Call& call, Attempt& attempt) {
  if (!call.target.starts_with('/') || !is_origin_form(call.target)) {
    attempt.failed = failure(CallFailure::protocol, "malformed target");
    co_return;
  }
  if (context.expired()) {
    attempt.failed = failure(CallFailure::timeout, "no time left before sending");
    co_return;
  }
  const auto first = choose_one(call, {});
  if (!first) {
    attempt.failed = failure(CallFailure::protocol, "no such address");
    co_return;
  }
  co_await instances[*first]->perform(context, call, attempt);
  const char* why = reason_to_go_elsewhere(attempt);
  if (!why) co_return;
  instances[*first]->not_ready();
  const auto second = choose_one(call, first);
  if (!second) co_return;
  metrics
      .counter("sharecar_upstream_elsewhere_total", "Requests sent again to another instance",
               {{"client", name}, {"reason", why}})
      .Increment();
  context.span().annotate(std::string{why} + " by " + instances[*first]->url() + ", sent elsewhere");
  attempt = Attempt{attempt.wanted};
  co_await instances[*second]->perform(context, call, attempt);
  if (reason_to_go_elsewhere(attempt)) instances[*second]->not_ready();
}

std::optional<std::size_t> Upstream::Impl::choose_one(const Call& call, std::optional<std::size_t> tried) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const auto& instance = *instances[i];
    if (instance.url() == call.address) return i == tried ? std::nullopt : std::optional{i};
    candidates.push_back({instance.url(), instance.ready(), instance.in_flight()});
  }
  if (!call.address.empty()) return {};
  return choose(candidates, call.pin, turn++, tried);
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
