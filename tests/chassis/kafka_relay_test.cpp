#include "chassis/kafka/relay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <map>
#include <thread>

#include "chassis/kafka/cloud_event.hpp"
#include "chassis/sql/outbox.hpp"
#include "support/eventually.hpp"
#include "support/recorded_spans.hpp"
#include "support/test_broker.hpp"
#include "support/test_database.hpp"

namespace sharecar::kafka {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using testing::HasSubstr;

/// librdkafka's own cluster in this process: a broker that can be switched off.
class MockCluster {
 public:
  MockCluster()
      : client_(rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0)),
        cluster_(rd_kafka_mock_cluster_new(client_, 1)) {}
  ~MockCluster() {
    rd_kafka_mock_cluster_destroy(cluster_);
    rd_kafka_destroy(client_);
  }
  MockCluster(const MockCluster&) = delete;
  MockCluster& operator=(const MockCluster&) = delete;

  std::string bootstrap() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }
  void down() { rd_kafka_mock_broker_set_down(cluster_, 1); }
  void up() { rd_kafka_mock_broker_set_up(cluster_, 1); }
  /// The next produce requests are answered with this error.
  void refuse_produce(rd_kafka_resp_err_t error, std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) rd_kafka_mock_push_request_errors(cluster_, 0, 1, error);
  }

 private:
  rd_kafka_t* client_;
  rd_kafka_mock_cluster_t* cluster_;
};

class RelayTest : public testing::Test {
 protected:
  RelayTest() { db.migrate({}); }

  void emit(const std::string& aggregate, int version, const std::string& topic = "order.events") {
    Context c{tracer.start("place", telemetry::SpanKind::local), std::chrono::steady_clock::now() + 10s};
    db.run_here(c, [&](Context& inner, sql::Session& session) {
      sql::Params params;
      sql::append(params, inner,
                  {topic, aggregate, "OrderPaid", Version{version}, OrderId{std::stoll(aggregate)},
                   "{\"n\":" + std::to_string(version) + "}"});
      session.execute(inner, sql::insert_outbox, params);
    });
  }
  std::string pending() { return database.ask("SELECT count(*) FROM outbox WHERE published_at IS NULL"); }
  std::unique_ptr<Relay> relay(const KafkaConfig& config) {
    return std::make_unique<Relay>(config, db, "order", tracer, metrics);
  }

  test::TestDatabase database;
  test::TestBroker broker;
  test::RecordedSpans spans;
  telemetry::Tracer tracer{spans, 1.0};
  telemetry::Metrics metrics{"test"};
  sql::Postgres db{database.config(2), metrics};
};

TEST_F(RelayTest, PublishesACommittedEventAsACloudEventInItsTrace) {
  const auto running = relay(broker.config());
  emit("42", 3);
  const auto messages = broker.read("order.events", 1);
  ASSERT_EQ(messages.size(), 1u);
  const auto& message = messages[0];
  EXPECT_EQ(message.key, "42");
  EXPECT_EQ(message.payload, "{\"n\":3}");
  EXPECT_EQ(message.type, "OrderPaid");
  EXPECT_EQ(message.sequence, Version{3});
  EXPECT_EQ(message.order, OrderId{42});
  EXPECT_EQ(message.id, database.ask("SELECT id FROM outbox"));
  std::string names;
  for (const auto& [name, value] : message.headers) names += name + " ";
  EXPECT_EQ(
      names,
      "ce_specversion ce_id ce_type ce_source ce_time ce_subject ce_sequence content-type traceparent b3 baggage ");
  EXPECT_EQ(header(message.headers, "ce_type"), "com.sharecar.OrderPaid.v1");
  EXPECT_EQ(header(message.headers, "ce_source"), "/sharecar/order");

  ASSERT_TRUE(eventually([&] { return !spans.named("order.events publish").empty(); }));
  const auto publish = spans.named("order.events publish")[0];
  EXPECT_EQ(publish.kind, telemetry::SpanKind::producer);
  EXPECT_EQ(publish.remote->service, "kafka");
  EXPECT_EQ(publish.tags.at("order.id"), "42");
  EXPECT_EQ(publish.context.parent, spans.named("place")[0].context.span);
  EXPECT_EQ(publish.context.trace_id(), spans.named("place")[0].context.trace_id());
  EXPECT_EQ(header(message.headers, "b3"), telemetry::to_b3(publish.context));
  EXPECT_EQ(header(message.headers, "traceparent"), telemetry::to_traceparent(publish.context));
}

