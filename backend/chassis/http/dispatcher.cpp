#include "chassis/http/dispatcher.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <charconv>

#include "chassis/http/head.hpp"
#include "chassis/http/traced_path.hpp"
#include "chassis/runtime/crash_point.hpp"
#include "chassis/sql/session.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
namespace tag = telemetry::tag;

constexpr std::size_t longest_run_id = 64;

const Log http_log{"http"};

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0) return {};
  return value;
}

// The value of "order.id=42" anywhere in a W3C baggage list; properties after ';' do not matter. "" when it is not there.
std::string_view in_baggage(std::string_view baggage, std::string_view key) {
  while (!baggage.empty()) {
    auto member = baggage.substr(0, baggage.find(','));
    baggage.remove_prefix(std::min(baggage.size(), member.size() + 1));
    member = member.substr(0, member.find(';'));
    while (member.starts_with(' ')) member.remove_prefix(1);
    while (member.ends_with(' ')) member.remove_suffix(1);
    if (member.starts_with(key) && member.substr(key.size()).starts_with('=')) return member.substr(key.size() + 1);
  }
  return {};
}

void take_baggage(Context& context, std::string_view baggage) {
  if (baggage.empty()) return;
  if (const auto id = number<std::int64_t>(in_baggage(baggage, tag::order_id))) context.order(OrderId{*id});
  const auto run = in_baggage(baggage, tag::scenario_run);
  if (!run.empty() && run.size() <= longest_run_id && is_token(run)) context.scenario(run);
}

Deadline deadline_of(const Request& request, std::chrono::milliseconds longest) {
  const auto asked = number<std::int64_t>(request.header(deadline_header));
  const auto limit = asked ? std::min<std::int64_t>(*asked, longest.count()) : longest.count();
  return std::chrono::steady_clock::now() + std::chrono::milliseconds{limit};
}

std::string span_name(const Request& request, const Route* route) {
  std::string name{to_string(request.method)};
  name += ' ';
  name += route ? std::string_view{route->path} : std::string_view{"unmatched"};
  return name;
}

// Plain functions, because g++ 12 destroys aggregates twice that are built inside a coroutine's expressions.
Reply forbidden() { return Problem{.code = Errc::forbidden, .detail = "only from this machine"}; }

Reply not_found() { return Problem{.code = Errc::not_found, .detail = "nothing is served at this path"}; }

// OPTIONS on a path that exists is a question, not a mistake.
Reply not_allowed(const Request& request, std::vector<std::string> allowed) {
  Problem problem{.code = Errc::method_not_allowed, .detail = "not with this method", .allowed = std::move(allowed)};
  if (request.method != Method::options) return problem;
  Reply options{200, "", ""};
  options.headers.set("Allow", allow_header(problem));
  return options;
}

Reply internal_error() { return Problem{.code = Errc::internal_error, .detail = "something went wrong on our side"}; }

Reply unavailable() {
  return Problem{.code = Errc::unavailable, .detail = "a part that is needed is away; try again", .retry_after = 1s};
}

// The exception that a handler threw, as the caller may see it. Called from a catch block only.
Reply reply_to_exception(const Context& context, const std::string& name) {
  try {
    throw;
  } catch (const sql::Unavailable& e) {
    http_log.warn(context, "database unavailable", {{"request", name}, {"what", e.what()}});
    return unavailable();
  } catch (const UnexpectedProblem& e) {
    http_log.error(context, "unexpected problem",
                   {{"request", name}, {"what", e.what()}, {"detail", e.problem.log_detail}});
    return internal_error();
  } catch (const std::exception& e) {
    http_log.error(context, "handler failed", {{"request", name}, {"what", e.what()}});
    return internal_error();
  } catch (...) {
    http_log.error(context, "handler failed", {{"request", name}, {"what", "not a std::exception"}});
    return internal_error();
  }
}

}  // namespace

// One request on its way through. What finishers and logs need of the request stays here; the body went to the handler.
struct Dispatcher::Exchange {
  Exchange(Request request, const Route* matched, Context ctx)
      : asked(std::move(request)), route(matched), name(span_name(asked, matched)), context(std::move(ctx)) {}

  Request asked;
  const Route* route;  // null: unmatched
  std::string name;
  Context context;
  std::vector<std::string> allowed;  // by other methods, when unmatched
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  bool quiet() const { return route && route->quiet; }
};

Dispatcher::Dispatcher(Router router, const telemetry::Tracer& tracer, telemetry::Metrics& metrics,
                       std::chrono::milliseconds longest_request)
    : router_(std::move(router)),
      tracer_(tracer),
      metrics_(metrics),
      longest_request_(longest_request),
      active_(metrics.gauge("http_server_active_requests", "Requests that are being answered")) {}

