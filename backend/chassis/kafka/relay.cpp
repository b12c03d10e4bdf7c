#include "chassis/kafka/relay.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "chassis/kafka/cloud_event.hpp"
#include "chassis/kafka/producer.hpp"
#include "chassis/runtime/crash_point.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
const Log log{"relay"};

// An idle relay publishes at once. Under traffic it begins a batch so often at most: each costs round trips to the
// database, a request to Kafka, and a transaction in every consumer, whatever its size.
constexpr auto between_batches = 10ms;
constexpr auto retain_every = 1h;

// A mark that is lost in a crash means that the row is published twice, which consumers expect: its COMMIT need not wait
// for the disk. The plans are kept, and go by the index: made while the outbox is small they would read all of it.
constexpr const char* settings =
    "-c synchronous_commit=off -c plan_cache_mode=force_generic_plan"
    " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

// The relays of all instances share this lock; it is held until the batch's COMMIT or ROLLBACK. The SELECT comes after
// it in a statement of its own, so its snapshot has what the other relay marked.
constexpr sql::Statement lock_relays{"lock_relays", "SELECT pg_advisory_xact_lock(72158)"};

constexpr sql::Statement relay_any{"relay_any", "SELECT 1 AS n FROM outbox WHERE published_at IS NULL LIMIT 1"};
constexpr sql::Statement relay_take{
    "relay_take",
    "SELECT seq, id, topic, aggregate_id, type, version, trace, order_id, payload, created_at FROM outbox"
    " WHERE published_at IS NULL ORDER BY seq LIMIT $1"};
constexpr sql::Statement relay_mark{
    "relay_mark",
    "UPDATE outbox o SET published_at = now(), kafka_partition = p.kafka_partition, kafka_offset = p.kafka_offset"
    " FROM unnest($1::bigint[], $2::int[], $3::bigint[]) AS p (seq, kafka_partition, kafka_offset)"
    " WHERE o.seq = p.seq"};
constexpr sql::Statement relay_measure{
    "relay_measure",
    "SELECT count(*) AS pending, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest_seconds"
    " FROM outbox WHERE published_at IS NULL"};
constexpr sql::Statement relay_cluster{"relay_cluster",
                                       "SELECT cluster_id FROM kafka_cluster WHERE consumer = '(relay)'"};
constexpr sql::Statement relay_adopt_cluster{"relay_adopt_cluster",
                                             "INSERT INTO kafka_cluster (consumer, cluster_id) VALUES ('(relay)', $1)"
                                             " ON CONFLICT (consumer) DO UPDATE SET cluster_id = excluded.cluster_id"};
constexpr sql::Statement relay_again{"relay_again",
                                     "UPDATE outbox SET published_at = NULL WHERE published_at IS NOT NULL"};
constexpr sql::Statement relay_retain{
    "relay_retain",
    "DELETE FROM outbox o USING (SELECT topic, aggregate_id, max(seq) AS newest FROM outbox GROUP BY 1, 2) k"
    " WHERE o.topic = k.topic AND o.aggregate_id = k.aggregate_id AND o.seq < k.newest"
    " AND o.published_at < now() - make_interval(days => $1::int)"};

struct OutboxRow {
  std::int64_t seq = 0;
  std::string id;
  std::string topic;
  std::string aggregate_id;
  std::string type;
  Version version;
  std::string trace;
  std::optional<OrderId> order_id;
  std::string payload;
  Timestamp created_at{};
};
BOOST_DESCRIBE_STRUCT(OutboxRow, (),
                      (seq, id, topic, aggregate_id, type, version, trace, order_id, payload, created_at))

struct ClusterRow {
  std::string cluster_id;
};
BOOST_DESCRIBE_STRUCT(ClusterRow, (), (cluster_id))

struct Measured {
  std::int64_t pending = 0;
  double oldest_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(Measured, (), (pending, oldest_seconds))

telemetry::Extracted parent_of(const std::string& trace) {
  auto parent = telemetry::parse_b3(trace);
  if (!parent) parent = telemetry::parse_traceparent(trace);
  return {parent, std::nullopt};
}

}  // namespace

struct Relay::Impl {
  Impl(KafkaConfig c, sql::Postgres& d, std::string s, const telemetry::Tracer& t, telemetry::Metrics& metrics)
      : config(std::move(c)),
        db(d),
        service(std::move(s)),
        tracer(t),
        session(db.dedicated(settings)),
        producer(config),
        pending(metrics.gauge("sharecar_outbox_pending", "Events that are committed and not yet published.")),
        oldest(metrics.gauge("sharecar_outbox_oldest_seconds", "Age of the oldest event that is not yet published.")),
        published(metrics.counter("sharecar_outbox_published_total", "Events that Kafka acknowledged.")),
        errors(metrics.counter("sharecar_relay_errors_total", "Batches that were rolled back, and lost connections.")) {
  }

