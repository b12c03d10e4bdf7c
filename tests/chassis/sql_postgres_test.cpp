#include "chassis/sql/postgres.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <set>
#include <thread>

#include "chassis/sql/inbox.hpp"
#include "chassis/sql/outbox.hpp"
#include "support/eventually.hpp"
#include "support/recorded_spans.hpp"
#include "support/test_database.hpp"

namespace sharecar::sql {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr Statement make_table{"make_table",
                               "CREATE TABLE cars (id bigint PRIMARY KEY, name text NOT NULL, price bigint,"
                               " seen_at timestamptz, CHECK (price > 0))"};
constexpr Statement insert_car{"insert_car", "INSERT INTO cars (id, name, price, seen_at) VALUES ($1, $2, $3, $4)"};
constexpr Statement all_cars{"all_cars", "SELECT id, name, price, seen_at FROM cars ORDER BY id"};
constexpr Statement one_car{"one_car", "SELECT id, name, price, seen_at FROM cars WHERE id = $1"};
constexpr Statement raise_prices{"raise_prices", "UPDATE cars SET price = price + 1"};
constexpr Statement backend{"backend", "SELECT pg_backend_pid() AS pid"};
constexpr Statement to_number{"to_number", "SELECT $1::text::bigint AS n"};
constexpr Statement nap{"nap", "SELECT pg_sleep($1) IS NULL AS done"};

struct Car {
  CarId id;
  std::string name;
  std::optional<Money> price;
  std::optional<Timestamp> seen_at;
};
BOOST_DESCRIBE_STRUCT(Car, (), (id, name, price, seen_at))

struct Pid {
  int pid = 0;
};
BOOST_DESCRIBE_STRUCT(Pid, (), (pid))

class PostgresTest : public testing::Test {
 protected:
  Context context(std::chrono::milliseconds limit = 10s) {
    return {tracer.start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + limit};
  }
  std::int64_t execute(const Statement& statement, const Params& params = {}) {
    auto c = context();
    return db.run_here(c, [&](Context& inner, Session& session) { return session.execute(inner, statement, params); });
  }
  int pid() {
    auto c = context();
    return db.run_here(c, [](Context& inner, Session& session) { return session.find<Pid>(inner, backend)->pid; });
  }

