#include "chassis/http/call_meter.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <charconv>

#include "chassis/http/dispatcher.hpp"
#include "chassis/http/traced_path.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

namespace tag = telemetry::tag;

const Log http_log{"http"};

const char* text_of(resilience::Failure kind) { return boost::describe::enum_to_string(kind, "protocol"); }

}  // namespace

void CallMeter::observe(Context& context, const Call& call, const Attempt& attempt, Deadline started) {
  auto& span = context.span();
  const std::string_view target = call.target;
  span.tag(tag::http_method, to_string(call.method));
  span.tag(tag::http_path, traced_path(call.route, target.substr(0, target.find('?'))));
  span.tag(tag::http_route, call.route);
  if (attempt.failed) {
    const auto kind = attempt.failed->kind;
    span.error(text_of(kind));
    http_log.debug(context, "call failed",
                   {{"upstream", upstream_}, {"kind", text_of(kind)}, {"what", attempt.failed->text}});
    failures(kind).Increment();
    if (refused_by_us(kind)) return;  // no request was made
  } else {
    span.tag(tag::http_status, static_cast<std::int64_t>(attempt.response.status));
    if (attempt.response.status >= 500) span.error(std::to_string(attempt.response.status));
    const auto fault = attempt.response.headers.get(fault_header);
    if (!fault.empty()) span.tag(tag::fault, fault);
    const auto order = attempt.response.headers.get(order_header);
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(order.data(), order.data() + order.size(), id);
    if (!order.empty() && error == std::errc{} && end == order.data() + order.size()) context.order(OrderId{id});
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
  timer(call.method, call.route, attempt.failed ? 0 : attempt.response.status).Observe(seconds.count());
}

void CallMeter::sent_elsewhere(const char* why) {
  metrics_
      .counter("sharecar_upstream_elsewhere_total", "Requests sent again to another instance",
               {{"client", upstream_}, {"reason", why}})
      .Increment();
}

void CallMeter::fell_back() {
  if (!fallbacks_) {
    fallbacks_ = &metrics_.counter("sharecar_upstream_fallbacks_total", "Answers that took the place of a call's",
                                   {{"client", upstream_}});
  }
  fallbacks_->Increment();
}

telemetry::Counter& CallMeter::failures(resilience::Failure kind) {
  auto& slot = failures_[kind];
  if (!slot) {
    slot = &metrics_.counter("http_client_failures_total", "Calls without an answer",
                             {{"client", upstream_}, {"kind", text_of(kind)}});
  }
  return *slot;
}

telemetry::Histogram& CallMeter::timer(Method method, const std::string& route, int status) {
  auto& slot = timers_[{method, route, status}];
  if (!slot) {
    slot = &metrics_.histogram("http_client_requests_seconds", "How long calls to other services took",
                               {{"client", upstream_},
                                {"method", std::string{to_string(method)}},
                                {"uri", route},
                                {"status", status == 0 ? "IO_ERROR" : std::to_string(status)},
                                {"outcome", outcome(status)}});
  }
  return *slot;
}

}  // namespace sharecar::http
