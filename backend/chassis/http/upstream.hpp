/// Calls to another service, which may have several instances: pooled keep-alive connections, a deadline, a CLIENT
/// span, trace headers.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "chassis/http/message.hpp"
#include "chassis/telemetry/context.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::http {

namespace net = boost::asio;

struct UpstreamConfig {
  std::string url = "http://127.0.0.1:80";
  std::vector<std::string> urls = {};  ///< of several instances; they take the place of `url`
  int timeout_ms = 2000;               ///< for one call; the context's deadline bounds it further
  int check_ms = 250;                  ///< how often each of several instances is asked whether it is ready
  int max_idle_connections = 64;       ///< to each instance
  int max_response_bytes = 16 * 1024 * 1024;

  std::vector<std::string> addresses() const { return urls.empty() ? std::vector<std::string>{url} : urls; }
};
BOOST_DESCRIBE_STRUCT(UpstreamConfig, (), (url, urls, timeout_ms, check_ms, max_idle_connections, max_response_bytes))

/// How a call can fail without an answer. `refused`: nothing was sent, so it is safe to try elsewhere.
enum class CallFailure { refused, reset, timeout, protocol, too_large };
BOOST_DESCRIBE_ENUM(CallFailure, refused, reset, timeout, protocol, too_large)

struct CallError {
  CallFailure kind = CallFailure::protocol;
  std::string text;  ///< for our log
};

[[noreturn]] void throw_exception_from_error(const CallError& error, const boost::source_location&);

struct Call {
  Method method = Method::get;
  std::string target;  ///< raw path and query; checked before it is sent
  std::string route;   ///< template, for span name and metric: "/internal/payments/{orderId}"
  Headers headers = {};
  std::string body = {};
  std::chrono::milliseconds limit{0};  ///< shorter than the upstream's own; 0: that one
  std::string address = {};            ///< this one of the upstream's, ready or not, and no other
  std::string pin = {};                ///< calls with the same pin go to the same instance while it is ready
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
/// that certainly had no effect, because the connection was refused or the answer bears `x-not-served`, is sent once
/// more, to another instance. Any other failure is the caller's.
class Upstream {
 public:
  /// Throws std::invalid_argument when an address is not http://host:port.
  Upstream(net::io_context& reactor, std::string name, UpstreamConfig config, telemetry::Metrics& metrics);
  ~Upstream();

  /// Sends with CLIENT span "METHOD route", b3, traceparent, baggage and the remaining time in the headers. A status of
  /// 5xx is an answer, not a CallError. `x-order-id` in the answer names the order on this trace.
  net::awaitable<boost::system::result<Response, CallError>> send(Context& context, Call call);

  /// The same for an answer that goes on: gives back its head, and the body as it comes. Deadline and time-out count
  /// until the head is here, `longest_silence` from then on.
  net::awaitable<boost::system::result<OpenResponse, CallError>> open(Context& context, Call call,
                                                                      std::chrono::milliseconds longest_silence);

  const std::string& name() const;
  const UpstreamConfig& config() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// What a caller answers when the service behind it did not: 504 for a time-out, 503 with Retry-After for refused, 502
/// for the rest.
Problem to_problem(const std::string& upstream, const CallError& error);

}  // namespace sharecar::http
