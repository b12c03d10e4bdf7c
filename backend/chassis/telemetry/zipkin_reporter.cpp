#include "chassis/telemetry/zipkin_reporter.hpp"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "chassis/json/encode.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::telemetry {
namespace {

const Log log{"tracing"};

std::string_view kind_text(SpanKind kind) {
  switch (kind) {
    case SpanKind::client: return "CLIENT";
    case SpanKind::server: return "SERVER";
    case SpanKind::producer: return "PRODUCER";
    case SpanKind::consumer: return "CONSUMER";
    case SpanKind::local: break;
  }
  return "";
}

void append_hex(std::string& out, std::uint64_t value) {
  std::array<char, 16> digits;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, value >>= 4) *at = "0123456789abcdef"[value & 0xf];
  out.append(digits.data(), digits.size());
}

void append_number(std::string& out, std::int64_t value) {
  std::array<char, 20> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void append_endpoint(std::string& out, std::string_view service, std::string_view ipv4, int port) {
  out += '{';
  bool first = true;
  json::Encoder encoder{out, json::Nulls::omit};
  if (!service.empty()) encoder.member("serviceName", service, first);
  if (!ipv4.empty()) encoder.member("ipv4", ipv4, first);
  if (port != 0) encoder.member("port", port, first);
  out += '}';
}

std::int64_t micros(Timestamp at) { return at.time_since_epoch().count(); }

constexpr std::chrono::milliseconds flush_pause{20};

}  // namespace

ZipkinEncoder::ZipkinEncoder(std::string_view service, std::string_view ipv4, int port, std::string_view instance)
    : local_endpoint_(R"(,"localEndpoint":)") {
  append_endpoint(local_endpoint_, service, ipv4, port);
  json::append_quoted(instance_tag_, tag::instance);
  instance_tag_ += ':';
  json::append_quoted(instance_tag_, instance);
}

void ZipkinEncoder::append(std::string& out, const SpanRecord& span) const {
  out += R"({"traceId":")";
  if (span.context.trace_high != 0) append_hex(out, span.context.trace_high);
  append_hex(out, span.context.trace_low);
  if (span.context.parent != 0) {
    out += R"(","parentId":")";
    append_hex(out, span.context.parent);
  }
  out += R"(","id":")";
  append_hex(out, span.context.span);
  if (const auto kind = kind_text(span.kind); !kind.empty()) {
    out += R"(","kind":")";
    out += kind;
  }
  out += R"(","name":)";
  json::append_quoted(out, span.name);
  out += R"(,"timestamp":)";
  append_number(out, micros(span.started));
  out += R"(,"duration":)";
  append_number(out, span.duration.count());
  out += local_endpoint_;
  if (span.remote) {
    out += R"(,"remoteEndpoint":)";
    append_endpoint(out, span.remote->service, span.remote->ipv4, span.remote->port);
  }
  if (!span.annotations.empty()) {
    out += R"(,"annotations":[)";
    for (std::size_t i = 0; i < span.annotations.size(); ++i) {
      if (i > 0) out += ',';
      out += R"({"timestamp":)";
      append_number(out, micros(span.annotations[i].at));
      out += R"(,"value":)";
      json::append_quoted(out, span.annotations[i].value);
      out += '}';
    }
    out += ']';
  }
  out += R"(,"tags":{)";
  for (const auto& [key, value] : span.tags) {
    out += '"';
    out += key;  // a literal of ours: plain letters
    out += "\":";
    json::append_quoted(out, value);
    out += ',';
  }
  out += instance_tag_;
  out += '}';
  if (span.context.debug) out += R"(,"debug":true)";
  out += '}';
}

ZipkinReporter::ZipkinReporter(boost::asio::io_context& reactor, ReporterConfig config, http::Upstream& collector,
                               Metrics& metrics)
    : config_(std::move(config)),
      encoder_(config_.service, config_.ipv4, config_.port, config_.instance),
      collector_(collector),
      timer_(reactor),
      sent_(metrics.counter("sharecar_spans_sent_total", "Spans that the collector accepted")),
      dropped_(metrics.counter("sharecar_spans_dropped_total", "Spans that were dropped because the queue was full")) {
  auto& waiting = metrics.gauge("sharecar_spans_waiting", "Spans that the collector has not accepted yet");
  metrics.on_scrape([this, &waiting] { waiting.Set(static_cast<double>(waiting_)); });
}

