/// Context: the first parameter of everything that waits. Which trace, how long still, on whose behalf.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "chassis/telemetry/span.hpp"

namespace sharecar {

using Deadline = std::chrono::steady_clock::time_point;

/// Owned by whoever started the work (a request, a message, a worker's round) and passed down by reference. Move-only.
/// Not shared between threads at one time; a child may be handed to a database thread while its parent waits.
class Context {
 public:
  Context(telemetry::Span span, Deadline deadline) : span_(std::move(span)), deadline_(deadline) {}

  /// A span below this one with the same deadline.
  Context child(std::string_view name, telemetry::SpanKind kind = telemetry::SpanKind::local) const {
    return {span_.child(name, kind), deadline_};
  }
  /// The same, but waiting no longer than `limit`.
  Context child_within(std::string_view name, telemetry::SpanKind kind, std::chrono::milliseconds limit) const {
    return {span_.child(name, kind), std::min(deadline_, std::chrono::steady_clock::now() + limit)};
  }

  telemetry::Span& span() { return span_; }
  const telemetry::Span& span() const { return span_; }
  Deadline deadline() const { return deadline_; }
  /// Waits no longer than until then from now on.
  void bound(Deadline deadline) { deadline_ = std::min(deadline_, deadline); }
  std::chrono::milliseconds remaining() const {
    const auto left = deadline_ - std::chrono::steady_clock::now();
    return std::max(std::chrono::milliseconds{0}, std::chrono::floor<std::chrono::milliseconds>(left));
  }
  bool expired() const { return std::chrono::steady_clock::now() >= deadline_; }

  /// Names the order that this work changes: on every span of it here, in its log lines, and on what it calls. A mere
  /// look at an order does not: the traces that bear its id are those that did something to it.
  void order(OrderId id) { span_.order(id); }
  std::optional<OrderId> order() const { return span_.order(); }
  /// The run of a scenario that made this request: on every span of it here, and on what it calls.
  void scenario(std::string_view run) { span_.scenario(run); }
  std::string scenario() const { return span_.scenario(); }

 private:
  telemetry::Span span_;
  Deadline deadline_;
};

/// A context that no trace sees, for housekeeping such as polling and migrations.
inline Context untraced(std::chrono::milliseconds limit) {
  telemetry::TraceContext nowhere;
  nowhere.sampled = false;
  return {telemetry::Span{nullptr, nowhere, "", telemetry::SpanKind::local}, std::chrono::steady_clock::now() + limit};
}

}  // namespace sharecar
