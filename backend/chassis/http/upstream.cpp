#include "chassis/http/upstream.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "chassis/http/balancer.hpp"
#include "chassis/http/call_meter.hpp"
#include "chassis/http/exchange.hpp"
#include "chassis/http/head.hpp"
#include "chassis/http/instance.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

namespace tag = telemetry::tag;
using namespace std::chrono_literals;
using resilience::Guard;
using Permission = Guard::Attempt;
using Outcome = boost::system::result<Response, CallError>;

const Log breaker_log{"breaker"};

Deadline now() { return std::chrono::steady_clock::now(); }

template <class E>
const char* text_of(E value) {
  return boost::describe::enum_to_string(value, "");
}

resilience::TraceId trace_of(const Context& context) {
  const auto& trace = context.span().context();
  return {trace.trace_high, trace.trace_low};
}

// Null when the request may have had an effect.
const char* reason_to_go_elsewhere(const Attempt& attempt) {
  if (attempt.failed) return attempt.failed->kind == CallFailure::refused ? "refused" : nullptr;
  const auto& response = attempt.response;
  return response.status == 503 && response.headers.has(not_served_header) ? "not served" : nullptr;
}

// 4xx is an answer like any other: the caller's mistake.
resilience::Outcome outcome_of(const Attempt& attempt) {
  if (attempt.failed) return {attempt.failed->kind};
  const auto status = static_cast<std::int16_t>(attempt.response.status);
  return {status >= 500 ? CallFailure::server_error : CallFailure::none, status};
}

bool may_be_repeated(const Call& call, const Attempt& attempt) {
  if (attempt.wanted == Wanted::open_body) return false;
  const bool nothing_sent = attempt.failed && refused_by_us(attempt.failed->kind);
  return is_idempotent(call.method) || nothing_sent || reason_to_go_elsewhere(attempt);
}

}  // namespace

struct Upstream::Impl : std::enable_shared_from_this<Impl> {
  Impl(net::io_context& io, std::string service, UpstreamConfig settings, telemetry::Metrics& registry)
      : reactor(io),
        name(std::move(service)),
        config(std::move(settings)),
        meter(name, registry),
        guard(name, config.guard(), now()),
        next_tick(io) {
    for (const auto& url : config.addresses()) {
      instances.push_back(std::make_shared<Instance>(reactor, name, url, config, registry));
    }
    for (const auto& instance : instances) {
      if (instances.size() > 1) instance->keep_checking();
    }
    guard.listen([this](resilience::PartKind part, const resilience::Entry& entry) { heard(part, entry); });
  }
  ~Impl() {
    for (const auto& instance : instances) instance->close();
  }

  static net::awaitable<void> send(std::shared_ptr<Impl> impl, Context& caller, Call call, Attempt& attempt);
  net::awaitable<void> send_unguarded(Context& caller, Call call, Deadline deadline, Attempt& attempt);
  net::awaitable<void> send_guarded(Context& context, const Call& call, std::optional<std::size_t>& last,
                                    Attempt& attempt);
  net::awaitable<void> wait_for_a_slot(Context& context, Permission& permission);
  net::awaitable<void> perform(Context& context, const Call& call, std::optional<std::size_t>& last, Attempt& attempt);
  std::optional<CallError> objection(const Call& call, Deadline deadline) const;
  Context client_context(const Context& caller, const Call& call, Deadline deadline) const;
  std::optional<std::size_t> choose_one(const Call& call, std::optional<std::size_t> tried);

  Permission start(Context& context);
  void enter(Context& context, Permission& permission);
  void claim(Context& context, Permission& permission, resilience::Bulkhead::Place& place);
  void finish(Context& context, Permission& permission, const Attempt& attempt);
  std::optional<resilience::Duration> again(resilience::Retry::Call& tries, Context& context, const Call& call,
                                            const Attempt& attempt, Deadline deadline);
  CallError refusal_of(CallFailure kind);
  void heard(resilience::PartKind part, const resilience::Entry& entry);
  void tick_when_due();

  net::io_context& reactor;
  std::string name;
  UpstreamConfig config;
  CallMeter meter;
  Guard guard;
  net::steady_timer next_tick;
  Listener listener;
  Context* at_work = nullptr;  // whose call makes the guard say something
  std::vector<std::shared_ptr<Instance>> instances;
  std::size_t turn = 0;
};

namespace {

/// The guard speaks of this context's call while it lives.
class AtWork {
 public:
  AtWork(Context*& slot, Context& context) : slot_(slot) { slot_ = &context; }
  ~AtWork() { slot_ = nullptr; }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

 private:
  Context*& slot_;
};

}  // namespace

Upstream::Upstream(net::io_context& reactor, std::string name, UpstreamConfig config, telemetry::Metrics& metrics)
    : impl_(std::make_shared<Impl>(reactor, std::move(name), std::move(config), metrics)) {}