void ZipkinReporter::report(std::vector<SpanRecord>&& spans) noexcept try {
  thread_local std::string json;
  for (const SpanRecord& span : spans) {
    if (waiting_ >= config_.max_queued_spans) {
      dropped_.Increment();
      continue;
    }
    json.clear();
    encoder_.append(json, span);
    enqueue(json);
  }
} catch (...) {
  dropped_.Increment();
}

void ZipkinReporter::enqueue(std::string_view span) {
  const std::lock_guard lock{mutex_};
  if (queue_.empty() || queue_.back().spans >= config_.max_batch_spans) {
    queue_.emplace_back().json.reserve(usual_size_);
  }
  Batch& batch = queue_.back();
  batch.json += batch.spans == 0 ? '[' : ',';
  batch.json += span;
  ++batch.spans;
  ++waiting_;
}

// False when nothing waits.
bool ZipkinReporter::take_batch() {
  if (batch_.spans > 0) return true;
  const std::lock_guard lock{mutex_};
  if (queue_.empty()) return false;
  batch_ = std::move(queue_.front());
  queue_.pop_front();
  usual_size_ = batch_.json.size();
  return true;
}

bool ZipkinReporter::has_full_batch() {
  const std::lock_guard lock{mutex_};
  return !queue_.empty() && queue_.front().spans >= config_.max_batch_spans;
}

boost::asio::awaitable<bool> ZipkinReporter::send_batch() {
  if (sending_) co_return false;
  sending_ = true;
  const bool sent = co_await send_batch_alone();
  sending_ = false;
  co_return sent;
}

boost::asio::awaitable<bool> ZipkinReporter::send_batch_alone() {
  if (!take_batch()) co_return true;
  http::Call call;
  call.method = http::Method::post;
  call.target = "/api/v2/spans";
  call.route = "/api/v2/spans";
  call.unguarded = true;  // spans wait here until it answers
  call.headers.set("Content-Type", http::json_type);
  call.body.reserve(batch_.json.size() + 1);
  call.body = batch_.json;
  call.body += ']';
  TraceContext untraced;
  untraced.sampled = false;
  Context context{Span{nullptr, untraced, "", SpanKind::local},
                  std::chrono::steady_clock::now() + std::chrono::seconds{2}};
  const auto response = co_await collector_.send(context, std::move(call));
  if (!response) co_return false;
  if (response->status == 503 || response->status == 429) co_return false;  // it starts or is busy: later
  if (response->status == 202 || response->status == 200) {
    sent_.Increment(static_cast<double>(batch_.spans));
  } else {  // it answered and does not want them: repeating would not help
    dropped_.Increment(static_cast<double>(batch_.spans));
    log.warn("the collector refused a batch of spans", {{"status", response->status}, {"spans", batch_.spans}});
  }
  waiting_ -= batch_.spans;
  batch_ = Batch{};
  co_return true;
}

boost::asio::awaitable<void> ZipkinReporter::run() {
  bool reachable = true;
  while (true) {
    timer_.expires_after(reachable ? config_.flush_interval : std::chrono::milliseconds{1000});
    boost::system::error_code cancelled;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    if (cancelled) co_return;
    bool more = true;
    while (more) {
      const bool sent = co_await send_batch();
      if (sent != reachable) {
        reachable = sent;
        if (sent) log.info("the span collector answers again");
        else log.warn("the span collector does not answer; spans wait", {{"url", collector_.config().url}});
      }
      more = sent && has_full_batch();
    }
  }
}

boost::asio::awaitable<void> ZipkinReporter::flush(std::chrono::milliseconds patience) {
  timer_.cancel();
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    if (co_await send_batch()) {
      if (waiting_ == 0) co_return;
      continue;
    }
    timer_.expires_after(flush_pause);  // a batch is on its way, or the collector is busy
    boost::system::error_code ignored;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

}  // namespace sharecar::telemetry
