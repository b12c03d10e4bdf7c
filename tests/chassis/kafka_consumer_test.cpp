#include "chassis/kafka/consumer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "chassis/kafka/cloud_event.hpp"
#include "chassis/kafka/dead_letter.hpp"
#include "chassis/sql/inbox.hpp"
#include "chassis/sql/postgres.hpp"
#include "support/eventually.hpp"
#include "support/recorded_spans.hpp"
#include "support/test_broker.hpp"
#include "support/test_database.hpp"

namespace sharecar::kafka {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using testing::HasSubstr;

const sql::Migrations effects{{"V001__effects",
                               "CREATE TABLE effects (n bigint GENERATED ALWAYS AS IDENTITY, key text NOT NULL,"
                               " version bigint NOT NULL CHECK (version < 1000))"}};
constexpr sql::Statement insert_effect{"insert_effect", "INSERT INTO effects (key, version) VALUES ($1, $2)"};

void effect(Context& context, sql::Session& session, const Message& message) {
  session.execute(context, insert_effect, {message.key, message.sequence});
}

class ConsumerTest : public testing::Test {
 protected:
  ConsumerTest() { db.migrate(effects); }

  std::unique_ptr<Consumer> consume(Handler handler, const std::string& instance = "", Interceptor interceptor = {}) {
    auto config = broker.config();
    config.instance_id = instance;
    return std::make_unique<Consumer>(config, Subscription{"order", {"order.events"}}, db, std::move(handler), tracer,
                                      metrics, std::move(interceptor));
  }
  std::string effects_seen() { return database.ask("SELECT key || ':' || version FROM effects ORDER BY key, n"); }
  std::string count() { return database.ask("SELECT count(*) FROM effects"); }

  test::TestDatabase database;
  test::TestBroker broker;
  test::RecordedSpans spans;
  telemetry::Tracer tracer{spans, 1.0};
  telemetry::Metrics metrics{"test"};
  sql::Postgres db{database.config(2), metrics};
};

TEST_F(ConsumerTest, HandlesWhatIsThereInOrderAndASecondStartGoesOn) {
  for (int version = 1; version <= 3; ++version) broker.event("order.events", "1", "OrderPaid", version);
  {
    const auto running = consume(effect);
    ASSERT_TRUE(eventually([&] { return running->stats().handled == 3; }));
    EXPECT_TRUE(eventually([&] { return running->stats().assigned; }));
    EXPECT_EQ(running->stats().last_error, "");
  }
  EXPECT_EQ(effects_seen(), "1:1,1:2,1:3");
  broker.event("order.events", "1", "OrderPaid", 4);
  const auto again = consume(effect);
  ASSERT_TRUE(eventually([&] { return again->stats().handled == 1; }));
  EXPECT_EQ(effects_seen(), "1:1,1:2,1:3,1:4");
  EXPECT_THAT(
      metrics.text(),
      HasSubstr("sharecar_consumer_messages_total{application=\"test\",result=\"handled\",topic=\"order.events\"} 4"));
}

TEST_F(ConsumerTest, AMessageIsAConsumerSpanInTheTraceOfItsEvent) {
  broker.event("order.events", "42", "OrderPaid", 1);
  const auto running = consume(effect);
  ASSERT_TRUE(eventually([&] { return !spans.named("order.events process").empty(); }));
  const auto process = spans.named("order.events process")[0];
  EXPECT_EQ(process.kind, telemetry::SpanKind::consumer);
  EXPECT_EQ(process.remote->service, "kafka");
  EXPECT_EQ(process.context.trace_id(), "463ac35c9f6413ad48485a3953bb6124");
  EXPECT_EQ(process.context.parent, 0x00f067aa0ba902b7u);
  const int process_partition = broker.read("order.events", 1).at(0).partition;
  EXPECT_EQ(process.tags, (telemetry::Tags{
                              {"messaging.destination.name", "order.events"},
                              {"messaging.destination.partition.id", std::to_string(process_partition)},
                              {"messaging.kafka.offset", "0"},
                              {"messaging.system", "kafka"},
                              {"order.id", "42"}}));
  ASSERT_EQ(spans.named("pg insert_effect").size(), 1u);
  EXPECT_EQ(spans.named("pg insert_effect")[0].context.parent, process.context.span);
  EXPECT_EQ(spans.all().size(), 2u) << "polling and offsets make no spans";
}

TEST_F(ConsumerTest, PoisonGoesToTheDeadLetterTopicAndTheOthersAreHandled) {
  broker.event("order.events", "1", "OrderPaid", 1);
  broker.event("order.events", "1", "Poison", 2, "not JSON");
  broker.event("order.events", "1", "OrderPaid", 3);
  broker.produce("order.events", "1", "no event", {{"x", "y"}});
  broker.event("order.events", "1", "OrderPaid", 1001);  // refused by a CHECK
  broker.event("order.events", "1", "OrderPaid", 4);
  const auto running = consume([](Context& context, sql::Session& session, const Message& message) {
    if (message.type == "Poison") throw Poison("not JSON at 0");
    effect(context, session, message);
  });
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 3 && running->stats().dead_letters == 3; }));
  EXPECT_EQ(effects_seen(), "1:1,1:3,1:4");
  const auto letters = broker.read("error.order.events.order", 3);
  ASSERT_EQ(letters.size(), 3u);
  EXPECT_EQ(letters[0].payload, "not JSON");
  EXPECT_EQ(letters[0].key, "1");
  EXPECT_EQ(letters[0].type, "Poison");
  EXPECT_EQ(header(letters[0].headers, "x-original-topic"), broker.config().topic_prefix + "order.events");
  EXPECT_EQ(header(letters[0].headers, "x-original-offset"), (std::string{"\0\0\0\0\0\0\0\1", 8}));
  EXPECT_EQ(header(letters[0].headers, "x-original-partition").size(), 4u);
  EXPECT_EQ(header(letters[0].headers, "x-exception-fqcn"), "sharecar::kafka::Poison");
  EXPECT_EQ(header(letters[0].headers, "x-exception-message"), "not JSON at 0");
  EXPECT_EQ(header(letters[1].headers, "x"), "y");
  EXPECT_EQ(header(letters[1].headers, "x-exception-message"), "not a CloudEvent: ce_id or ce_type is missing");
  EXPECT_EQ(header(letters[2].headers, "x-exception-fqcn"), "sharecar::sql::Rejected");
  EXPECT_THAT(header(letters[2].headers, "x-exception-message"), testing::StartsWith("pg insert_effect: 23514"));
  for (const auto& letter : letters) {
    int partition = 0;
    for (const char c : header(letter.headers, "x-original-partition")) {
      partition = partition * 256 + static_cast<unsigned char>(c);
    }
    EXPECT_EQ(letter.partition, partition) << "a dead letter stays on its partition";
  }
}

