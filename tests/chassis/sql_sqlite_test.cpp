#include "chassis/sql/sqlite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "chassis/sql/inbox.hpp"
#include "support/recorded_spans.hpp"
#include "support/test_stack.hpp"

namespace sharecar::sql {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Migrations charges{{"V001__charges",
                          "CREATE TABLE charges (key text PRIMARY KEY, won integer NOT NULL CHECK (won >= 0), at text,"
                          " parent text REFERENCES charges (key));"}};
constexpr Statement insert_charge{"insert_charge",
                                  "INSERT INTO charges (won, key, at, parent) VALUES ($2, $1, $3, $4)"};
constexpr Statement all_charges{"all_charges",
                                "SELECT key, won, at FROM charges WHERE $1 IN (key, 'all') ORDER BY key"};
constexpr Statement add_won{"add_won", "UPDATE charges SET won = won + $1"};
constexpr Statement endless{"endless",
                            "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
                            " SELECT max(n) AS n FROM r"};
constexpr Statement page_size{"page_size", "SELECT 1 AS n FROM pragma_journal_mode WHERE journal_mode = 'wal'"};

struct Charge {
  std::string key;
  Money won;
  std::optional<Timestamp> at;
};
BOOST_DESCRIBE_STRUCT(Charge, (), (key, won, at))

class SqliteTest : public testing::Test {
 protected:
  SqliteTest() { std::filesystem::create_directories(folder); }
  ~SqliteTest() override { std::filesystem::remove_all(folder); }

  SqliteConfig config() const {
    SqliteConfig out;
    out.path = folder + "/ledger.db";
    out.busy_timeout_ms = 500;
    return out;
  }
  Context context() {
    return {tracer.start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + 10s};
  }
  std::int64_t execute(Database& db, const Statement& statement, const Params& params = {}) {
    auto c = context();
    return db.run_here(c, [&](Context& inner, Session& session) { return session.execute(inner, statement, params); });
  }
  std::string all(Database& db) {
    auto c = context();
    std::string out;
    for (const auto& charge : db.run_here(
             c, [](Context&inner, Session&session) { return session.select<Charge>(inner, all_charges, {"all"}); })) {
      out += charge.key + "=" + std::to_string(charge.won.won) + (charge.at ? "@" + to_rfc3339(*charge.at) : "") + " ";
    }
    return out;
  }