net::awaitable<Reply> Dispatcher::answer(Request request) {
  const Route* route = nullptr;
  auto found = router_.find(request.method, request.path);
  if (auto* match = std::get_if<Router::Match>(&found)) {
    route = match->route;
    request.route = route->path;
    request.captures = std::move(match->captures);
  }
  std::string body = std::move(request.body);
  request.body.clear();
  Exchange exchange{request, route, Context{start_span(request, route), deadline_of(request, longest_request_)}};
  if (auto* other = std::get_if<Router::NotAllowed>(&found)) exchange.allowed = std::move(other->allowed);
  take_baggage(exchange.context, request.header("baggage"));
  request.body = std::move(body);

  active_.Increment();
  auto pending = guarded(exchange, std::move(request));
  Reply reply = co_await std::move(pending);
  active_.Decrement();
  finish(exchange, reply);
  crash_point("before answer", route ? std::string_view{route->path} : std::string_view{});
  co_return reply;
}

telemetry::Span Dispatcher::start_span(const Request& request, const Route* route) const {
  const telemetry::HeaderLookup lookup = [&](std::string_view name) { return request.header(name); };
  auto from = telemetry::extract(lookup);
  if (route && route->quiet) {
    if (from.parent) from.parent->sampled = false;
    from.sampled = false;
    from.undecided = false;
  }
  auto span = tracer_.start(span_name(request, route), telemetry::SpanKind::server, from);
  span.tag(tag::http_method, to_string(request.method));
  // A path that nobody serves may hold anything: it is not shown.
  if (route) span.tag(tag::http_route, route->path).tag(tag::http_path, traced_path(route->path, request.path));
  if (request.peer.find(':') == request.peer.npos) span.remote({.service = "", .ipv4 = request.peer, .port = 0});
  return span;
}

net::awaitable<Reply> Dispatcher::guarded(Exchange& exchange, Request request) {
  try {
    auto pending = decide(exchange, std::move(request));
    Reply reply = co_await std::move(pending);
    co_return reply;
  } catch (...) {
    co_return reply_to_exception(exchange.context, exchange.name);
  }
}

net::awaitable<Reply> Dispatcher::decide(Exchange& exchange, Request request) {
  const Route* route = exchange.route;
  if (route && route->loopback_only && !request.peer_is_loopback) co_return forbidden();
  for (std::size_t i = 0; i < interceptors_.size(); ++i) {
    auto pending = interceptors_[i](exchange.context, request);
    std::optional<Reply> early = co_await std::move(pending);
    if (early) co_return std::move(*early);
  }
  if (!route) co_return exchange.allowed.empty() ? not_found() : not_allowed(request, exchange.allowed);
  auto pending = route->handler(exchange.context, std::move(request));
  Reply reply = co_await std::move(pending);
  co_return reply;
}

void Dispatcher::refuse(const Request& request, Reply& reply) {
  for (const auto& finisher : finishers_) finisher(request, reply);
  timer(nullptr, request.method, reply.status).Observe(0.0);
}

void Dispatcher::finish(Exchange& exchange, Reply& reply) {
  auto& context = exchange.context;
  const auto& asked = exchange.asked;
  std::string error;
  if (reply.problem) {
    const Problem problem = std::move(*reply.problem);
    error = boost::describe::enum_to_string(problem.code, "internal_error");
    if (!problem.log_detail.empty()) {
      http_log.info(context, problem.log_detail, {{"request", exchange.name}, {"code", error}});
    }
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    Reply rendered = render(problem, asked.path, now);
    for (const auto& [name, value] : reply.headers) rendered.headers.set(name, value);
    rendered.cut = reply.cut;
    reply = std::move(rendered);
  }
  if (!exchange.quiet()) reply.headers.set("x-b3-traceid", context.span().context().trace_id());
  if (const auto order = context.order()) reply.headers.set(order_header, to_string(*order));
  for (const auto& finisher : finishers_) {
    try {
      finisher(asked, reply);
    } catch (const std::exception& e) {
      http_log.error(context, "finisher failed", {{"request", exchange.name}, {"what", e.what()}});
    }
  }
  context.span().tag(tag::http_status, static_cast<std::int64_t>(reply.status));
  if (reply.status >= 500) context.span().error(error.empty() ? std::to_string(reply.status) : error);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - exchange.started;
  timer(exchange.route, asked.method, reply.status).Observe(seconds.count());
  if (!exchange.quiet()) {
    http_log.debug(context, "answered",
                   {{"request", exchange.name}, {"status", reply.status}, {"seconds", seconds.count()}});
  }
}

telemetry::Histogram& Dispatcher::timer(const Route* route, Method method, int status) {
  auto& slot = timers_[{route, method, status}];
  if (!slot) {
    slot = &metrics_.histogram("http_server_requests_seconds", "How long requests took",
                               {{"method", std::string{to_string(method)}},
                                {"uri", route ? route->path : "UNKNOWN"},
                                {"status", std::to_string(status)},
                                {"outcome", outcome(status)}});
  }
  return *slot;
}

const char* outcome(int status) {
  switch (status / 100) {
    case 1:
      return "INFORMATIONAL";
    case 2:
      return "SUCCESS";
    case 3:
      return "REDIRECTION";
    case 4:
      return "CLIENT_ERROR";
    case 5:
      return "SERVER_ERROR";
    default:
      return "UNKNOWN";
  }
}

}  // namespace sharecar::http
