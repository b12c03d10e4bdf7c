// Trace context in and out, sampling, and spans that are handed over together with their order.

#include <gtest/gtest.h>

#include <map>

#include "chassis/runtime/config.hpp"
#include "chassis/telemetry/context.hpp"
#include "chassis/telemetry/zipkin_reporter.hpp"

namespace sharecar::telemetry {
namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

std::string read(const Headers& headers) {
  const auto extracted = extract([&](std::string_view name) -> std::string_view {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : found->second;
  });
  if (extracted.parent) return to_b3(*extracted.parent);
  return extracted.sampled ? (*extracted.sampled ? "sampled" : "not sampled") : "nothing";
}

TEST(TraceContext, ReadsB3SingleBeforeMultiBeforeW3cAndStartsAnewForMalformedOnes) {
  const std::string w3c = "00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-01";
  EXPECT_EQ(read({{"b3", "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90"}}),
            "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90");
  EXPECT_EQ(read({{"b3", "64fe8b2a57d3eff7-e457b5a2e4d86bd1"}}), "64fe8b2a57d3eff7-e457b5a2e4d86bd1-1");
  EXPECT_EQ(read({{"b3", "64fe8b2a57d3eff7-e457b5a2e4d86bd1-d"}}), "64fe8b2a57d3eff7-e457b5a2e4d86bd1-d");
  EXPECT_EQ(read({{"b3", "0"}}), "not sampled");
  EXPECT_EQ(read({{"b3", "0"}, {"x-b3-traceid", "64fe8b2a57d3eff7"}, {"x-b3-spanid", "e457b5a2e4d86bd1"}}),
            "not sampled");
  EXPECT_EQ(read({{"x-b3-traceid", "64fe8b2a57d3eff7"}, {"x-b3-spanid", "e457b5a2e4d86bd1"}, {"x-b3-sampled", "0"}}),
            "64fe8b2a57d3eff7-e457b5a2e4d86bd1-0");
  EXPECT_EQ(read({{"x-b3-traceid", "64fe8b2a57d3eff7"}, {"x-b3-spanid", "e457b5a2e4d86bd1"}, {"x-b3-flags", "1"}}),
            "64fe8b2a57d3eff7-e457b5a2e4d86bd1-d");
  EXPECT_EQ(read({{"traceparent", w3c}}), "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1");
  EXPECT_EQ(read({{"traceparent", "01" + w3c.substr(2) + "-more"}}),
            "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1");
  for (const std::string& malformed :
       {std::string{"x"}, std::string{"00000000000000000000000000000000-e457b5a2e4d86bd1"},
        std::string{"80F198EE56343BA864FE8B2A57D3EFF7-e457b5a2e4d86bd1"}, std::string{"64fe8b2a57d3eff7-e457"},
        std::string{"64fe8b2a57d3eff7-e457b5a2e4d86bd1-2"}, std::string{"a-b-c-d-e"}}) {
    EXPECT_EQ(read({{"b3", malformed}, {"traceparent", w3c}}), "nothing") << malformed;
  }
  for (const std::string& malformed : {"ff" + w3c.substr(2), w3c + "-more", w3c.substr(0, 54), std::string{"00-x"}}) {
    EXPECT_EQ(read({{"traceparent", malformed}}), "nothing") << malformed;
  }
}

TEST(TraceContext, SendsTheSameIdsInBothForms) {
  const auto context = *parse_b3("64fe8b2a57d3eff7-e457b5a2e4d86bd1-1");
  EXPECT_EQ(to_traceparent(context), "00-000000000000000064fe8b2a57d3eff7-e457b5a2e4d86bd1-01");
  EXPECT_EQ(parse_traceparent(to_traceparent(context))->trace_low, context.trace_low);
}

struct Collected : SpanSink {
  std::vector<SpanRecord> spans;
  int reports = 0;
  void report(std::vector<SpanRecord>&& more) noexcept override {
    ++reports;
    for (auto& span : more) spans.push_back(std::move(span));
  }
};

TEST(Spans, AreHandedOverTogetherAndAllNameTheOrder) {
  Collected collected;
  const Tracer tracer{collected, 1.0};
  {
    Context context{tracer.start("POST /orders", SpanKind::server), {}};
    { Context early = context.child("pg find_car", SpanKind::client); }
    context.order(OrderId{42});
    { Context late = context.child("pg place_order", SpanKind::client); }
    EXPECT_EQ(collected.reports, 0);
  }
  EXPECT_EQ(collected.reports, 1);
  ASSERT_EQ(collected.spans.size(), 3u);
  for (const auto& span : collected.spans) EXPECT_EQ(span.tags.at("order.id"), "42") << span.name;
  EXPECT_EQ(collected.spans[0].context.parent, collected.spans[2].context.span);
  EXPECT_EQ(collected.spans[0].context.trace_low, collected.spans[2].context.trace_low);
}

TEST(Spans, TakeNoCardNumberForAnOrder) {
  Collected collected;
  const Tracer tracer{collected, 1.0};
  { tracer.start("POST /orders", SpanKind::server).order(OrderId{510'510'510'510}); }
  ASSERT_EQ(collected.spans.size(), 1u);
  EXPECT_EQ(collected.spans[0].tags, (telemetry::Tags{}));
}

TEST(Spans, KeepTheParentsDecision) {
  Collected collected;
  const Tracer never{collected, 0.0};
  { const Span kept = never.start("a", SpanKind::server, *parse_b3("64fe8b2a57d3eff7-e457b5a2e4d86bd1-1")); }
  EXPECT_EQ(collected.spans.size(), 1u);
  const Tracer always{collected, 1.0};
  { const Span dropped = always.start("a", SpanKind::server, *parse_b3("64fe8b2a57d3eff7-e457b5a2e4d86bd1-0")); }
  { const Span dropped = always.start("a", SpanKind::server, Extracted{{}, false}); }
  EXPECT_EQ(collected.spans.size(), 1u);
}

TEST(Spans, AreSampledByTheirOwnRateWhereTheParentLeavesItOpen) {
  const auto parents = [](const Headers& headers) {
    return extract([&](std::string_view name) -> std::string_view {
      const auto found = headers.find(name);
      return found == headers.end() ? std::string_view{} : found->second;
    });
  };
  Collected collected;
  const Tracer never{collected, 0.0};
  for (const Headers& open : {Headers{{"b3", "64fe8b2a57d3eff7-e457b5a2e4d86bd1"}},
                              Headers{{"x-b3-traceid", "64fe8b2a57d3eff7"}, {"x-b3-spanid", "e457b5a2e4d86bd1"}}}) {
    const Span span = never.start("a", SpanKind::server, parents(open));
    EXPECT_FALSE(span.context().sampled);
    EXPECT_EQ(span.context().trace_id(), "64fe8b2a57d3eff7");
  }
  const Headers decided{{"x-b3-traceid", "64fe8b2a57d3eff7"}, {"x-b3-spanid", "e457b5a2e4d86bd1"}, {"x-b3-flags", "1"}};
  EXPECT_TRUE(never.start("a", SpanKind::server, parents(decided)).context().sampled);
}

TEST(Spans, AreSampledByRouteWhereARouteHasARateOfItsOwn) {
  Collected collected;
  const Tracer tracer{collected, Sampling{1.0, {{"GET /cars", 0.0}}}};
  EXPECT_FALSE(tracer.start("GET /cars", SpanKind::server).context().sampled);
  EXPECT_TRUE(tracer.start("POST /orders", SpanKind::server).context().sampled);
  const auto parent = *parse_b3("64fe8b2a57d3eff7-e457b5a2e4d86bd1-1");
  EXPECT_TRUE(tracer.start("GET /cars", SpanKind::server, parent).context().sampled);
}

TracingConfig configured(double rate, std::vector<std::string> rates) {
  TracingConfig config;
  config.rate = rate;
  config.rates = std::move(rates);
  return config;
}

TEST(Sampling, IsConfiguredByRouteAndRefusesWhatItCannotRead) {
  const auto sampling = sampling_of(configured(0.5, {"GET /cars=0.1", "GET /orders/{id}=1"}));
  EXPECT_EQ(sampling.rate, 0.5);
  EXPECT_EQ(sampling.rates, (std::map<std::string, double, std::less<>>{{"GET /cars", 0.1}, {"GET /orders/{id}", 1}}));
  for (const char* bad : {"", "GET /cars", "GET /cars=", "GET /cars=2", "GET /cars=-1", "GET /cars=nan", "cars=0.1",
                          "GET /cars=0.1x", "=0.1"}) {
    EXPECT_THROW(sampling_of(configured(1, {bad})), ConfigError) << bad;
  }
  EXPECT_THROW(sampling_of(configured(1.5, {})), ConfigError);
}

TEST(Spans, AreSampledAtTheRate) {
  Collected collected;
  const Tracer tenth{collected, 0.1};
  for (int i = 0; i < 10'000; ++i) tenth.start("a", SpanKind::server);
  EXPECT_NEAR(static_cast<double>(collected.spans.size()), 1000.0, 150.0);
}

TEST(Spans, AreWrittenAsZipkinHasThem) {
  SpanRecord span;
  span.context = *parse_b3("64fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90");
  span.kind = SpanKind::client;
  span.name = "PUT /charges/{key}";
  span.started = Timestamp{std::chrono::microseconds{1'472'470'996'199'000}};
  span.duration = std::chrono::microseconds{207};
  span.remote = Endpoint{"cardnet", "127.0.0.1", 8087};
  span.tags["error"] = "timed \"out\"";
  span.annotations.push_back({span.started, "fault slow"});
  std::string out;
  ZipkinEncoder{"payment", "127.0.0.1", 8083, "payment-1"}.append(out, span);
  EXPECT_EQ(out,
            R"({"traceId":"64fe8b2a57d3eff7","parentId":"05e3ac9a4f6e3b90","id":"e457b5a2e4d86bd1","kind":"CLIENT",)"
            R"("name":"PUT /charges/{key}","timestamp":1472470996199000,"duration":207,)"
            R"("localEndpoint":{"serviceName":"payment","ipv4":"127.0.0.1","port":8083},)"
            R"("remoteEndpoint":{"serviceName":"cardnet","ipv4":"127.0.0.1","port":8087},)"
            R"("annotations":[{"timestamp":1472470996199000,"value":"fault slow"}],)"
            R"("tags":{"error":"timed \"out\"","service.instance.id":"payment-1"}})");
}

}  // namespace
}  // namespace sharecar::telemetry
