#include "services/tracing/span_store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "chassis/sql/sqlite.hpp"
#include "spanwire/span_ids.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::tracing {
namespace {

using namespace std::chrono_literals;

std::string id_of(int trace) { return "000000000000000" + std::to_string(trace); }

class Store : public ::testing::Test {
 protected:
  void SetUp() override { database.migrate(migrations); }

  template <class Work>
  auto run(Work work) {
    auto context = untraced(10s);
    return database.run_here(context, work);
  }
  void write(int trace, std::int64_t now_s) {
    tracemodel::Span span;
    span.trace_id = id_of(trace);
    span.id = span.trace_id;
    span.timestamp = 1'000'000 * trace;
    span.local.service_name = "order";
    span.tags["order.id"] = std::to_string(trace);
    const std::vector<tracemodel::Span> spans{span};
    run([&](Context& c, sql::Session& session) {
      store.write(c, session, cut(spans, std::vector<std::string>{"order.id"}), {}, now_s);
    });
  }
  bool link_some(std::int64_t until_s, std::int64_t rest = 0) {
    return run([&](Context& c, sql::Session& session) { return store.link_some(c, session, until_s, rest); });
  }

  std::int64_t delete_oldest(std::int64_t until_s) {
    return run([&](Context& c, sql::Session& session) { return store.delete_oldest(c, session, until_s); });
  }
  bool holds(int trace) {
    return run([&](Context& c, sql::Session& session) { return store.trace(c, session, id_of(trace)).has_value(); });
  }
  std::string found(int order) {
    TraceQuery query;
    query.annotations = {{"order.id", std::to_string(order)}};
    query.end_ts = query.lookback = 1'000'000;
    return run([&](Context& c, sql::Session& session) { return store.search(c, session, query); });
  }
  std::int64_t rows() {
    std::int64_t rows = 0;
    run([&](Context& c, sql::Session& session) {
      static constexpr sql::Statement count{
          "count_rows",
          "SELECT (SELECT count(*) FROM traces) + (SELECT count(*) FROM pieces) +"
          " (SELECT count(*) FROM trace_services) + (SELECT count(*) FROM trace_tags) AS rows"};
      session.run(c, count, {}, [&](const sql::Row& row) { rows = row.get<std::int64_t>("rows"); });
    });
    return rows;
  }

  test::TemporaryFolder folder;
  telemetry::Metrics metrics{"tracing"};
  sql::SqliteDatabase database{{.path = (folder.path() / "spans.db").string()}, metrics};
  SpanStore store{{"order.id"}, true};
};

TEST_F(Store, LinksTheTracesThatAreOldEnoughAndThoseAgainThatGotMoreSpans) {
  write(1, 100);
  write(2, 103);
  EXPECT_FALSE(link_some(99));
  EXPECT_TRUE(link_some(100));
  EXPECT_FALSE(link_some(100)) << "trace 2 is too young";
  EXPECT_TRUE(link_some(103));
  EXPECT_FALSE(link_some(103));
  write(1, 110);
  EXPECT_FALSE(link_some(110, 1)) << "one may be left";
  EXPECT_TRUE(link_some(110)) << "its links were those of fewer spans";
}

TEST_F(Store, ForgetsTheTracesThatCameFirstWholly) {
  write(2, 100);
  write(1, 101);
  write(2, 105);
  write(3, 110);
  EXPECT_EQ(delete_oldest(99), 0);
  EXPECT_EQ(delete_oldest(101), 3) << "two of trace 2 and one of trace 1";
  EXPECT_FALSE(holds(1));
  EXPECT_FALSE(holds(2));
  EXPECT_TRUE(holds(3));
  EXPECT_EQ(found(2), "[]");
  EXPECT_NE(found(3), "[]");
  EXPECT_EQ(rows(), 4) << "of trace 3";
  write(2, 111);
  EXPECT_TRUE(holds(2)) << "it begins again";
  EXPECT_EQ(delete_oldest(111), 2);
  EXPECT_EQ(rows(), 0);
}

class StoreOfBefore : public Store {
 protected:
  void SetUp() override {
    const auto last = std::ranges::find(migrations, "V003__oldest_links_first", &sql::Migration::name);
    ASSERT_NE(last, migrations.end());
    database.migrate({migrations.begin(), last + 1});
  }
};

TEST_F(StoreOfBefore, KeepsItsTraces) {
  const auto line = [](int trace, int span, int timestamp) {
    return fmt::format(R"('{}' || char(9) || '{{"traceId":"{}","id":"{}","timestamp":{}}}' || char(10))", timestamp,
                       id_of(trace), id_of(span), timestamp);
  };
  const auto two = spanwire::low_bits(id_of(2));
  const auto seven = spanwire::low_bits(id_of(7));
  const auto rows_of_before = fmt::format(
      "INSERT INTO traces VALUES ({1}, 5, 9, 4000, 2, 100, '[]'), ({0}, 8, 8, 1, 1, 90, NULL);"
      "INSERT INTO pieces VALUES (1, {0}, {2}), (2, {1}, {3}), (3, {1}, {4});"
      "INSERT INTO trace_services VALUES ({1}, 'order'), ({0}, 'order');"
      "INSERT INTO trace_tags VALUES ('error', '', {1});",
      two, seven, line(2, 2, 8000), line(7, 7, 5000), line(7, 8, 9000));
  run([&](Context&, sql::Session& session) { session.script(rows_of_before); });
  database.migrate(migrations);
  EXPECT_TRUE(holds(7));
  EXPECT_TRUE(holds(2));
  EXPECT_EQ(rows(), 2 + 3 + 2 + 1) << "traces, pieces, services, tags";
  EXPECT_EQ(delete_oldest(95), 1) << "trace 2 came first";
  EXPECT_FALSE(holds(2));
  EXPECT_EQ(rows(), 1 + 2 + 1 + 1);
}

}  // namespace
}  // namespace sharecar::tracing