Upstream::~Upstream() = default;

const std::string& Upstream::name() const { return impl_->name; }

const UpstreamConfig& Upstream::config() const { return impl_->config; }

resilience::Guard& Upstream::guard() { return impl_->guard; }

void Upstream::listen(Listener listener) { impl_->listener = std::move(listener); }

int Upstream::room(int most) {
  impl_->guard.tick(now());
  return impl_->guard.breaker().room(now(), most);
}

Context Upstream::fallback(const Context& context) {
  Context out = context.child("fallback " + impl_->name);
  out.span().tag(tag::fallback, "true").tag(tag::breaker_name, impl_->name);
  out.span().tag(tag::breaker_state, text_of(impl_->guard.breaker().state()));
  impl_->guard.count_fallback(now());
  impl_->meter.fell_back();
  return out;
}

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

// What follows are the attempts of one call: Retry around everything else.
net::awaitable<void> Upstream::Impl::send(std::shared_ptr<Impl> impl, Context& caller, Call call, Attempt& attempt) {
  const Deadline deadline = call.limit > 0ms ? std::min(caller.deadline(), now() + call.limit) : caller.deadline();
  attempt.failed = impl->objection(call, deadline);
  if (attempt.failed || call.unguarded) {
    co_await impl->send_unguarded(caller, std::move(call), deadline, attempt);
    co_return;
  }
  auto tries = impl->guard.call();
  std::optional<std::size_t> last;
  while (true) {
    std::optional<resilience::Duration> pause;
    {
      const auto started = now();
      Context context = impl->client_context(caller, call, deadline);
      if (tries.attempts() > 1) context.span().tag(tag::http_resend_count, std::int64_t{tries.attempts() - 1});
      co_await impl->send_guarded(context, call, last, attempt);
      impl->meter.observe(context, call, attempt, started);
      pause = impl->again(tries, context, call, attempt, deadline);
    }
    if (!pause) co_return;
    net::steady_timer timer{impl->reactor, *pause};
    boost::system::error_code ignored;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, ignored));
    attempt = Attempt{attempt.wanted};
  }
}

net::awaitable<void> Upstream::Impl::send_unguarded(Context& caller, Call call, Deadline deadline, Attempt& attempt) {
  const auto started = now();
  Context context = client_context(caller, call, std::min(deadline, started + config.time_limit()));
  std::optional<std::size_t> last;
  if (!attempt.failed) co_await perform(context, call, last, attempt);
  meter.observe(context, call, attempt, started);
}

// One attempt: CircuitBreaker(RateLimiter(TimeLimiter(Bulkhead(call)))). Whoever abandons it gives everything back.
net::awaitable<void> Upstream::Impl::send_guarded(Context& context, const Call& call, std::optional<std::size_t>& last,
                                                  Attempt& attempt) {
  Permission permission = start(context);
  if (permission.wait() > 0ns) {
    net::steady_timer timer{reactor, permission.wait()};
    boost::system::error_code ignored;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
  enter(context, permission);
  if (permission.queued()) co_await wait_for_a_slot(context, permission);
  if (permission.refusal() == CallFailure::none) {
    context.bound(permission.deadline());
    co_await perform(context, call, last, attempt);
    const auto caller = co_await net::this_coro::cancellation_state;
    if (caller.cancelled() != net::cancellation_type::none) {  // what became of the call says nothing of the upstream
      throw boost::system::system_error(net::error::operation_aborted);
    }
  } else {
    attempt.failed = refusal_of(permission.refusal());
  }
  finish(context, permission, attempt);
}

net::awaitable<void> Upstream::Impl::wait_for_a_slot(Context& context, Permission& permission) {
  const auto patience = now() + config.bulkhead.max_wait_duration;
  net::steady_timer woken{reactor, std::min(patience, permission.deadline())};
  auto place = permission.queue([&woken] { woken.cancel(); });
  boost::system::error_code ignored;
  co_await woken.async_wait(net::redirect_error(net::use_awaitable, ignored));
  claim(context, permission, place);
}

// Sends to one instance, not the one of the `last` attempt when there is another, and to yet another one what certainly
// had no effect there.
net::awaitable<void> Upstream::Impl::perform(Context& context, const Call& call, std::optional<std::size_t>& last,
                                             Attempt& attempt) {
  auto chosen = choose_one(call, last);
  if (!chosen) chosen = choose_one(call, {});
  const std::size_t first = chosen.value();  // objection() saw that there is one
  last = first;
  co_await instances[first]->perform(context, call, attempt);
  const char* why = reason_to_go_elsewhere(attempt);
  if (!why) co_return;
  instances[first]->not_ready();
  const auto second = choose_one(call, first);
  if (!second) co_return;
  meter.sent_elsewhere(why);
  context.span().annotate(std::string{why} + " by " + instances[first]->url() + ", sent elsewhere");
  attempt = Attempt{attempt.wanted};
  last = second;
  co_await instances[*second]->perform(context, call, attempt);
  if (reason_to_go_elsewhere(attempt)) instances[*second]->not_ready();
}

// Why it cannot be sent at all; that is no matter of the upstream's.
std::optional<CallError> Upstream::Impl::objection(const Call& call, Deadline deadline) const {
  if (!call.target.starts_with('/') || !is_origin_form(call.target)) {
    return failure(CallFailure::protocol, "malformed target");
  }
  if (now() >= deadline) return failure(CallFailure::timeout, "no time left before sending");
  const auto has_address = [&](const auto& instance) { return instance->url() == call.address; };
  if (!call.address.empty() && std::none_of(instances.begin(), instances.end(), has_address)) {
    return failure(CallFailure::protocol, "no such address");
  }
  return {};
}

Context Upstream::Impl::client_context(const Context& caller, const Call& call, Deadline deadline) const {
  std::string span_name{to_string(call.method)};
  span_name += ' ';
  span_name += call.route;
  Context out = caller.child(span_name, telemetry::SpanKind::client);
  out.bound(deadline);
  out.span().remote({.service = name, .ipv4 = "", .port = 0});
  return out;
}

std::optional<std::size_t> Upstream::Impl::choose_one(const Call& call, std::optional<std::size_t> tried) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const auto& instance = *instances[i];
    if (instance.url() == call.address) return i == tried ? std::nullopt : std::optional{i};
    candidates.push_back({instance.url(), instance.ready(), instance.in_flight()});
  }
  return choose(candidates, call.pin, turn++, tried);
}

