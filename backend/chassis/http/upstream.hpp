/// Calls to another service, which may have several instances: guarded by a circuit breaker and its companions, pooled
/// keep-alive connections, a deadline, a CLIENT span for each attempt, trace headers.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chassis/http/message.hpp"
#include "chassis/resilience/guard.hpp"
#include "chassis/telemetry/context.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::http {

namespace net = boost::asio;

/// How a call can fail without an answer. `refused`: nothing was sent, so it is safe to try elsewhere.
using CallFailure = resilience::Failure;

/// The five parts of the guard have Resilience4j's keys; where a default differs from Resilience4j's, it says why.
struct UpstreamConfig {
  std::string url = "http://127.0.0.1:80";
  std::vector<std::string> urls = {};  ///< of several instances; they take the place of `url`
  int check_ms = 250;                  ///< how often each of several instances is asked whether it is ready
  int max_idle_connections = 64;       ///< to each instance
  int max_response_bytes = 16 * 1024 * 1024;

  /// Who starts again answers again within a second: open no longer than that, and probe without waiting for a caller.
  resilience::CircuitBreakerConfig circuit_breaker = {.wait_duration_in_open_state = std::chrono::seconds{1},
                                                      .automatic_transition_from_open_to_half_open_enabled = true};
  /// Once more, soon, and only after what a second try is likely to mend: somebody waits for the answer.
  resilience::RetryConfig retry = {.max_attempts = 2,
                                   .wait_duration = std::chrono::milliseconds{50},
                                   .enable_randomized_wait = true,
                                   .retry_exceptions = {CallFailure::refused, CallFailure::reset}};
  /// Beyond what the connections of a busy gateway need: a bound for what piles up behind somebody who hangs.
  resilience::BulkheadConfig bulkhead = {.max_concurrent_calls = 1024};
  resilience::RateLimiterConfig rate_limiter = {};  ///< 50 calls in 500 ns: off
  resilience::TimeLimiterConfig time_limiter = {.timeout_duration = std::chrono::seconds{2}};

  std::vector<std::string> addresses() const { return urls.empty() ? std::vector<std::string>{url} : urls; }
  resilience::GuardConfig guard() const { return {circuit_breaker, retry, bulkhead, rate_limiter, time_limiter}; }
  /// For one attempt; the caller's deadline bounds it further.
  std::chrono::milliseconds time_limit() const {
    return std::chrono::ceil<std::chrono::milliseconds>(time_limiter.timeout_duration);
  }
};
BOOST_DESCRIBE_STRUCT(UpstreamConfig, (),
                      (url, urls, check_ms, max_idle_connections, max_response_bytes, circuit_breaker, retry, bulkhead,
                       rate_limiter, time_limiter))

struct CallError {
  CallFailure kind = CallFailure::protocol;
  std::string text;                                      ///< for our log
  std::optional<std::chrono::milliseconds> retry_after;  ///< circuit_open: until probes are let through, if known
};

[[noreturn]] void throw_exception_from_error(const CallError& error, const boost::source_location&);

struct Call {
  Method method = Method::get;
  std::string target;  ///< raw path and query; checked before it is sent
  std::string route;   ///< template, for span name and metric: "/internal/payments/{orderId}"
  Headers headers = {};
  std::string body = {};
  std::chrono::milliseconds limit{0};  ///< for the call with all its attempts; 0: the context's deadline
  std::string address = {};            ///< this one of the upstream's, ready or not, and no other
  std::string pin = {};                ///< calls with the same pin go to the same instance while it is ready
  /// Neither asks the breaker nor tells it, and is not tried again: for questions about health, whose answers must not
  /// depend on it, and for telemetry.
  bool unguarded = false;
};

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
};

/// The body of an answer that goes on as long as the other side writes. The connection closes with it.
class ResponseStream {
 public:
  virtual ~ResponseStream() = default;
  /// What has come since; "" at the end, orderly or not, and when nothing came for so long as `open` was told.
  virtual net::awaitable<std::string> next() = 0;
};

struct OpenResponse {
  int status = 0;
  Headers headers;
  std::unique_ptr<ResponseStream> body;
};

/// Lives on the reactor's thread; `metrics` outlives the reactor's work. One per service that is called. A request that
/// met a kept connection which the other side had closed is sent once more on a fresh one when nothing of an answer was
/// received and the method is idempotent (or nothing was sent).
///
/// Of several instances those are used that say they are ready, the least busy first; all of them when none is. A call
/// that certainly had no effect, because the connection was refused or the answer bears `x-not-served`, is sent at once
/// to another instance; both are one attempt. An attempt that failed is made again as `retry` says, preferably at
/// another instance, when the method is idempotent or when it certainly had no effect; each has a span. Any other
/// failure is the caller's.
class Upstream {
 public:
  using Listener = std::function<void(resilience::PartKind, const resilience::Entry&)>;

  /// Throws std::invalid_argument when an address is not http://host:port, and for settings that make no sense.
  Upstream(net::io_context& reactor, std::string name, UpstreamConfig config, telemetry::Metrics& metrics);
  ~Upstream();

  /// Sends with CLIENT span "METHOD route", b3, traceparent, baggage and the remaining time in the headers. A status of
  /// 5xx is an answer, not a CallError. `x-order-id` in the answer names the order on this trace.
  net::awaitable<boost::system::result<Response, CallError>> send(Context& context, Call call);

  /// The same for an answer that goes on: gives back its head, and the body as it comes. Deadline, time limit and guard
  /// end when the head is here, `longest_silence` counts from then on. Never tried again.
  net::awaitable<boost::system::result<OpenResponse, CallError>> open(Context& context, Call call,
                                                                      std::chrono::milliseconds longest_silence);

  /// The span of an answer that takes the place of what a call did not bring, "fallback <name>"; counted by the guard.
  Context fallback(const Context& context);

  /// How many calls the breaker would permit now, at most `most`.
  int room(int most);
  resilience::Guard& guard();
  /// Told of every event of the guard, on the reactor's thread, inside the call that caused it. At most one listener.
  void listen(Listener listener);

  const std::string& name() const;
  const UpstreamConfig& config() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// What a caller answers when the service behind it did not: 504 for a time-out, 503 with Retry-After for refused and
/// for what we refuse ourselves, 502 for the rest.
Problem to_problem(const std::string& upstream, const CallError& error);

}  // namespace sharecar::http