TEST_F(ConsumerTest, KeepsForOperatorsWhichMessagesOfAnOrderItCouldNotHandle) {
  broker.event("order.events", "42", "Poison\x01", 1, "not JSON");
  const auto running = consume([](Context&, sql::Session&, const Message&) { throw Poison("bad \xff at 0"); });
  ASSERT_TRUE(eventually([&] { return running->stats().dead_letters == 1; }));
  auto context = untraced(5s);
  const auto letters = db.run_here(
      context, [](Context& inner, sql::Session& session) { return dead_letters_of(inner, session, OrderId{42}); });
  ASSERT_EQ(letters.size(), 1u);
  const int partition = broker.read("order.events", 1).at(0).partition;
  EXPECT_EQ(std::tuple(letters[0].consumer, letters[0].topic, letters[0].kafka_partition, letters[0].kafka_offset,
                       letters[0].type, letters[0].cause),
            std::tuple("order", "order.events", partition, 0, "Poison?", "bad ? at 0"));
}

TEST_F(ConsumerTest, WaitsWhileTheDatabaseIsAwayAndLosesNothing) {
  const auto running = consume(effect);
  broker.event("order.events", "1", "OrderPaid", 1);
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 1; }));
  database.refuse();
  for (int version = 2; version <= 20; ++version) {
    broker.event("order.events", std::to_string(version % 7), "OrderPaid", version);
  }
  ASSERT_TRUE(eventually([&] { return running->stats().waiting; }));
  EXPECT_EQ(running->stats().dead_letters, 0);
  database.allow();
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 20; }));
  EXPECT_EQ(count(), "20");
  EXPECT_FALSE(running->stats().waiting);
  EXPECT_EQ(database.ask("SELECT count(DISTINCT version) FROM effects"), "20");
}

TEST_F(ConsumerTest, AMistakeInAHandlerIsRepeatedUntilItIsMended) {
  std::atomic<int> tries{0};
  broker.event("order.events", "1", "OrderPaid", 1);
  broker.event("order.events", "1", "OrderPaid", 2);
  const auto running = consume([&](Context& context, sql::Session& session, const Message& message) {
    if (message.sequence == Version{2} && ++tries < 4) throw std::logic_error("a mistake");
    effect(context, session, message);
  });
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 2; }));
  EXPECT_EQ(effects_seen(), "1:1,1:2");
  EXPECT_EQ(running->stats().dead_letters, 0);
}

