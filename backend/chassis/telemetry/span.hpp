/// Spans: made by a Tracer, ended by their destructor, reported together when the last one of a local trace has ended.
#pragma once

#include <boost/container/flat_map.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chassis/telemetry/trace_context.hpp"
#include "contracts/types.hpp"

namespace sharecar::telemetry {

/// `local` is work inside the process; Zipkin writes no kind for it.
enum class SpanKind { local, client, server, producer, consumer };

/// Tags that ShareCar uses: `error` and `http.*` are Zipkin's, `order.id`, `fault.injected`, `scenario.run`,
/// `breaker.*` and `fallback` its own, the others are attributes of OpenTelemetry's semantic conventions.
namespace tag {
inline constexpr const char* error = "error";
inline constexpr const char* order_id = "order.id";
inline constexpr const char* http_method = "http.method";
inline constexpr const char* http_path = "http.path";
inline constexpr const char* http_route = "http.route";
inline constexpr const char* http_status = "http.status_code";
inline constexpr const char* http_resend_count = "http.request.resend_count";  // of a retry: 1, 2, ...
inline constexpr const char* db_system = "db.system.name";
inline constexpr const char* db_statement = "db.query.summary";
inline constexpr const char* messaging_system = "messaging.system";
inline constexpr const char* messaging_destination = "messaging.destination.name";
inline constexpr const char* messaging_partition = "messaging.destination.partition.id";
inline constexpr const char* messaging_offset = "messaging.kafka.offset";
inline constexpr const char* instance = "service.instance.id";
inline constexpr const char* fault = "fault.injected";
inline constexpr const char* breaker_name = "breaker.name";
inline constexpr const char* breaker_state = "breaker.state";  // that the call met
inline constexpr const char* fallback = "fallback";
inline constexpr const char* scenario_run = "scenario.run";
}  // namespace tag

/// The name of a tag: a literal or one of the above, so that spans need not keep copies of it.
class TagKey {
 public:
  consteval TagKey(const char* literal) : text_(literal) {}
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Sorted by key. In one piece of memory, as every span has some.
using Tags = boost::container::flat_map<std::string_view, std::string, std::less<>,
                                        std::vector<std::pair<std::string_view, std::string>>>;

/// Where the other end is. `service` is the name that the dependency graph shows.
struct Endpoint {
  std::string service;
  std::string ipv4;
  int port = 0;
};

struct Annotation {
  Timestamp at;
  std::string value;
};

/// What is reported. Plain data.
struct SpanRecord {
  TraceContext context;
  SpanKind kind = SpanKind::local;
  std::string name;
  Timestamp started{};
  std::chrono::microseconds duration{0};
  std::optional<Endpoint> remote;
  Tags tags;  // keys are TagKeys
  std::vector<Annotation> annotations;
};

/// Takes finished spans. Never throws, never blocks; may drop and counts what it drops. Called from any thread.
class SpanSink {
 public:
  virtual ~SpanSink() = default;
  virtual void report(std::vector<SpanRecord>&& spans) noexcept = 0;
};

/// All spans of one trace that one entry into this process made. The order id found anywhere on the way is put on all
/// of them when they are handed over, which is when the last span has ended.
class LocalTrace {
 public:
  explicit LocalTrace(SpanSink& sink) : sink_(sink) {}
  ~LocalTrace();
  LocalTrace(const LocalTrace&) = delete;
  LocalTrace& operator=(const LocalTrace&) = delete;

  void finished(SpanRecord&& record) noexcept;
  void order(OrderId id) noexcept;
  std::optional<OrderId> order() const noexcept;
  void scenario(std::string run);
  std::string scenario() const;

 private:
  SpanSink& sink_;
  mutable std::mutex mutex_;  // a request's spans end on the reactor and on database threads
  std::vector<SpanRecord> records_;
  std::optional<OrderId> order_;
  std::string scenario_;
};

/// One unit of work. Move-only; ends when destroyed. A span that is not sampled records nothing but still has ids.
class Span {
 public:
  Span() = default;
  Span(std::shared_ptr<LocalTrace> trace, TraceContext context, std::string_view name, SpanKind kind);
  ~Span() { end(); }
  Span(Span&& other) noexcept;
  Span& operator=(Span&& other) noexcept;

  const TraceContext& context() const { return context_; }
  Span child(std::string_view name, SpanKind kind) const;

  Span& tag(TagKey key, std::string_view value);
  Span& tag(TagKey key, std::int64_t value);
  Span& error(std::string_view text);  ///< the `error` tag; the first one stays
  Span& annotate(std::string_view value);
  Span& remote(Endpoint endpoint);
  Span& rename(std::string_view name);
  /// Puts `order.id` on every span of this local trace, earlier and later ones.
  Span& order(OrderId id);
  std::optional<OrderId> order() const;
  /// The same with `scenario.run`; "" is none.
  Span& scenario(std::string_view run);
  std::string scenario() const;
  void end() noexcept;

 private:
  std::shared_ptr<LocalTrace> trace_;  // null: not sampled, or ended
  std::unique_ptr<SpanRecord> record_;
  TraceContext context_;
  std::chrono::steady_clock::time_point started_{};
};

/// Which part of the new traces is sampled, 0..1: by the name of their first span, such as "GET /cars", or by `rate`.
struct Sampling {
  double rate = 1.0;
  std::map<std::string, double, std::less<>> rates{};
};

/// Starts traces and continues those that come in. Thread-safe.
class Tracer {
 public:
  /// A parent's decision always wins; a parent that left it open has its trace sampled as if it began here.
  Tracer(SpanSink& sink, Sampling sampling);
  Tracer(SpanSink& sink, double rate) : Tracer(sink, Sampling{rate}) {}

  Span start(std::string_view name, SpanKind kind, const Extracted& from = {}) const;
  Span start(std::string_view name, SpanKind kind, const TraceContext& parent) const;

 private:
  bool samples(std::string_view name, const TraceContext& context) const;

  SpanSink& sink_;
  Sampling sampling_;
};

}  // namespace sharecar::telemetry
