/// Sends finished spans to a Zipkin collector in batches.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "chassis/http/upstream.hpp"
#include "chassis/telemetry/metrics.hpp"
#include "chassis/telemetry/span.hpp"

namespace sharecar::telemetry {

struct ReporterConfig {
  std::string service;
  std::string instance;
  std::string ipv4 = "127.0.0.1";
  int port = 0;
  std::chrono::milliseconds flush_interval{250};
  std::size_t max_queued_spans = 20'000;
  std::size_t max_batch_spans = 1'000;
};

/// Spans of one process as Zipkin v2 JSON.
class ZipkinEncoder {
 public:
  ZipkinEncoder(std::string_view service, std::string_view ipv4, int port, std::string_view instance);

  /// Appends one object.
  void append(std::string& out, const SpanRecord& span) const;

 private:
  std::string local_endpoint_;  // what is the same in every span: ,"localEndpoint":{...}
  std::string instance_tag_;    // "service.instance.id":"..."
};

/// `report` may be called from any thread and encodes the spans at once, while they are in the processor's cache; sending
/// happens on the reactor. A batch that the collector does not take is kept and tried again until the queue is full; then
/// new spans are dropped. Both are counted, and so is what waits.
/// `metrics` is scraped on the reactor, and not after this is gone.
class ZipkinReporter : public SpanSink {
 public:
  ZipkinReporter(boost::asio::io_context& reactor, ReporterConfig config, http::Upstream& collector, Metrics& metrics);

  void report(std::vector<SpanRecord>&& spans) noexcept override;
  /// Sends for ever; spawn once.
  boost::asio::awaitable<void> run();
  /// Sends what is queued, for at most `patience`; part of a graceful stop.
  boost::asio::awaitable<void> flush(std::chrono::milliseconds patience);

 private:
  struct Batch {
    std::string json;  // "[" and the spans
    std::size_t spans = 0;
  };

  void enqueue(std::string_view span);
  bool take_batch();
  bool has_full_batch();
  boost::asio::awaitable<bool> send_batch();  // false: not sent, or somebody else is sending
  boost::asio::awaitable<bool> send_batch_alone();

  const ReporterConfig config_;
  const ZipkinEncoder encoder_;
  http::Upstream& collector_;
  boost::asio::steady_timer timer_;
  Counter& sent_;
  Counter& dropped_;
  std::atomic<std::size_t> waiting_ = 0;  // spans, queued and in the batch
  std::mutex mutex_;                      // of the queue
  std::deque<Batch> queue_;
  std::size_t usual_size_ = 0;  // bytes of a batch, lately
  Batch batch_;  // reactor only: taken from the queue, not yet accepted by the collector
  bool sending_ = false;
};

}  // namespace sharecar::telemetry