TEST_F(ConsumerTest, TheInboxMakesTheEffectOfARepeatedMessageOnce) {
  for (int i = 0; i < 3; ++i) broker.event("order.events", "1", "OrderPaid", 1);
  const auto running = consume(
      [](Context& context, sql::Session& session, const Message& message) {
        if (sql::first_time(context, session, "order", message.id)) effect(context, session, message);
      },
      "",
      [](std::vector<Message>& batch) {
        const auto copy = batch;
        batch.insert(batch.end(), copy.begin(), copy.end());
      });
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 6; }));
  EXPECT_EQ(effects_seen(), "1:1");
}

TEST_F(ConsumerTest, AConnectionThatBreaksInABatchRepeatsTheBatch) {
  std::atomic<int> runs{0};
  for (int version = 1; version <= 3; ++version) broker.event("order.events", "1", "OrderPaid", version);
  const auto running = consume([&](Context& context, sql::Session& session, const Message& message) {
    effect(context, session, message);
    if (message.sequence == Version{2} && ++runs < 4) database.cut();
  });
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 3; }));
  EXPECT_EQ(effects_seen(), "1:1,1:2,1:3");
}

TEST_F(ConsumerTest, AStaticMemberComesBackToItsPartitionsAtOnce) {
  broker.event("order.events", "1", "OrderPaid", 1);
  {
    const auto running = consume(effect, "order-1");
    ASSERT_TRUE(eventually([&] { return running->stats().handled == 1; }));
  }
  broker.event("order.events", "1", "OrderPaid", 2);
  const auto started = std::chrono::steady_clock::now();
  const auto again = consume(effect, "order-1");
  ASSERT_TRUE(eventually([&] { return again->stats().handled == 1; }));
  EXPECT_LT(std::chrono::steady_clock::now() - started, 4s) << "not only after the session's timeout";
}

TEST_F(ConsumerTest, TwoMembersShareThePartitionsAndTheOneThatStaysTakesAll) {
  for (int key = 1; key <= 20; ++key) broker.event("order.events", std::to_string(key), "OrderPaid", 1);
  const auto once = [](Context& context, sql::Session& session, const Message& message) {
    if (sql::first_time(context, session, "order", message.id)) effect(context, session, message);
  };
  const auto first = consume(once);
  ASSERT_TRUE(eventually([&] { return count() == "20"; }));
  {
    const auto second = consume(once);
    ASSERT_TRUE(eventually([&] { return second->stats().assigned && first->stats().assigned; }));
    for (int key = 1; key <= 20; ++key) broker.event("order.events", std::to_string(key), "OrderPaid", 2);
    ASSERT_TRUE(eventually([&] { return count() == "40"; }));
    EXPECT_GT(second->stats().handled, 0);
  }
  for (int key = 1; key <= 20; ++key) broker.event("order.events", std::to_string(key), "OrderPaid", 3);
  ASSERT_TRUE(eventually([&] { return count() == "60"; }));
}

TEST_F(ConsumerTest, AnotherClusterIsReadFromItsStart) {
  broker.event("order.events", "1", "OrderPaid", 1);
  {
    const auto running = consume(effect);
    ASSERT_TRUE(eventually([&] { return running->stats().handled == 1; }));
    ASSERT_TRUE(eventually([&] { return database.ask("SELECT count(*) FROM kafka_cluster") == "1"; }));
  }
  database.ask("UPDATE kafka_cluster SET cluster_id = 'another'");
  const auto again = consume(effect);
  ASSERT_TRUE(eventually([&] { return again->stats().handled == 1; }));
  EXPECT_EQ(effects_seen(), "1:1,1:1");
}

TEST_F(ConsumerTest, ATopicThatIsNotThereYetIsReadWhenItIs) {
  const auto running = consume(effect);
  ASSERT_TRUE(eventually([&] { return running->stats().assigned; }));
  broker.event("order.events", "1", "OrderPaid", 1);
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 1; }));
}

TEST_F(ConsumerTest, StopsSoonWhateverIsAway) {
  auto config = broker.config();
  config.bootstrap = "127.0.0.1:1";
  Consumer nowhere{config, {"order", {"order.events"}}, db, effect, tracer, metrics};
  ASSERT_TRUE(eventually([&] { return nowhere.stats().waiting; }));
  EXPECT_EQ(nowhere.stats().last_error, "kafka: no broker answers at 127.0.0.1:1");
  const auto started = std::chrono::steady_clock::now();
  nowhere.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - started, 2s);

  const auto running = consume(effect);
  ASSERT_TRUE(eventually([&] { return running->stats().assigned; }));
  database.refuse();
  broker.event("order.events", "1", "OrderPaid", 1);
  ASSERT_TRUE(eventually([&] { return running->stats().waiting; }));
  const auto again = std::chrono::steady_clock::now();
  running->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - again, 3s);
}

}  // namespace
}  // namespace sharecar::kafka
