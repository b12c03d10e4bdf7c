// Which traces a search wants; and how spans are cut into pieces and come back.

#include "services/tracing/span_query.hpp"

#include <gtest/gtest.h>

#include "spanwire/span_codec.hpp"
#include "spanwire/span_ids.hpp"
#include "services/tracing/span_names.hpp"
#include "services/tracing/span_pieces.hpp"
#include "services/tracing/trace_links.hpp"

namespace sharecar::tracing {
namespace {

using tracemodel::Span;

constexpr std::int64_t now = 1'700'000'000'000;  // ms
const QueryDefaults defaults{now};

// Terms as "a=1 b=", sorted by key.
std::string terms(std::string_view text) {
  std::string out;
  for (const auto& [key, value] : parse_annotation_query(text)) out += (out.empty() ? "" : " ") + key + '=' + value;
  return out;
}

TEST(AnnotationQuery, IsSplitIntoTerms) {
  EXPECT_EQ(terms(""), "");
  EXPECT_EQ(terms("error"), "error=");
  EXPECT_EQ(terms("order.id=42"), "order.id=42");
  EXPECT_EQ(terms("error and http.method=GET and  ws "), "error= http.method=GET ws=");
  EXPECT_EQ(terms("a=1 and a=2"), "a=2");
  EXPECT_EQ(terms("a=1 and a"), "a=1") << "the more exact wish stays";
  EXPECT_EQ(terms("a=b=c and sand"), "a=b=c sand=");
  EXPECT_EQ(terms("a and "), "= a=") << "an empty wish is one as well";
}

std::string wrong(const QueryParameters& parameters) {
  const auto parsed = parse_query(parameters, defaults);
  const auto* text = std::get_if<std::string>(&parsed);
  return text == nullptr ? "fine" : *text;
}

TEST(TraceQuery, IsRefusedInZipkinsWords) {
  EXPECT_EQ(wrong({}), "fine");
  EXPECT_EQ(wrong({{"limit", "0"}}), "limit <= 0");
  EXPECT_EQ(wrong({{"endTs", "-1"}}), "endTs <= 0");
  EXPECT_EQ(wrong({{"lookback", "0"}}), "lookback <= 0");
  EXPECT_EQ(wrong({{"minDuration", "0"}}), "minDuration <= 0");
  EXPECT_EQ(wrong({{"maxDuration", "5"}}), "maxDuration is only valid with minDuration");
  EXPECT_EQ(wrong({{"minDuration", "6"}, {"maxDuration", "5"}}), "maxDuration < minDuration");
  EXPECT_EQ(wrong({{"limit", "ten"}}), "For input string: \"ten\"");
  EXPECT_EQ(wrong({{"endTs", "99999999999999999999"}}), "For input string: \"99999999999999999999\"");
  EXPECT_EQ(wrong({{"limit", ""}}), "Cannot set null to primitive type parameter: limit");
  EXPECT_EQ(wrong({{"limit", "1"}, {"limit", "x"}}), "fine") << "the first one counts";
  EXPECT_EQ(wrong({{"minDuration", ""}, {"endTs", "9223372036854775807"}, {"lookback", "9223372036854775807"}}),
            "fine");
}

TEST(TraceQuery, HasZipkinsDefaults) {
  const auto parsed = parse_query({{"serviceName", "Order"}, {"spanName", "all"}}, defaults);
  const auto& query = std::get<TraceQuery>(parsed);
  EXPECT_EQ(query.service_name, "order");
  EXPECT_EQ(query.span_name, "");
  EXPECT_EQ(query.limit, 10);
  EXPECT_EQ(query.end_ts, now);
  EXPECT_EQ(query.from_ms(), now - 86'400'000);
}

// A booking: the gateway calls order, order calls payment and fails.
std::vector<Span> booking() {
  const auto at = now * 1000 - 1'000'000;
  Span gateway;
  gateway.trace_id = gateway.id = "000000000000000a";
  gateway.name = "post /orders";
  gateway.kind = tracemodel::Kind::server;
  gateway.timestamp = at;
  gateway.duration = 900;
  gateway.local.service_name = "gateway";
  gateway.annotations = {{at, "ws"}};
  Span order = gateway;
  order.id = "000000000000000b";
  order.parent_id = gateway.id;
  order.timestamp = at - 50;  // its clock is behind
  order.duration = 400;
  order.local.service_name = "order";
  order.remote.service_name = "payment";
  order.annotations.clear();
  order.tags = {{"order.id", "42"}, {"error", "timeout"}};
  return {order, gateway};
}

TEST(TraceQuery, AsksForTheTimeOfTheRoot) {
  const auto trace = booking();
  EXPECT_EQ(timestamp_of(trace), now * 1000 - 1'000'000);
  auto headless = trace;
  headless[1].parent_id = "00000000000000ff";
  EXPECT_EQ(timestamp_of(headless), now * 1000 - 1'000'050) << "the earliest, when there is no root";
  for (auto& span : headless) span.timestamp = 0;
  EXPECT_EQ(timestamp_of(headless), 0);
  TraceQuery all;
  all.end_ts = now;
  all.lookback = now;
  EXPECT_FALSE(matches(all, headless)) << "a trace without a time is never found";
}

TEST(TraceQuery, MatchesAsZipkinDoes) {
  struct Row {
    QueryParameters parameters;
    bool found;
  };
  const std::string in_time = std::to_string(now);
  const Row rows[] = {
      {{}, true},
      {{{"endTs", std::to_string(now - 1000)}}, true},
      {{{"endTs", std::to_string(now - 1001)}}, false},
      {{{"lookback", "1000"}}, true},
      {{{"lookback", "999"}}, false},
      {{{"serviceName", "ORDER"}}, true},
      {{{"serviceName", "payment"}}, false},
      {{{"remoteServiceName", "payment"}}, true},
      {{{"serviceName", "gateway"}, {"remoteServiceName", "payment"}}, false},
      {{{"spanName", "POST /orders"}}, true},
      {{{"spanName", "get /orders"}}, false},
      {{{"annotationQuery", "order.id=42"}}, true},
      {{{"annotationQuery", "order.id=4"}}, false},
      {{{"annotationQuery", "order.id"}}, true},
      {{{"annotationQuery", "error and ws"}}, true},
      {{{"annotationQuery", "ws=1"}}, false},
      {{{"serviceName", "order"}, {"annotationQuery", "ws"}}, false},
      {{{"serviceName", "order"}, {"annotationQuery", "error=timeout and order.id=42"}}, true},
      {{{"minDuration", "900"}}, true},
      {{{"minDuration", "901"}}, false},
      {{{"serviceName", "order"}, {"minDuration", "401"}}, false},
      {{{"minDuration", "401"}, {"maxDuration", "899"}}, false},
      {{{"minDuration", "400"}, {"maxDuration", "400"}}, true},
  };
  for (const auto& row : rows) {
    std::string shown;
    for (const auto& [name, value] : row.parameters) shown += name + '=' + value + ' ';
    const auto parsed = parse_query(row.parameters, defaults);
    EXPECT_EQ(matches(std::get<TraceQuery>(parsed), booking()), row.found) << shown;
  }
}

TEST(Pieces, HoldWhatABatchHasOfEachTrace) {
  auto spans = booking();
  Span other;
  other.trace_id = "463ac35c9f6413ad000000000000000a";  // the same low bits
  other.id = "000000000000000c";
  spans.insert(spans.begin() + 1, other);
  other.trace_id = "00000000000000ff";
  spans.push_back(other);
  const std::vector<std::string> indexed{"order.id"};
  const auto pieces = cut(spans, indexed);
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].low, spanwire::low_bits("000000000000000a"));
  EXPECT_EQ(pieces[0].spans, 3);
  EXPECT_EQ(pieces[0].first_ms, 0) << "one of them has no timestamp";
  EXPECT_EQ(pieces[0].last_ms, now - 1000);
  EXPECT_EQ(pieces[0].max_duration, 900);
  EXPECT_EQ(pieces[0].services, (std::set<std::string>{"gateway", "order"}));
  EXPECT_EQ(pieces[0].tags, (std::set<std::pair<std::string, std::string>>{{"order.id", "42"}}));
  EXPECT_EQ(pieces[1].last_ms, 0);