  const KafkaConfig config;
  sql::Postgres& db;
  const std::string service;
  const telemetry::Tracer& tracer;

  // The thread's own.
  std::unique_ptr<sql::Connection> session;
  Producer producer;
  std::string cluster;  // of the connected producer; "" while it is not connected
  Clock::time_point measured{};
  Clock::time_point retained = Clock::now() - retain_every;

  telemetry::Gauge& pending;
  telemetry::Gauge& oldest;
  telemetry::Counter& published;
  telemetry::Counter& errors;

  mutable std::mutex mutex;  // of the following
  std::condition_variable_any wake;
  bool poked = true;
  OutboxStats stats;

  std::jthread thread;  // last: starts when all else is there

  void loop(const std::stop_token& stop) {
    auto pause = 50ms;
    bool told = true;  // of a commit: look without asking first
    while (!stop.stop_requested()) {
      try {
        session->ready();
        if (cluster.empty() || !producer.still(cluster)) connect(stop);
        const auto begun = Clock::now();
        const auto count = told || any() ? round(stop) : 0;
        well();
        pause = 50ms;
        if (count > 0) {
          measure(1s);
          told = count == static_cast<std::size_t>(config.relay_batch) || rest(stop, begun + between_batches);
          if (told) continue;
        }
        measure(0s);
        retain();
        told = wait(stop, std::chrono::milliseconds{config.relay_idle_ms});
        continue;
      } catch (const std::exception& failure) {
        trouble(failure.what());
      }
      session->recover();
      measure_quietly();
      wait(stop, pause, false);
      told = true;
      pause = std::min<std::chrono::milliseconds>(pause * 2, std::chrono::milliseconds{config.retry_max_ms});
    }
  }

  /// True when poked. With `early` false a poke does not end the waiting.
  bool wait(const std::stop_token& stop, std::chrono::milliseconds limit, bool early = true) {
    std::unique_lock lock{mutex};
    wake.wait_for(lock, stop, limit, [&] { return early && poked; });
    return std::exchange(poked, false);
  }

  /// Lets more rows come together while there is traffic. True when there were any; a poke does not end it.
  bool rest(const std::stop_token& stop, Clock::time_point until) {
    std::unique_lock lock{mutex};
    wake.wait_until(lock, stop, until, [] { return false; });
    return std::exchange(poked, false);
  }

  /// Finds out which cluster this is; when it is another one than the last time, all retained rows become unpublished.
  void connect(const std::stop_token& stop) {
    cluster.clear();
    std::optional<std::string> id;
    for (int tries = 0; !id && tries < 4 && !stop.stop_requested(); ++tries) id = producer.cluster(250);
    if (!id) throw Unavailable("kafka: no broker answers at " + config.bootstrap);
    auto context = untraced(60s);
    begin(context);
    session->script("SET LOCAL statement_timeout = '60s'");
    const auto before = session->find<ClusterRow>(context, relay_cluster);
    if (!before || before->cluster_id != *id) {
      const auto again = session->execute(context, relay_again);
      session->execute(context, relay_adopt_cluster, {*id});
      if (before) log.warn("another kafka cluster: the outbox is published again", {{"rows", again}, {"cluster", *id}});
    }
    session->commit();
    cluster = *id;
  }

  void begin(Context& context) {
    session->begin();
    session->defer(context, lock_relays, {});
  }

  bool any() {
    auto context = untraced(5s);
    return session->execute(context, relay_any) > 0;
  }

  /// One batch; how many rows it published.
  std::size_t round(const std::stop_token& stop) {
    auto context = untraced(30s);
    begin(context);
    const auto rows = session->select<OutboxRow>(context, relay_take, {config.relay_batch});
    if (rows.empty()) {
      session->rollback();
      return 0;
    }
    std::vector<telemetry::Span> spans;
    std::vector<Outgoing> batch;
    for (const auto& row : rows) {
      spans.push_back(span_of(row));
      batch.push_back(message_of(row, spans.back().context()));
    }
    std::vector<Place> places;
    crash_point("before produce", batch.front().topic);
    try {
      places = producer.publish(batch, stop);
      if (producer.cluster(0) != cluster) throw Unavailable("kafka: the cluster changed");
    } catch (const std::exception& failure) {
      for (auto& span : spans) span.error(failure.what());
      cluster.clear();
      throw;
    }
    spans.clear();
    crash_point("after produce", batch.front().topic);
    mark(context, rows, places);
    session->commit();
    published.Increment(static_cast<double>(rows.size()));
    const std::lock_guard lock{mutex};
    stats.published += static_cast<std::int64_t>(rows.size());
    return rows.size();
  }

