/// From request to reply: route, span, deadline, handler, problem, metric. Knows no sockets.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <tuple>
#include <vector>

#include "chassis/http/router.hpp"
#include "chassis/http/server.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::http {

/// Owned by a Server; lives on the reactor's thread.
class Dispatcher {
 public:
  Dispatcher(Router router, const telemetry::Tracer& tracer, telemetry::Metrics& metrics,
             std::chrono::milliseconds longest_request);

  void before_handler(Interceptor interceptor) { interceptors_.push_back(std::move(interceptor)); }
  void before_send(Finisher finisher) { finishers_.push_back(std::move(finisher)); }

  /// Never throws what a handler threw. The span has ended when this returns.
  net::awaitable<Reply> answer(Request request);
  /// For a request that is refused before its body was read: finishers and metric, no span.
  void refuse(const Request& request, Reply& reply);

 private:
  struct Exchange;
  using Found = std::variant<Router::Match, Router::NotAllowed, Router::NotFound>;

  telemetry::Span start_span(const Request& request, const Route* route) const;
  net::awaitable<Reply> decide(Exchange& exchange, Request request);
  net::awaitable<Reply> guarded(Exchange& exchange, Request request);
  void finish(Exchange& exchange, Reply& reply);
  telemetry::Histogram& timer(const Route* route, Method method, int status);

  Router router_;
  const telemetry::Tracer& tracer_;
  telemetry::Metrics& metrics_;
  std::chrono::milliseconds longest_request_;
  std::vector<Interceptor> interceptors_;
  std::vector<Finisher> finishers_;
  telemetry::Gauge& active_;
  std::map<std::tuple<const Route*, Method, int>, telemetry::Histogram*> timers_;
};

/// Micrometer's word for a status: "SUCCESS", "CLIENT_ERROR", ...
const char* outcome(int status);

}  // namespace sharecar::http
