// Spans in and out: byte for byte as Zipkin does it.

#include "spanwire/span_codec.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "spanwire/recordings.hpp"
#include "spanwire/span_ids.hpp"

namespace sharecar::spanwire {
namespace {

// The spans as they would be answered, or "refused: why".
std::string through(std::string_view body) {
  const auto decoded = decode_json(body);
  if (const auto* refusal = std::get_if<Refusal>(&decoded)) return "refused: " + refusal->text;
  std::string out = "[";
  for (const auto& span : std::get<std::vector<tracemodel::Span>>(decoded)) {
    if (out.size() > 1) out += ',';
    append_json(out, span);
  }
  return out + ']';
}

// One span with these further members, and they alone of the answer.
std::string with(const std::string& members) {
  const std::string trace_id = R"("traceId":"000000000000000a")";
  const std::string id = R"(,"id":"000000000000000b")";
  auto out = through("[{" + trace_id + id + (members.empty() ? "" : ",") + members + "}]");
  if (out.starts_with("refused")) return out;
  out.erase(out.find(id), id.size());
  out.erase(out.find(trace_id), trace_id.size());
  out = out.substr(2, out.size() - 4);
  return out.starts_with(',') ? out.substr(1) : out;
}

TEST(SpanCodec, WritesWhatZipkinWritesOfEveryRecording) {
  const auto all = recordings(".normalized.json");
  EXPECT_GE(all.size(), 3u);
  for (const auto& recording : all) EXPECT_EQ(through(recording.posted), recording.recorded) << recording.name;
}

TEST(SpanCodec, ReadsWhatItWrote) {
  for (const auto& recording : recordings(".normalized.json")) {
    EXPECT_EQ(through(recording.recorded), recording.recorded) << recording.name;
  }
}

TEST(SpanCodec, TakesNothingForAnEmptyList) {
  EXPECT_EQ(through(""), "[]");
  EXPECT_EQ(through("[]"), "[]");
}

TEST(SpanCodec, NormalisesEachField) {
  struct Row {
    const char* in;
    const char* out;
  };
  const Row rows[] = {
      {"", ""},
      {R"("parentId":"C")", "refused: C should be lower-hex encoded with no prefix reading List<Span> from json"},
      {R"("parentId":"c")", R"("parentId":"000000000000000c")"},
      {R"("parentId":"0000000000000000")", ""},
      {R"("parentId":"b")", ""},
      {R"("parentId":null,"kind":null,"name":null,"timestamp":null,"localEndpoint":null,"tags":null)", ""},
      {R"("name":"GET /Orders")", R"("name":"get /orders")"},
      {R"("name":"","unknown":{"a":[1,2]})", ""},
      {R"("timestamp":-1,"duration":-5)", ""},
      {R"("timestamp":"17","duration":1.5e3)", R"("timestamp":17,"duration":1500)"},
      {R"("localEndpoint":{"serviceName":"Order","ipv4":"10.0.0.1","ipv6":"2001:DB8::C001","port":8081})",
       R"("localEndpoint":{"serviceName":"order","ipv4":"10.0.0.1","ipv6":"2001:db8::c001","port":8081})"},
      {R"("localEndpoint":{"ipv6":"::ffff:10.0.0.1"},"remoteEndpoint":{"ipv6":"::10.0.0.2"})",
       R"("localEndpoint":{"ipv4":"10.0.0.1"},"remoteEndpoint":{"ipv4":"10.0.0.2"})"},
      {R"("name":"ÉTÉ ΟΔΟΣ İ","localEndpoint":{"serviceName":"Ÿ"})",
       "\"name\":\"été οδος i\u0307\",\"localEndpoint\":{\"serviceName\":\"ÿ\"}"},
      {R"("localEndpoint":{"ipv6":"1:0:2:3:4:5:6:7"},"remoteEndpoint":{"ipv6":"2001:0:0:4:0:0:0:0"})",
       R"("localEndpoint":{"ipv6":"1::2:3:4:5:6:7"},"remoteEndpoint":{"ipv6":"2001::4:0:0:0:0"})"},
      {R"("tags":{"\uff5e":"1","\ud83d\ude97":"2"})", R"("tags":{"🚗":"2","～":"1"})"},
      {R"("localEndpoint":{"ipv6":"::1"},"remoteEndpoint":{"ipv4":"somewhere","port":0})",
       R"("localEndpoint":{"ipv6":"::1"})"},
      {R"("remoteEndpoint":{"serviceName":"","port":null,"other":1})", ""},
      {R"("annotations":[{"timestamp":2,"value":"b"},{"timestamp":1,"value":"z"},{"value":"b","timestamp":2}])",
       R"("annotations":[{"timestamp":1,"value":"z"},{"timestamp":2,"value":"b"}])"},
      {R"("tags":{"z":"1","a":"","z":"2"})", R"("tags":{"a":"","z":"2"})"},
      {R"("kind":"CLIENT","shared":true)", R"("kind":"CLIENT")"},
      {R"("shared":true,"debug":true,"kind":"SERVER")", R"("kind":"SERVER","debug":true,"shared":true)"},
      {R"("debug":false,"shared":false)", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(with(row.in), row.out) << row.in;
}

TEST(SpanCodec, EscapesAsZipkinDoes) {
  EXPECT_EQ(with(R"("tags":{"k\"":"\\ \/ \b\f\n\r\t \u0001 \u001f \u007f \u2028\u2029 \u20ac \ud83d\ude97"})"),
            "\"tags\":{\"k\\\"\":\"\\\\ / \\b\\f\\n\\r\\t \\u0001 \\u001f \x7f \\u2028\\u2029 € 🚗\"}");
}

TEST(SpanCodec, RefusesWhatIsNoSpan) {
  struct Row {
    const char* in;
    const char* why;
  };
  const Row rows[] = {
      {"{}", "Expected a JSON_V2 encoded list\n"},
      {"hello", "Expected a JSON_V2 encoded list\n"},
      {R"([{"traceId":"1","id":"1","binaryAnnotations":[]}])",
       "Expected a JSON_V2 encoded list, but received: JSON_V1\n"},
      {"[", "End of input at line 1 column 2 path $[0] reading List<Span> from json"},
      {"[{]", "Malformed reading List<Span> from json"},
      {"[1]", "Malformed reading List<Span> from json"},
      {"[\"\xff\"]", "Malformed reading List<Span> from json"},
      {"[{}]", "Missing : traceId id reading List<Span> from json"},
      {R"([{"id":"1"}])", "Missing : traceId reading List<Span> from json"},
      {R"([{"traceId":"1"}])", "Missing : id reading List<Span> from json"},
      {R"([{"traceId":null,"id":"1"}])",
       "Expected a string but was NULL at line 1 column 17 path $[0].traceId\nSee https://github.com/google/gson/blob/"
       "main/Troubleshooting.md#adapter-not-null-safe reading List<Span> from json"},
      {"[{\"traceId\":\"1\",\"id\":\"1\",\n \"timestamp\":1.5}]",
       "Expected a long but was 1.5 at line 2 column 17 path $[0].timestamp reading List<Span> from json"},
      {R"([{"traceId":"1","id":"1","tags":{"a":null}}])", "No value at $[0].tags.a reading List<Span> from json"},
      {R"([{"traceId":"","id":"1"}])", "traceId is empty reading List<Span> from json"},
      {R"([{"traceId":"000","id":"1"}])", "traceId is all zeros reading List<Span> from json"},
      {R"([{"traceId":"AB","id":"1"}])", "AB should be lower-hex encoded with no prefix reading List<Span> from json"},
      {R"([{"traceId":"111111111111111111111111111111111","id":"1"}])",
       "traceId.length > 32 reading List<Span> from json"},
      {R"([{"traceId":"1","id":"11111111111111111"}])", "id.length > 16 reading List<Span> from json"},
      {R"([{"traceId":"1","id":"0000000000000000"}])", "id is all zeros reading List<Span> from json"},
  };
  for (const auto& row : rows) EXPECT_EQ(through(row.in), std::string{"refused: "} + row.why) << row.in;
  for (const char* member :
       {R"("kind":"client")", R"("kind":1)", R"("timestamp":"x")", R"("timestamp":1.5)", R"("duration":true)",
        R"("timestamp":18446744073709551615)", R"("tags":{"a":null})", R"("tags":{"a":true})", R"("tags":[])",
        R"("annotations":{})", R"("annotations":[{"timestamp":1}])", R"("annotations":[{"value":"x"}])",
        R"("annotations":[null])", R"("localEndpoint":"order")", R"("localEndpoint":{"port":65536})",
        R"("debug":"true")", R"("shared":1)", R"("name":{})"}) {
    EXPECT_TRUE(with(member).starts_with("refused: ")) << member;
  }
}

TEST(SpanCodec, MendsWhatIsNoUtf8) {
  EXPECT_EQ(with("\"name\":\"a\xff b\xe2\x82 c\xed\xa0\x80 \\ud83d\""), "\"name\":\"a\ufffd b\ufffd c\ufffd ?\"");
}

TEST(SpanCodec, ReadsProtobufAsZipkinDoes) {
  int replayed = 0;
  for (const auto& recording : recordings(".proto3")) {
    const auto decoded = decode_proto3(recording.recorded_bytes);
    ASSERT_TRUE(std::holds_alternative<std::vector<tracemodel::Span>>(decoded)) << recording.name;
    const auto json = decode_json(recording.posted);
    EXPECT_EQ(std::get<0>(decoded), std::get<0>(json)) << recording.name;
    ++replayed;
  }
  EXPECT_GE(replayed, 3);
}

TEST(SpanCodec, SurvivesEveryCutOfAMessage) {
  const auto message = recordings(".proto3").front().recorded_bytes;
  for (std::size_t size = 1; size < message.size(); ++size) {
    const auto decoded = decode_proto3(std::string_view{message}.substr(0, size));
    if (const auto* refusal = std::get_if<Refusal>(&decoded)) {
      EXPECT_TRUE(refusal->text.ends_with("reading List<Span> from proto3") || size == 1) << size << refusal->text;
    }
  }
}

TEST(SpanCodec, RefusesDeepNestingWithoutFalling) {
  const auto deep = "[" + std::string(100'000, '[') + std::string(100'000, ']') + "]";
  EXPECT_EQ(through(deep), "refused: Malformed reading List<Span> from json");
  const auto skipped = R"([{"x":)" + deep + "}]";
  EXPECT_TRUE(through(skipped).starts_with("refused: Nesting limit 255 reached at line 1 column 261 path $[0].x[0]"))
      << through(skipped).substr(0, 100);
}

TEST(SpanIds, AreNormalised) {
  struct Row {
    const char* in;
    const char* out;
  };
  const Row rows[] = {
      {"a", "000000000000000a"},
      {"0123456789abcdef", "0123456789abcdef"},
      {"10123456789abcdef", "00000000000000010123456789abcdef"},
      {"463ac35c9f6413ad48485a3953bb6124", "463ac35c9f6413ad48485a3953bb6124"},
      {"000000000000000048485a3953bb6124", "48485a3953bb6124"},
      {"0x1", "0x1 should be lower-hex encoded with no prefix"},
      {"", "traceId is empty"},
      {"00000000000000000000000000000000", "traceId is all zeros"},
  };
  for (const auto& row : rows) {
    std::string wrong;
    EXPECT_EQ(normal_trace_id(row.in, wrong).value_or(wrong), row.out) << row.in;
  }
  EXPECT_EQ(low_bits("463ac35c9f6413ad000000000000000f"), std::numeric_limits<std::int64_t>::min() + 15);
  EXPECT_EQ(low_bits("ffffffffffffffff"), std::numeric_limits<std::int64_t>::max());
  EXPECT_TRUE(is_sampled("8000000000000000", std::numeric_limits<std::int64_t>::max()));
  EXPECT_TRUE(is_sampled("463ac35c9f6413adffffffffffffffff", 1));
  EXPECT_FALSE(is_sampled("0000000000000002", 1));
}

}  // namespace
}  // namespace sharecar::spanwire