  const std::string twice = pieces[0].lines + pieces[0].lines;
  const auto traces = split(twice, true);
  ASSERT_EQ(traces.size(), 2u);
  EXPECT_EQ(traces[0].trace_id, "000000000000000a");
  EXPECT_EQ(decode(traces[0]), booking()) << "in the order of their coming, each once";
  EXPECT_EQ(list_of(traces[1]), R"([{"traceId":"463ac35c9f6413ad000000000000000a","id":"000000000000000c"}])");
  EXPECT_EQ(split(twice, false).size(), 1u) << "one trace when the high bits do not count";
  EXPECT_EQ(last_start(twice, now), now - 1000);
  EXPECT_EQ(last_start(twice, now - 1001), now - 1001);
}

TEST(Pieces, AreJudgedTogetherWithThoseOfTheSameMillisecond) {
  std::vector<Span> spans(4);
  const std::int64_t starts[] = {5000, 9000, 0, 5999};
  for (std::size_t i = 0; i < spans.size(); ++i) {
    spans[i].trace_id = "000000000000000a";
    spans[i].id = "000000000000000" + std::to_string(i);
    spans[i].timestamp = starts[i];
  }
  const auto pieces = cut(spans, {});
  std::string order;
  for (const auto& span : decode(split(pieces[0].lines, true)[0])) order += span.id.back();
  EXPECT_EQ(order, "0312");
  EXPECT_EQ(last_start(pieces[0].lines, 8), 5);
}