TEST_F(RelayTest, KeepsWhereEachEventIsInItsTopic) {
  for (int version = 1; version <= 3; ++version) emit("42", version);
  emit("43", 1, "car.events");
  const auto running = relay(broker.config());
  ASSERT_TRUE(eventually([&] { return pending() == "0"; }));
  std::string places;
  for (const char* topic : {"order.events", "car.events"}) {
    const std::size_t count = topic == std::string{"order.events"} ? 3 : 1;
    for (const auto& message : broker.read(topic, count)) {
      places += (places.empty() ? "" : ",") + std::to_string(message.partition) + ":" + std::to_string(message.offset);
    }
  }
  EXPECT_EQ(database.ask("SELECT kafka_partition || ':' || kafka_offset FROM outbox ORDER BY seq"), places);
}

TEST_F(RelayTest, ACommitWakesTheRelayAtOnce) {
  auto config = broker.config();
  config.relay_idle_ms = 60'000;
  const auto running = relay(config);
  emit("1", 1);  // the topic is made
  ASSERT_TRUE(eventually([&] { return running->stats().published == 1; }));
  std::vector<std::chrono::steady_clock::duration> times;
  for (int i = 2; i <= 12; ++i) {
    const auto started = std::chrono::steady_clock::now();
    emit("1", i);
    ASSERT_TRUE(eventually([&] { return running->stats().published == i; }));
    times.push_back(std::chrono::steady_clock::now() - started);
  }
  std::sort(times.begin(), times.end());
  RecordProperty("median_us",
                 static_cast<int>(std::chrono::duration_cast<std::chrono::microseconds>(times[5]).count()));
  EXPECT_LT(times[5], 200ms);
}

TEST_F(RelayTest, ARowThatNobodyTellsOfIsFoundByLooking) {
  const auto running = relay(broker.config());
  ASSERT_TRUE(eventually([&] { return running->stats().connected; }));
  database.ask(
      "INSERT INTO outbox (topic, aggregate_id, type, version, trace, payload)"
      " VALUES ('car.events', '1002', 'CarChanged', 1, '', '{}')");
  EXPECT_EQ(broker.read("car.events", 1).size(), 1u);
}

TEST_F(RelayTest, TwoRelaysPublishEachAggregateInOrderAndNothingTwice) {
  constexpr int aggregates = 10;
  constexpr int versions = 60;
  auto config = broker.config();
  config.relay_batch = 7;
  telemetry::Metrics others{"other"};
  sql::Postgres second_db{database.config(2), others};
  const auto first = relay(config);
  Relay second{config, second_db, "order", tracer, others};
  std::vector<std::jthread> writers;
  for (int w = 0; w < 2; ++w) {
    writers.emplace_back([&, w] {
      for (int version = 1; version <= versions; ++version) {
        for (int a = w; a < aggregates; a += 2) {
          emit(std::to_string(a), version);
          second.poke();
        }
      }
    });
  }
  writers.clear();
  ASSERT_TRUE(eventually([&] { return pending() == "0"; }));
  std::map<std::string, std::vector<std::int64_t>> seen;
  for (const auto& message : broker.read("order.events", aggregates * versions)) {
    seen[message.key].push_back(message.sequence.value);
  }
  std::vector<std::int64_t> expected;
  for (int version = 1; version <= versions; ++version) expected.push_back(version);
  ASSERT_EQ(seen.size(), static_cast<std::size_t>(aggregates));
  for (const auto& [key, order] : seen) EXPECT_EQ(order, expected) << "aggregate " << key;
  EXPECT_GT(first->stats().published, 0);
  EXPECT_GT(second.stats().published, 0);
}

