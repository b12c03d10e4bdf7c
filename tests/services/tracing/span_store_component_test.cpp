#include "services/tracing/span_store.hpp"

#include <gtest/gtest.h>

#include "chassis/sql/sqlite.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::tracing {
namespace {

using namespace std::chrono_literals;

class Store : public ::testing::Test {
 protected:
  Store() { database.migrate(migrations); }

  void write(std::int64_t trace, std::int64_t now_s) {
    tracemodel::Span span;
    span.trace_id = "000000000000000" + std::to_string(trace);
    span.id = span.trace_id;
    span.local.service_name = "order";
    const std::vector<tracemodel::Span> spans{span};
    auto context = untraced(10s);
    database.run_here(context, [&](Context& c, sql::Session& session) {
      store.write(c, session, cut(spans, {}), {}, now_s);
    });
  }
  bool link_some(std::int64_t until_s, std::int64_t rest = 0) {
    auto context = untraced(10s);
    return database.run_here(
        context, [&](Context& c, sql::Session& session) { return store.link_some(c, session, until_s, rest); });
  }

  test::TemporaryFolder folder;
  telemetry::Metrics metrics{"tracing"};
  sql::SqliteDatabase database{{.path = (folder.path() / "spans.db").string()}, metrics};
  SpanStore store{{}, true};
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

}  // namespace
}  // namespace sharecar::tracing