  const std::string folder = (std::filesystem::temp_directory_path() / ("sharecar_" + test::unique_name())).string();
  test::RecordedSpans spans;
  telemetry::Tracer tracer{spans, 1.0};
  telemetry::Metrics metrics{"test"};
};

TEST_F(SqliteTest, SpeaksTheSameStatementsParametersAndRowsAsPostgres) {
  SqliteDatabase db{config(), metrics};
  db.migrate(charges);
  db.migrate(charges);
  const Timestamp at{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 9h};
  EXPECT_EQ(execute(db, insert_charge, {"42:1", Money{12'000}, at, std::nullopt}), 1);
  EXPECT_EQ(execute(db, insert_charge, {"007", Money{1}, std::nullopt, "42:1"}), 1);
  EXPECT_EQ(all(db), "007=1 42:1=12000@2026-11-21T09:00:00Z ");
  EXPECT_EQ(execute(db, add_won, {1}), 2);
  EXPECT_EQ(execute(db, page_size), 1) << "WAL";
  const auto span = spans.named("sqlite insert_charge")[0];
  EXPECT_EQ(span.tags,
            (telemetry::Tags{{"db.system.name", "sqlite"}, {"db.query.summary", "insert_charge"}}));
  EXPECT_THAT(metrics.text(),
              HasSubstr(R"(sharecar_db_query_seconds_count{application="test",statement="add_won"} 1)"));
}

TEST_F(SqliteTest, RefusalsBearPostgresStates) {
  SqliteDatabase db{config(), metrics};
  db.migrate(charges);
  execute(db, insert_charge, {"1", Money{1}, std::nullopt, std::nullopt});
  const auto refusal = [&](const Params& params) -> std::string {
    try {
      execute(db, insert_charge, params);
    } catch (const Rejected& failure) {
      return failure.what();
    }
    return "";
  };
  EXPECT_EQ(refusal({"1", Money{1}, std::nullopt, std::nullopt}),
            "sqlite insert_charge: 23505 UNIQUE constraint failed: charges.key");
  EXPECT_THAT(refusal({"2", Money{-1}, std::nullopt, std::nullopt}), HasSubstr("23514"));
  EXPECT_THAT(refusal({"2", std::nullopt, std::nullopt, std::nullopt}), HasSubstr("23502"));
  EXPECT_THAT(refusal({"2", Money{1}, std::nullopt, "nobody"}), HasSubstr("23503"));
  constexpr Statement wrong{"wrong", "SELECT * FROM nowhere"};
  EXPECT_THROW(execute(db, wrong), std::runtime_error);
  EXPECT_EQ(all(db), "1=1 ") << "and all goes on";
}

TEST_F(SqliteTest, ATransactionIsAllOrNothing) {
  SqliteDatabase db{config(), metrics};
  db.migrate(charges);
  const auto twice = [&](bool commit) {
    auto c = context();
    db.run_here(c, [&](Context& inner, Session& session) {
      Transaction transaction{session};
      EXPECT_EQ(first_time(inner, session, "cardnet", "e1"), true);
      session.execute(inner, insert_charge, {"1", Money{1}, std::nullopt, std::nullopt});
      if (commit) transaction.commit();
    });
  };
  twice(false);
  EXPECT_EQ(all(db), "");
  twice(true);
  EXPECT_EQ(all(db), "1=1 ");
}

TEST_F(SqliteTest, WritersOfOneProcessTakeTurnsAndReadersDoNotWait) {
  SqliteDatabase db{[&] {
                      auto c = config();
                      c.connections = 3;
                      c.busy_timeout_ms = 5000;
                      return c;
                    }(),
                    metrics};
  db.migrate(charges);
  execute(db, insert_charge, {"1", Money{0}, std::nullopt, std::nullopt});
  std::vector<std::jthread> writers;
  for (int w = 0; w < 3; ++w) {
    writers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) execute(db, add_won, {1});
    });
  }
  writers.clear();
  EXPECT_EQ(all(db), "1=150 ");
  auto holder = context();
  db.run_here(holder, [&](Context&, Session& session) {
    Transaction transaction{session};
    EXPECT_EQ(all(db), "1=150 ") << "while another connection holds the write lock";
  });
}

TEST_F(SqliteTest, AFileLockedByAnotherProcessIsUnavailableUntilItIsFree) {
  SqliteDatabase db{config(), metrics};
  db.migrate(charges);
  SqliteDatabase other{config(), metrics};
  auto holder = context();
  other.run_here(holder, [&](Context&, Session& session) {
    Transaction transaction{session};
    EXPECT_THROW(execute(db, insert_charge, {"1", Money{1}, std::nullopt, std::nullopt}), Unavailable);
  });
  EXPECT_EQ(execute(db, insert_charge, {"1", Money{1}, std::nullopt, std::nullopt}), 1);
}

TEST_F(SqliteTest, AFileThatIsNoDatabaseIsUnavailable) {
  std::ofstream{config().path} << std::string(8192, 'x');
  SqliteDatabase db{config(), metrics};
  EXPECT_THROW(execute(db, page_size), Unavailable);
  EXPECT_THROW(db.migrate(charges, 0s), Unavailable);
  std::filesystem::remove(config().path);
  db.migrate(charges);
  EXPECT_EQ(all(db), "");
  auto nowhere = config();
  nowhere.path = folder + "/no/such/folder/x.db";
  SqliteDatabase none{nowhere, metrics};
  EXPECT_THROW(execute(none, page_size), Unavailable);
}

TEST_F(SqliteTest, AFullDiskIsUnavailableAndWhatWasThereStays) {
  SqliteDatabase db{config(), metrics};
  db.migrate(charges);
  execute(db, insert_charge, {"1", Money{1}, std::nullopt, std::nullopt});
  auto c = context();
  db.run_here(c, [&](Context& inner, Session& session) {
    session.script("PRAGMA max_page_count = 20");  // the same SQLITE_FULL as a disk without room
    EXPECT_THROW(session.execute(inner, insert_charge, {"2", Money{1}, std::string(1'000'000, 'x'), std::nullopt}),
                 Unavailable);
    EXPECT_THROW(
        {
          Transaction transaction{session};
          session.execute(inner, insert_charge, {"3", Money{1}, std::string(1'000'000, 'x'), std::nullopt});
        },
        Unavailable);
    session.script("PRAGMA max_page_count = 100000");
  });
  EXPECT_EQ(all(db), "1=1 ");
  EXPECT_EQ(execute(db, insert_charge, {"2", Money{2}, std::nullopt, std::nullopt}), 1);
}

TEST_F(SqliteTest, AStatementThatOutlivesItsDeadlineIsGivenUp) {
  SqliteDatabase db{config(), metrics};
  Context c{tracer.start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + 100ms};
  EXPECT_THROW(db.run_here(c, [](Context& inner, Session& session) { return session.execute(inner, endless); }),
               Unavailable);
  EXPECT_EQ(execute(db, page_size), 1);
}

net::awaitable<std::int64_t> change(Database& db, Context& context, Params params) {
  const auto work = [params](Context& inner, Session& session) {
    return session.execute(inner, insert_charge, params);
  };
  co_return co_await db.run(context, work);
}

TEST_F(SqliteTest, ACoroutineWaitsForItsWork) {
  SqliteDatabase db{config(), metrics};
  db.migrate(charges);
  net::io_context reactor;
  auto c = context();
  Params params{"1", Money{1}, std::nullopt, std::nullopt};
  auto done = net::co_spawn(reactor, change(db, c, params), net::use_future);
  reactor.run();
  EXPECT_EQ(done.get(), 1);
  EXPECT_EQ(all(db), "1=1 ");
}

}  // namespace
}  // namespace sharecar::sql