TEST_F(RelayTest, WaitsWhileKafkaIsAwayAndPublishesWhenItIsBack) {
  MockCluster kafka;
  KafkaConfig config;
  config.bootstrap = kafka.bootstrap();
  config.message_timeout_ms = 1000;
  const auto running = relay(config);
  emit("1", 1);
  ASSERT_TRUE(eventually([&] { return running->stats().published == 1; }));
  EXPECT_EQ(running->stats().last_error, "");

  kafka.down();
  emit("1", 2);
  emit("1", 3);
  ASSERT_TRUE(eventually([&] { return !running->stats().last_error.empty() && running->stats().pending == 2; }));
  EXPECT_FALSE(running->stats().connected);
  EXPECT_EQ(pending(), "2");
  EXPECT_THAT(metrics.text(), HasSubstr("sharecar_outbox_pending{application=\"test\"} 2"));

  kafka.up();
  ASSERT_TRUE(eventually([&] { return running->stats().published == 3; }));
  ASSERT_TRUE(eventually([&] { return running->stats().pending == 0 && running->stats().connected; }));
  EXPECT_EQ(running->stats().last_error, "");
  EXPECT_EQ(pending(), "0");
}

TEST_F(RelayTest, StartsBeforeKafkaDoes) {
  KafkaConfig config;
  config.bootstrap = "127.0.0.1:1";
  const auto running = relay(config);
  emit("1", 1);
  ASSERT_TRUE(eventually([&] { return running->stats().pending == 1; }));
  EXPECT_EQ(running->stats().last_error, "kafka: no broker answers at 127.0.0.1:1");
  const auto started = std::chrono::steady_clock::now();
  running->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - started, 3s);
}

TEST_F(RelayTest, WaitsWhileTheDatabaseIsAway) {
  const auto running = relay(broker.config());
  emit("1", 1);
  ASSERT_TRUE(eventually([&] { return running->stats().published == 1; }));
  database.refuse();
  ASSERT_TRUE(eventually([&] { return !running->stats().last_error.empty(); }));
  database.allow();
  emit("1", 2);
  ASSERT_TRUE(eventually([&] { return running->stats().published == 2 && running->stats().last_error.empty(); }));
}

TEST_F(RelayTest, AnotherClusterGetsAllRetainedEventsAgain) {
  {
    const auto running = relay(broker.config());
    emit("1", 1);
    emit("1", 2);
    ASSERT_TRUE(eventually([&] { return running->stats().published == 2; }));
  }
  {
    const auto again = relay(broker.config());
    emit("1", 3);
    ASSERT_TRUE(eventually([&] { return again->stats().published == 1; })) << "the same cluster gets only what is new";
  }
  database.ask("UPDATE kafka_cluster SET cluster_id = 'another'");
  const auto after = relay(broker.config());
  ASSERT_TRUE(eventually([&] { return after->stats().published == 3; }));
  std::string versions;
  for (const auto& message : broker.read("order.events", 6)) versions += std::to_string(message.sequence.value) + " ";
  EXPECT_EQ(versions, "1 2 3 1 2 3 ");
}

TEST_F(RelayTest, OldPublishedRowsGoExceptTheNewestOfEachAggregate) {
  database.ask(
      "INSERT INTO outbox (topic, aggregate_id, type, version, trace, payload, published_at)"
      " SELECT 'order.events', a::text, 'OrderPaid', v, '', '{}',"
      " now() - CASE WHEN v < 3 THEN interval '31 days' ELSE interval '29 days' END"
      " FROM generate_series(1, 2) a, generate_series(1, 4) v");
  database.ask(
      "INSERT INTO outbox (topic, aggregate_id, type, version, trace, payload, published_at)"
      " VALUES ('order.events', '3', 'OrderPaid', 1, '', '{}', now() - interval '90 days')");
  {  // the cluster is known, so that nothing is published again
    const auto id = [&] {
      const auto running = relay(broker.config());
      EXPECT_TRUE(eventually([&] { return running->stats().published == 9; }));
    };
    id();
  }
  database.ask("UPDATE outbox SET published_at = now() - interval '31 days' WHERE version < 3");
  const auto running = relay(broker.config());
  ASSERT_TRUE(eventually([&] { return database.ask("SELECT count(*) FROM outbox") == "5"; }));
  EXPECT_EQ(database.ask("SELECT aggregate_id || ':' || version FROM outbox ORDER BY aggregate_id, version"),
            "1:3,1:4,2:3,2:4,3:1");
}

}  // namespace
}  // namespace sharecar::kafka