  test::TestDatabase database;
  test::RecordedSpans spans;
  telemetry::Tracer tracer{spans, 1.0};
  telemetry::Metrics metrics{"test"};
  Postgres db{database.config(1), metrics};
};

TEST_F(PostgresTest, RowsBecomeDescribedStructsAndNullsStayNull) {
  execute(make_table);
  const Timestamp at{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 9h + 123456us};
  EXPECT_EQ(execute(insert_car, {CarId{1002}, "Ioniq", Money{12'000}, at}), 1);
  EXPECT_EQ(execute(insert_car, {CarId{2001}, "Ray", std::nullopt, std::nullopt}), 1);
  auto c = context();
  const auto cars =
      db.run_here(c, [](Context& inner, Session& session) { return session.select<Car>(inner, all_cars); });
  ASSERT_EQ(cars.size(), 2u);
  EXPECT_EQ(cars[0].id, CarId{1002});
  EXPECT_EQ(cars[0].price, Money{12'000});
  EXPECT_EQ(cars[0].seen_at, at);
  EXPECT_EQ(cars[1].name, "Ray");
  EXPECT_EQ(cars[1].price, std::nullopt);
  EXPECT_EQ(cars[1].seen_at, std::nullopt);
  EXPECT_EQ(execute(raise_prices), 2) << "changed rows are counted";
}

TEST_F(PostgresTest, AStatementIsAClientSpanWithItsNameAndAHistogram) {
  execute(make_table);
  execute(insert_car, {CarId{1}, "Ray", Money{5}, std::nullopt});
  const auto found = spans.named("pg insert_car");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, telemetry::SpanKind::client);
  EXPECT_EQ(found[0].remote->service, "postgresql");
  EXPECT_EQ(found[0].tags,
            (telemetry::Tags{{"db.system.name", "postgresql"}, {"db.query.summary", "insert_car"}}));
  EXPECT_EQ(found[0].context.parent, spans.named("test").back().context.span);
  EXPECT_THAT(metrics.text(),
              HasSubstr(R"(sharecar_db_query_seconds_count{application="test",statement="insert_car"} 1)"));
}

TEST_F(PostgresTest, ARefusalNamesStateAndConstraintAndNeverAValue) {
  execute(make_table);
  execute(insert_car, {CarId{1}, "Ray", Money{5}, std::nullopt});
  const auto refusal = [&](const Params& params) -> std::string {
    try {
      execute(insert_car, params);
    } catch (const Rejected& failure) {
      return failure.sqlstate + " " + failure.what();
    }
    return "";
  };
  EXPECT_EQ(refusal({CarId{1}, "secret", Money{5}, std::nullopt}),
            "23505 pg insert_car: 23505 duplicate key value violates unique constraint \"cars_pkey\"");
  EXPECT_THAT(refusal({CarId{2}, "secret", Money{-5}, std::nullopt}), HasSubstr("\"cars_price_check\""));
  EXPECT_EQ(refusal({CarId{2}, std::string{"a\0b", 3}, Money{5}, std::nullopt}), "22021 pg insert_car: 22021");
  EXPECT_EQ(refusal({CarId{2}, "\xff", Money{5}, std::nullopt}), "22021 pg insert_car: 22021");
  try {
    execute(to_number, {"secret"});
    FAIL();
  } catch (const Rejected& failure) {
    EXPECT_STREQ(failure.what(), "pg to_number: 22P02");
  }
  for (const auto& span : spans.all()) {
    for (const auto& [key, value] : span.tags) EXPECT_THAT(value, Not(HasSubstr("secret")));
  }
  EXPECT_EQ(spans.named("pg to_number")[0].tags.at("error"), "pg to_number: 22P02");
}

TEST_F(PostgresTest, AStatementThatDoesNotFitTheSchemaIsAMistakeAndNotAnOutage) {
  constexpr Statement wrong{"wrong", "SELECT * FROM nowhere"};
  try {
    execute(wrong);
    FAIL();
  } catch (const Unavailable&) {
    FAIL();
  } catch (const std::runtime_error& failure) {
    EXPECT_STREQ(failure.what(), "pg wrong: 42P01 relation \"nowhere\" does not exist at character 15");
  }
  constexpr Statement other{"wrong", "SELECT 1"};
  EXPECT_THROW(execute(other), std::logic_error) << "one name, two texts";
}

TEST_F(PostgresTest, AWorkThatLostItsConnectionIsRepeatedOnceOnANewOne) {
  const int before = pid();
  database.cut();
  EXPECT_NE(pid(), before);
  int runs = 0;
  auto c = context();
  const auto after = db.run_here(c, [&](Context& inner, Session& session) {
    Transaction transaction{session};
    session.execute(inner, backend);
    if (++runs == 1) database.cut();
    const auto out = session.find<Pid>(inner, backend)->pid;
    transaction.commit();
    return out;
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(after, pid());
  EXPECT_TRUE(db.healthy());
}

TEST_F(PostgresTest, AWorkThatLosesItsConnectionTwiceIsUnavailable) {
  int runs = 0;
  auto c = context();
  EXPECT_THROW(db.run_here(c,
                           [&](Context& inner, Session& session) {
                             ++runs;
                             database.cut();
                             return session.execute(inner, backend);
                           }),
               Unavailable);
  EXPECT_EQ(runs, 2);
}

TEST_F(PostgresTest, IsUnavailableWhileTheDatabaseIsAwayAndWorksAfterwards) {
  pid();
  database.refuse();
  const auto started = std::chrono::steady_clock::now();
  EXPECT_THROW(pid(), Unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 2s) << "an answer, not a wait";
  EXPECT_FALSE(db.healthy());
  database.allow();
  EXPECT_GT(pid(), 0);
  EXPECT_TRUE(db.healthy());
}

TEST_F(PostgresTest, AServerThatIsNotThereIsUnavailable) {
  auto config = database.config();
  config.uri = "postgresql://127.0.0.1:1/nowhere";
  telemetry::Metrics others{"other"};
  Postgres away{config, others};
  auto c = context();
  EXPECT_THROW(away.run_here(c, [](Context& inner, Session& session) { return session.execute(inner, backend); }),
               Unavailable);
}

TEST_F(PostgresTest, WhoGetsNoConnectionBeforeTheDeadlineIsUnavailable) {
  auto holder = context();
  db.run_here(holder, [&](Context&, Session&) {
    std::thread{[&] {
      auto c = context(50ms);
      try {
        db.run_here(c, [](Context&, Session&) { ADD_FAILURE() << "there was no connection"; });
        ADD_FAILURE() << "not reached";
      } catch (const Unavailable& failure) {
        EXPECT_STREQ(failure.what(), "postgresql: no free connection before the deadline");
      }
    }}.join();
  });
  EXPECT_THAT(metrics.text(), HasSubstr(R"(sharecar_db_pool_in_use{application="test",db="postgresql"} 0)"));
  EXPECT_THAT(metrics.text(), HasSubstr(R"(sharecar_db_pool_waiting{application="test",db="postgresql"} 0)"));
}

TEST_F(PostgresTest, AStatementThatOutlivesItsDeadlineIsGivenUp) {
  auto c = context(300ms);
  const auto started = std::chrono::steady_clock::now();
  EXPECT_THROW(db.run_here(c, [](Context& inner, Session& session) { return session.execute(inner, nap, {8}); }),
               Unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 2s);
  EXPECT_GT(pid(), 0);
}

TEST_F(PostgresTest, TheServerCancelsAStatementAfterItsTimeout) {
  auto config = database.config(1);
  config.statement_timeout_ms = 100;
  telemetry::Metrics others{"other"};
  Postgres quick{config, others};
  auto c = context();
  try {
    quick.run_here(c, [](Context& inner, Session& session) { return session.execute(inner, nap, {8}); });
    FAIL();
  } catch (const Unavailable& failure) {
    EXPECT_STREQ(failure.what(), "pg nap: 57014 canceling statement due to statement timeout");
  }
}

TEST_F(PostgresTest, AFailedTransactionCannotBeCommitted) {
  execute(make_table);
  auto c = context();
  EXPECT_THROW(db.run_here(c,
                           [](Context& inner, Session& session) {
                             Transaction transaction{session};
                             session.execute(inner, insert_car, {CarId{1}, "Ray", Money{5}, std::nullopt});
                             try {
                               session.execute(inner, insert_car, {CarId{1}, "Ray", Money{5}, std::nullopt});
                             } catch (const Rejected&) {
                             }
                             transaction.commit();
                           }),
               std::logic_error);
  EXPECT_EQ(database.ask("SELECT count(*) FROM cars"), "0");
}

TEST_F(PostgresTest, WhatAWorkLeavesOpenIsRolledBack) {
  execute(make_table);
  auto c = context();
  db.run_here(c, [](Context& inner, Session& session) {
    session.begin();
    session.execute(inner, insert_car, {CarId{1}, "Ray", Money{5}, std::nullopt});
  });
  EXPECT_EQ(execute(one_car, {CarId{1}}), 0);
}

TEST_F(PostgresTest, SessionsAreInUtcWithAnIdleLimitAndAName) {
  constexpr Statement settings{"settings",
                               "SELECT concat_ws(' ', current_setting('TimeZone'),"
                               " current_setting('idle_in_transaction_session_timeout'),"
                               " current_setting('statement_timeout'), current_setting('application_name')) AS all"};
  auto c = context();
  std::string all;
  db.run_here(c, [&](Context& inner, Session& session) {
    session.run(inner, settings, {}, [&](const Row& row) { all = row.get<std::string>("all"); });
  });
  EXPECT_EQ(all, "UTC 5s 5s sharecar");
}

net::awaitable<int> twice(Postgres& db, Context& context, std::string text) {
  const auto work = [text](Context& inner, Session& session) {
    return text == "a text that is too long for small strings" ? session.find<Pid>(inner, backend)->pid : 0;
  };
  const int first = co_await db.run(context, work);
  const int second = co_await db.run(context, work);
  co_return first + second;
}

net::awaitable<void> failing(Postgres& db, Context& context) {
  co_await db.run(context, [](Context&, Session&) { throw Rejected{"no", "23505"}; });
}

TEST_F(PostgresTest, ACoroutineWaitsForItsWorkAndGetsItsResultOrException) {
  net::io_context reactor;
  auto c = context();
  auto sum = net::co_spawn(reactor, twice(db, c, "a text that is too long for small strings"), net::use_future);
  auto failed = net::co_spawn(reactor, failing(db, c), net::use_future);
  reactor.run();
  EXPECT_EQ(sum.get(), 2 * pid());
  EXPECT_THROW(failed.get(), Rejected);
}

TEST_F(PostgresTest, TellsOfTheOutboxOnlyAfterACommit) {
  db.migrate({});
  int pokes = 0;
  db.on_emit([&] { ++pokes; });
  const auto emit = [&](bool commit) {
    auto c = context();
    db.run_here(c, [&](Context& inner, Session& session) {
      Transaction transaction{session};
      Params params;
      append(params, inner, {"order.events", "1", "OrderPaid", Version{1}, OrderId{1}, "{}"});
      session.execute(inner, insert_outbox, params);
      EXPECT_EQ(pokes, 0);
      if (commit) transaction.commit();
    });
  };
  emit(false);
  EXPECT_EQ(pokes, 0);
  emit(true);
  EXPECT_EQ(pokes, 1);
  db.on_emit({});
}

TEST_F(PostgresTest, TheInboxKnowsAnEventFromItsFirstCommitOn) {
  db.migrate({});
  const auto first = [&](bool commit) {
    auto c = context();
    return db.run_here(c, [&](Context& inner, Session& session) {
      Transaction transaction{session};
      const bool out = first_time(inner, session, "order", "e1");
      if (commit) transaction.commit();
      return out;
    });
  };
  EXPECT_TRUE(first(false));
  EXPECT_TRUE(first(true));
  EXPECT_FALSE(first(true));
}

TEST_F(PostgresTest, IdsComeInBlocksAndNeverTwice) {
  constexpr Statement make{"make_sequence", "CREATE SEQUENCE order_ids INCREMENT 50"};
  execute(make);
  constexpr Statement next_block{"next_block", "SELECT nextval('order_ids') AS id"};
  IdSequence one{next_block};
  IdSequence another{next_block};
  std::set<std::int64_t> ids;
  {
    auto c = context();
    db.run_here(c, [&](Context& inner, Session& session) {
      EXPECT_EQ(one.next(inner, session), 1);
      ids.insert(1);
      for (int i = 0; i < 149; ++i) EXPECT_TRUE(ids.insert(one.next(inner, session)).second);
      for (int i = 0; i < 150; ++i) EXPECT_TRUE(ids.insert(another.next(inner, session)).second);
    });
  }
  EXPECT_EQ(*ids.rbegin(), 300);
  EXPECT_EQ(spans.named("pg next_block").size(), 6u);
}

}  // namespace
}  // namespace sharecar::sql
