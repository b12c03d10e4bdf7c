/// What is told of each call to an upstream: tags of its span, metrics, a debug line. Inside of http/ only.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "chassis/http/exchange.hpp"

namespace sharecar::http {

/// Lives on the reactor's thread; `metrics` outlives it.
class CallMeter {
 public:
  CallMeter(std::string upstream, telemetry::Metrics& metrics) : upstream_(std::move(upstream)), metrics_(metrics) {}

  /// An attempt that was `started` then and has ended now.
  void observe(Context& context, const Call& call, const Attempt& attempt, Deadline started);
  /// A request went to another instance because the first one certainly did nothing.
  void sent_elsewhere(const char* why);
  void fell_back();

 private:
  telemetry::Counter& failures(resilience::Failure kind);
  telemetry::Histogram& timer(Method method, const std::string& route, int status);

  std::string upstream_;
  telemetry::Metrics& metrics_;
  std::map<std::tuple<Method, std::string, int>, telemetry::Histogram*> timers_;
  std::map<resilience::Failure, telemetry::Counter*> failures_;
  telemetry::Counter* fallbacks_ = nullptr;
};

}  // namespace sharecar::http