TEST(LinkSums, AddUpInTheOrderOfTheLatestTraces) {
  LinkSums sums;
  const std::string two = R"([{"parent":"a","child":"b","callCount":2},{"parent":"b","child":"c","callCount":1}])";
  const std::string failed = R"([{"parent":"b","child":"c","callCount":1,"errorCount":1}])";
  sums.add(two, 10, 1);
  sums.add(two, 11, 1);
  sums.add("[]", 50, 1);
  EXPECT_EQ(list_of(sums.links()),
            R"([{"parent":"a","child":"b","callCount":4},{"parent":"b","child":"c","callCount":2}])");
  sums.add(failed, 11, 2);
  EXPECT_EQ(list_of(sums.links()),
            R"([{"parent":"b","child":"c","callCount":3,"errorCount":1},{"parent":"a","child":"b","callCount":4}])");
}

TEST(SpanNames, AreRememberedOnceAndBounded) {
  SpanNames names{{"error"}, 5};
  const auto added = [&names](const Span& span) {
    std::vector<Name> fresh;
    names.add(span, fresh);
    return fresh;
  };
  const auto spans = booking();
  EXPECT_EQ(added(spans[0]), (std::vector<Name>{{"error", NameKind::TAG, "timeout"},
                                                {"order", NameKind::SERVICE, ""},
                                                {"order", NameKind::SPAN, "post /orders"},
                                                {"order", NameKind::REMOTE, "payment"}}));
  EXPECT_EQ(added(spans[0]), std::vector<Name>{});
  EXPECT_EQ(added(spans[1]), (std::vector<Name>{{"gateway", NameKind::SERVICE, ""}})) << "five are enough";
  EXPECT_EQ(names.services(), (std::set<std::string>{"gateway", "order"}));
  EXPECT_EQ(names.spans("order"), (std::set<std::string>{"post /orders"}));
  EXPECT_EQ(names.remotes("order"), (std::set<std::string>{"payment"}));
  EXPECT_EQ(names.tag_values("error"), (std::set<std::string>{"timeout"}));
  EXPECT_EQ(names.spans("nobody"), std::set<std::string>{});
}

}  // namespace
}  // namespace sharecar::tracing
