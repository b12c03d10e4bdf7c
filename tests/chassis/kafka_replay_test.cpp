#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "chassis/kafka/consumer.hpp"
#include "chassis/sql/sqlite.hpp"
#include "support/eventually.hpp"
#include "support/recorded_spans.hpp"
#include "support/test_broker.hpp"
#include "support/test_stack.hpp"

namespace sharecar::kafka {
namespace {

using namespace std::chrono_literals;
using test::eventually;

const sql::Migrations pages{{"V001__pages", "CREATE TABLE pages (key text, version integer);"}};
constexpr sql::Statement insert_page{"insert_page", "INSERT INTO pages (key, version) VALUES ($1, $2)"};
constexpr sql::Statement all_pages{"all_pages", "SELECT key, version FROM pages ORDER BY key, rowid"};
constexpr sql::Statement another_cluster{"another_cluster", "UPDATE kafka_cluster SET cluster_id = 'another'"};
constexpr sql::Statement all_positions{"all_positions",
                                       "SELECT sum(next_offset) AS version, 'sum' AS key FROM kafka_position"};

struct Page {
  std::string key;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Page, (), (key, version))

class ReplayTest : public testing::Test {
 protected:
  ReplayTest() { db.migrate(pages); }
  ~ReplayTest() override { std::filesystem::remove_all(folder); }

  std::unique_ptr<Consumer> replay() {
    return std::make_unique<Consumer>(
        broker.config(), Subscription{"customer", {"order.events", "payment.events"}, true}, db,
        [](Context& context, sql::Session& session, const Message& message) {
          session.execute(context, insert_page, {message.key, message.sequence});
        },
        tracer, metrics);
  }
  std::string ask(const sql::Statement& statement) {
    auto context = untraced(10s);
    std::string out;
    for (const auto& page : db.run_here(
             context, [&](Context&inner, sql::Session&session) { return session.select<Page>(inner, statement); })) {
      out += page.key + ":" + std::to_string(page.version) + " ";
    }
    return out;
  }
  void execute(const sql::Statement& statement) {
    auto context = untraced(10s);
    db.run_here(context, [&](Context& inner, sql::Session& session) { return session.execute(inner, statement); });
  }

  const std::string folder = (std::filesystem::temp_directory_path() / ("sharecar_" + test::unique_name())).string();
  test::TestBroker broker;
  test::RecordedSpans spans;
  telemetry::Tracer tracer{spans, 1.0};
  telemetry::Metrics metrics{"test"};
  sql::SqliteDatabase db{{(std::filesystem::create_directories(folder), folder + "/pages.db")}, metrics};
};

TEST_F(ReplayTest, TellsWhenItHasHandledWhatWasThereWhenItBegan) {
  for (int key = 1; key <= 20; ++key) broker.event("order.events", std::to_string(key), "OrderPaid", 1);
  broker.event("payment.events", "1", "PaymentApproved", 1);
  std::atomic<bool> at_last_one = false;
  std::atomic<bool> may_end = false;
  const auto wait = [&](Context&, sql::Session&, const Message& message) {
    if (message.key == "20") at_last_one = true;
    while (message.key == "20" && !may_end) std::this_thread::sleep_for(1ms);
  };
  Consumer consumer{broker.config(), {"customer", {"order.events", "payment.events"}, true}, db, wait, tracer, metrics};
  ASSERT_TRUE(eventually([&] { return at_last_one.load(); }));
  EXPECT_FALSE(consumer.stats().caught_up);
  may_end = true;
  EXPECT_TRUE(eventually([&] { return consumer.stats().caught_up; }));
  EXPECT_EQ(consumer.stats().handled, 21);
}

TEST_F(ReplayTest, IsUpToDateAtOnceWithALogThatIsEmpty) {
  const auto running = replay();
  EXPECT_TRUE(eventually([&] { return running->stats().caught_up; }));
}

TEST_F(ReplayTest, ReadsAllPartitionsAndKeepsItsPositionsWithTheEffects) {
  for (int key = 1; key <= 5; ++key) broker.event("order.events", std::to_string(key), "OrderPaid", 1);
  broker.event("payment.events", "1", "PaymentApproved", 2);
  {
    const auto running = replay();
    ASSERT_TRUE(eventually([&] { return running->stats().handled == 6; }));
    EXPECT_TRUE(eventually([&] { return running->stats().assigned; }));
  }
  EXPECT_EQ(ask(all_positions), "sum:6 ");
  broker.event("payment.events", "2", "PaymentApproved", 2);
  const auto again = replay();
  ASSERT_TRUE(eventually([&] { return again->stats().handled == 1; }));
  auto sorted = ask(all_pages);
  EXPECT_THAT(sorted, testing::HasSubstr("2:1 2:2 3:1 4:1 5:1 "));
}

TEST_F(ReplayTest, TopicsThatComeLaterAreReadWhenTheyCome) {
  broker.event("order.events", "1", "OrderPaid", 1);
  const auto running = replay();
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 1; }));
  broker.event("payment.events", "1", "PaymentApproved", 2);
  ASSERT_TRUE(eventually([&] { return running->stats().handled == 2; }));
  EXPECT_EQ(ask(all_pages), "1:1 1:2 ");
}

TEST_F(ReplayTest, AnotherClusterIsReadFromItsStart) {
  broker.event("order.events", "1", "OrderPaid", 1);
  {
    const auto running = replay();
    ASSERT_TRUE(eventually([&] { return running->stats().handled == 1; }));
  }
  execute(another_cluster);
  const auto again = replay();
  ASSERT_TRUE(eventually([&] { return again->stats().handled == 1; }));
  EXPECT_EQ(ask(all_pages), "1:1 1:1 ");
}

TEST_F(ReplayTest, TwoReplaysEachSeeEverything) {
  broker.event("order.events", "1", "OrderPaid", 1);
  sql::SqliteDatabase other_db{{folder + "/other.db"}, metrics};
  other_db.migrate(pages);
  const auto one = replay();
  Consumer other{broker.config(), {"customer", {"order.events"}, true},
                 other_db,        [](Context&, sql::Session&, const Message&) {},
                 tracer,          metrics};
  ASSERT_TRUE(eventually([&] { return one->stats().handled == 1 && other.stats().handled == 1; }));
}

}  // namespace
}  // namespace sharecar::kafka
