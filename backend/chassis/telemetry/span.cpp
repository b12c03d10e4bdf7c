#include "chassis/telemetry/span.hpp"

#include <random>

namespace sharecar::telemetry {
namespace {

std::uint64_t random_id() {
  thread_local std::mt19937_64 engine{std::random_device{}() ^ (std::uint64_t{std::random_device{}()} << 32)};
  std::uint64_t id = 0;
  while (id == 0) id = engine();
  return id;
}

// Ids of orders are drawn from 1 on; what has twelve digits or more may be a card number in the wrong place.
constexpr std::int64_t no_order_from = 100'000'000'000;

constexpr std::size_t usual_tags = 8;
constexpr std::size_t usual_spans = 8;  // of a local trace

Timestamp now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

// Zipkin's boundary sampler: the same trace id gives the same answer in every process.
bool sampled_at(double rate, std::uint64_t trace_low) {
  if (rate >= 1.0) return true;
  if (rate <= 0.0) return false;
  const auto signed_id = static_cast<std::int64_t>(trace_low);
  const std::uint64_t magnitude = signed_id < 0 ? 0 - trace_low : trace_low;
  return magnitude <= static_cast<std::uint64_t>(static_cast<double>(INT64_MAX) * rate);
}

}  // namespace

LocalTrace::~LocalTrace() {
  if (records_.empty()) return;
  if (order_) {
    for (auto& record : records_) record.tags.try_emplace(tag::order_id, to_string(*order_));
  }
  if (!scenario_.empty()) {
    for (auto& record : records_) record.tags.try_emplace(tag::scenario_run, scenario_);
  }
  sink_.report(std::move(records_));
}

void LocalTrace::finished(SpanRecord&& record) noexcept try {
  const std::lock_guard lock{mutex_};
  if (records_.empty()) records_.reserve(usual_spans);
  records_.push_back(std::move(record));
} catch (...) {  // out of memory: a lost span is better than a lost request
}

void LocalTrace::order(OrderId id) noexcept {
  const std::lock_guard lock{mutex_};
  order_ = id;
}

std::optional<OrderId> LocalTrace::order() const noexcept {
  const std::lock_guard lock{mutex_};
  return order_;
}

void LocalTrace::scenario(std::string run) {
  const std::lock_guard lock{mutex_};
  scenario_ = std::move(run);
}

std::string LocalTrace::scenario() const {
  const std::lock_guard lock{mutex_};
  return scenario_;
}

Span::Span(std::shared_ptr<LocalTrace> trace, TraceContext context, std::string_view name, SpanKind kind)
    : trace_(std::move(trace)), context_(context), started_(std::chrono::steady_clock::now()) {
  if (!context_.sampled) return;
  record_ = std::make_unique<SpanRecord>();
  record_->context = context_;
  record_->kind = kind;
  record_->name = name;
  record_->tags.reserve(usual_tags);
  record_->started = now();
}

Span::Span(Span&& other) noexcept
    : trace_(std::move(other.trace_)),
      record_(std::move(other.record_)),
      context_(other.context_),
      started_(other.started_) {}

Span& Span::operator=(Span&& other) noexcept {
  if (this != &other) {
    end();
    trace_ = std::move(other.trace_);
    record_ = std::move(other.record_);
    context_ = other.context_;
    started_ = other.started_;
  }
  return *this;
}

Span Span::child(std::string_view name, SpanKind kind) const {
  TraceContext context = context_;
  context.parent = context_.span;
  context.span = random_id();
  return Span{trace_, context, name, kind};
}

Span& Span::tag(TagKey key, std::string_view value) {
  if (record_) record_->tags.insert_or_assign(key.text(), std::string{value});
  return *this;
}

Span& Span::tag(TagKey key, std::int64_t value) {
  if (record_) record_->tags.insert_or_assign(key.text(), std::to_string(value));
  return *this;
}

Span& Span::error(std::string_view text) {
  if (record_) record_->tags.try_emplace(tag::error, text);
  return *this;
}

Span& Span::annotate(std::string_view value) {
  if (record_) record_->annotations.push_back({now(), std::string{value}});
  return *this;
}

Span& Span::remote(Endpoint endpoint) {
  if (record_) record_->remote = std::move(endpoint);
  return *this;
}

Span& Span::rename(std::string_view name) {
  if (record_) record_->name = name;
  return *this;
}

Span& Span::order(OrderId id) {
  if (trace_ && id.value < no_order_from) trace_->order(id);
  return *this;
}

std::optional<OrderId> Span::order() const { return trace_ ? trace_->order() : std::nullopt; }

Span& Span::scenario(std::string_view run) {
  if (trace_) trace_->scenario(std::string{run});
  return *this;
}

std::string Span::scenario() const { return trace_ ? trace_->scenario() : std::string{}; }

void Span::end() noexcept {
  if (record_ && trace_) {
    record_->duration =
        std::max(std::chrono::microseconds{1},
                 std::chrono::ceil<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_));
    trace_->finished(std::move(*record_));
  }
  record_.reset();
  trace_.reset();
}

Tracer::Tracer(SpanSink& sink, Sampling sampling) : sink_(sink), sampling_(std::move(sampling)) {}

bool Tracer::samples(std::string_view name, const TraceContext& context) const {
  const auto found = sampling_.rates.find(name);
  return sampled_at(found == sampling_.rates.end() ? sampling_.rate : found->second, context.trace_low);
}

Span Tracer::start(std::string_view name, SpanKind kind, const TraceContext& parent) const {
  TraceContext context = parent;
  context.parent = parent.span;
  context.span = random_id();
  return Span{std::make_shared<LocalTrace>(sink_), context, name, kind};
}

Span Tracer::start(std::string_view name, SpanKind kind, const Extracted& from) const {
  if (from.parent) {
    TraceContext parent = *from.parent;
    if (from.undecided) parent.sampled = samples(name, parent);
    return start(name, kind, parent);
  }
  TraceContext context;
  context.trace_high = random_id();
  context.trace_low = random_id();
  context.span = context.trace_low;  // the root span shares the trace's lower half, as Zipkin's own tracers do
  context.sampled = from.sampled.value_or(samples(name, context));
  return Span{std::make_shared<LocalTrace>(sink_), context, name, kind};
}

}  // namespace sharecar::telemetry