  void mark(Context& context, const std::vector<OutboxRow>& rows, const std::vector<Place>& places) {
    std::string seqs = "{";
    std::string partitions = "{";
    std::string offsets = "{";
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const char* separator = i == 0 ? "" : ",";
      seqs += separator + std::to_string(rows[i].seq);
      partitions += separator + std::to_string(places[i].partition);
      offsets += separator + std::to_string(places[i].offset);
    }
    session->defer(context, relay_mark, {seqs + '}', partitions + '}', offsets + '}'});
  }

  telemetry::Span span_of(const OutboxRow& row) const {
    auto span = tracer.start(row.topic + " publish", telemetry::SpanKind::producer, parent_of(row.trace));
    span.remote({"kafka", "", 0})
        .tag(telemetry::tag::messaging_system, "kafka")
        .tag(telemetry::tag::messaging_destination, row.topic);
    if (row.order_id) span.order(*row.order_id);
    return span;
  }

  Outgoing message_of(const OutboxRow& row, const telemetry::TraceContext& trace) const {
    Outgoing out;
    out.topic = config.topic_prefix + row.topic;
    out.key = row.aggregate_id;
    out.payload = row.payload;
    out.headers =
        event_headers({row.id, row.type, service, row.aggregate_id, row.version, row.created_at, row.order_id, trace});
    return out;
  }

  void measure(std::chrono::milliseconds at_most_every) {
    const auto now = Clock::now();
    // Between batches now and then; when idle at once after there was something, else now and then.
    const bool was_pending = pending.Value() > 0;
    if (now - measured < std::max(at_most_every, was_pending ? 0ms : std::chrono::milliseconds{1000})) return;
    measured = now;
    auto context = untraced(5s);
    const auto found = session->find<Measured>(context, relay_measure).value_or(Measured{});
    pending.Set(static_cast<double>(found.pending));
    oldest.Set(found.oldest_seconds);
    const std::lock_guard lock{mutex};
    stats.pending = found.pending;
    stats.oldest_seconds = found.oldest_seconds;
  }

  void measure_quietly() {
    try {
      session->ready();
      measure(500ms);
    } catch (const std::exception&) {  // trouble() has said that the database is away
      session->recover();
    }
  }

  void retain() {
    const auto now = Clock::now();
    if (now - retained < retain_every) return;
    retained = now;
    auto context = untraced(120s);
    begin(context);
    session->script("SET LOCAL statement_timeout = '60s'");
    const auto gone = session->execute(context, relay_retain, {config.retention_days});
    session->commit();
    if (gone > 0) log.info("old outbox rows deleted", {{"rows", gone}});
  }

  void trouble(const std::string& what) {
    errors.Increment();
    const std::lock_guard lock{mutex};
    if (stats.last_error.empty()) log.warn("the outbox waits", {{"cause", what}});
    stats.last_error = what;
    stats.connected = !cluster.empty();
  }

  void well() {
    const std::lock_guard lock{mutex};
    if (!stats.last_error.empty()) log.info("the outbox is published again", {{"after", stats.last_error}});
    stats.last_error.clear();
    stats.connected = true;
  }
};

Relay::Relay(KafkaConfig config, sql::Postgres& db, std::string service, const telemetry::Tracer& tracer,
             telemetry::Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(config), db, std::move(service), tracer, metrics)) {
  impl_->db.on_emit([impl = impl_.get()] {
    {
      const std::lock_guard lock{impl->mutex};
      impl->poked = true;
    }
    impl->wake.notify_one();
  });
  impl_->thread = std::jthread{[impl = impl_.get()](const std::stop_token& stop) { impl->loop(stop); }};
}

Relay::~Relay() { stop(); }

void Relay::poke() {
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->poked = true;
  }
  impl_->wake.notify_one();
}

void Relay::stop() {
  impl_->db.on_emit({});
  impl_->thread.request_stop();
  if (impl_->thread.joinable()) impl_->thread.join();
}

OutboxStats Relay::stats() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->stats;
}

}  // namespace sharecar::kafka
