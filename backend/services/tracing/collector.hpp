/// Takes spans in: answers at once, stores soon. Accepted spans gather in a bounded queue for a second at most and
/// are written in batches, one transaction each; what does not fit into the queue is dropped and counted.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chassis/runtime/service.hpp"
#include "services/tracing/config.hpp"
#include "spanwire/span_codec.hpp"
#include "services/tracing/span_store.hpp"

namespace sharecar::tracing {

using Decode = spanwire::Decoded (*)(std::string_view);

/// What a sender is told whose message is not taken.
struct Refused {
  int status = 400;
  std::string text;
};

/// What has come in, for GET /metrics.
struct Counts {
  double messages = 0;
  double messages_dropped = 0;
  double bytes = 0;
  double spans = 0;
  double spans_dropped = 0;
  double message_spans = 0;  ///< of the last message
  double message_bytes = 0;
};

/// Lives on the reactor's thread, except where noted.
class Collector {
 public:
  Collector(net::io_context& reactor, sql::SqliteDatabase& database, const SpanStore& store,
            telemetry::Metrics& metrics, const Clock& clock, const CollectorConfig& config);

  /// A message of spans, `gzipped` or not, as `decode` reads it. Gives back why it is refused, or nothing.
  std::optional<Refused> accept(std::string_view body, bool gzipped, Decode decode);

  /// Waits until everything that was accepted so far can be read, but no longer than a second.
  net::awaitable<void> written();

  const SpanNames& names() const { return names_; }
  Counts counts() const;

  /// Reads what an earlier run stored. Before readiness, on any thread.
  void load();
  /// Deletes the oldest traces when there are too many; gives back when to look again.
  net::awaitable<std::chrono::milliseconds> retain(Context& context);
  /// Computes dependency links ahead of the questions: when nothing else is to do, and while spans come as far as more
  /// traces wait than a question can compute by itself; gives back when to look again.
  net::awaitable<std::chrono::milliseconds> link(Context& context);
  /// Waits until the queue is written, for some seconds at most. On any thread but the reactor's.
  void flush() noexcept;

 private:
  struct Batch {
    std::vector<Piece> pieces;  // one of each trace
    std::unordered_map<std::int64_t, std::size_t> places;  // of traces among the pieces
    std::vector<Name> names;
    std::int64_t spans = 0;
    std::size_t bytes = 0;
  };

  std::optional<Refused> take(std::string_view body, Decode decode);
  Refused refuse(int status, std::string text);
  void sample(std::vector<tracemodel::Span>& spans);
  void enqueue(std::vector<Piece> pieces, std::vector<Name> names);
  net::awaitable<void> write_queue();
  net::awaitable<bool> write(std::shared_ptr<const Batch> batch);
  void finished(const Batch& batch);
  void show();

  net::io_context& reactor_;
  sql::SqliteDatabase& database_;
  const SpanStore& store_;
  const Clock& clock_;
  const CollectorConfig config_;
  const std::int64_t sampled_up_to_;  // of the absolute value of a trace id's low bits
  SpanNames names_;
  Batch gathering_;
  std::size_t queued_bytes_ = 0;  // gathering and being written
  std::uint64_t accepted_ = 0;    // batches that were begun
  std::uint64_t written_ = 0;     // batches that are done
  bool writing_ = false;
  bool stopping_ = false;
  net::steady_timer gap_;
  std::set<net::steady_timer*> readers_;
  std::atomic<bool> idle_{true};
  bool linked_ = false;           // nothing came since all links were computed
  std::int64_t stored_ = 0;       // spans
  std::int64_t stored_size_ = 0;  // bytes
  telemetry::Counter& messages_;
  telemetry::Counter& messages_dropped_;
  telemetry::Counter& bytes_;
  telemetry::Counter& spans_;
  telemetry::Counter& spans_dropped_;
  telemetry::Gauge& message_spans_;
  telemetry::Gauge& message_bytes_;
  telemetry::Gauge& stored_spans_;
  telemetry::Gauge& stored_bytes_;
};

/// Writes the queue before the service ends.
class CollectorPart : public Part {
 public:
  explicit CollectorPart(Collector& collector) : collector_(collector) {}
  void start() override {}
  void stop() noexcept override { collector_.flush(); }

 private:
  Collector& collector_;
};

}  // namespace sharecar::tracing