Permission Upstream::Impl::start(Context& context) {
  const AtWork speaking{at_work, context};
  Permission out = guard.start(trace_of(context), now(), context.deadline());
  context.span().tag(tag::breaker_name, name).tag(tag::breaker_state, text_of(guard.breaker().state()));
  return out;
}

void Upstream::Impl::enter(Context& context, Permission& permission) {
  const AtWork speaking{at_work, context};
  permission.enter(now());
}

void Upstream::Impl::claim(Context& context, Permission& permission, resilience::Bulkhead::Place& place) {
  const AtWork speaking{at_work, context};
  permission.claim(place, now());
}

void Upstream::Impl::finish(Context& context, Permission& permission, const Attempt& attempt) {
  const AtWork speaking{at_work, context};
  permission.finish(outcome_of(attempt), now());
}

std::optional<resilience::Duration> Upstream::Impl::again(resilience::Retry::Call& tries, Context& context,
                                                          const Call& call, const Attempt& attempt,
                                                          Deadline deadline) {
  const AtWork speaking{at_work, context};
  return guard.again(tries, trace_of(context), outcome_of(attempt), may_be_repeated(call, attempt), now(), deadline);
}

CallError Upstream::Impl::refusal_of(CallFailure kind) {
  CallError out{kind, std::string{"not permitted: "} + text_of(kind), {}};
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(guard.breaker().until_half_open(now()));
  if (kind == CallFailure::circuit_open && wait > 0ms) out.retry_after = wait;
  return out;
}

void Upstream::Impl::heard(resilience::PartKind part, const resilience::Entry& entry) {
  const auto& event = entry.event;
  if (event.type == resilience::EventType::STATE_TRANSITION) {
    const std::string change = std::string{text_of(event.from)} + " to " + text_of(event.to);
    const std::initializer_list<LogField> fields{{"breaker", name}, {"change", change}};
    if (at_work) {
      at_work->span().annotate("breaker " + name + ": " + change);
      breaker_log.warn(*at_work, "a circuit breaker changed its state", fields);
    } else {
      breaker_log.warn("a circuit breaker changed its state", fields);
    }
    tick_when_due();
  }
  if (listener) listener(part, entry);
}

// Wakes the breaker for what time alone changes.
void Upstream::Impl::tick_when_due() {
  const auto due = guard.breaker().next_tick();
  if (!due) {
    next_tick.cancel();
    return;
  }
  next_tick.expires_at(*due);
  next_tick.async_wait([weak = weak_from_this()](const boost::system::error_code& cancelled) {
    const auto self = cancelled ? nullptr : weak.lock();
    if (!self) return;
    self->guard.tick(now());
    self->tick_when_due();
  });
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
    case CallFailure::circuit_open:
      problem.code = Errc::call_not_permitted;
      problem.detail = upstream + " failed too often lately and is left alone for a moment";
      problem.retry_after = error.retry_after.value_or(1s);
      break;
    case CallFailure::rate_limited:
    case CallFailure::bulkhead_full:
      problem.code = Errc::unavailable;
      problem.detail = "too much is asked of " + upstream + " at this moment";
      problem.retry_after = 1s;
      break;
    case CallFailure::none:
    case CallFailure::server_error:
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
