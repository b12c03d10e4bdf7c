#include <gtest/gtest.h>

#include "chassis/http/message.hpp"
#include "contracts/time.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;

const Timestamp noon = *parse_rfc3339("2026-11-21T12:00:00.1234Z");

std::string text(const Reply& reply) {
  std::string out = std::to_string(reply.status) + '\n';
  for (const auto& [name, value] : reply.headers) out += name + ": " + value + '\n';
  return out + reply.body;
}

TEST(Render, WritesAPlainProblem) {
  EXPECT_EQ(text(render({.code = Errc::not_found, .detail = "no such car", .log_detail = "secret"}, "/cars/7", noon)),
            R"(404
Content-Type: application/problem+json
{"type":"/problems/not_found","title":"Not Found","status":404,"detail":"no such car","instance":"/cars/7",)"
            R"("code":"not_found","timestamp":"2026-11-21T12:00:00.123Z","error":"Not Found","message":"no such car",)"
            R"("path":"/cars/7"})");
}

TEST(Render, WritesEveryExtensionThatIsThere) {
  const Slot slot{*parse_rfc3339("2026-11-22T09:00:00Z"), *parse_rfc3339("2026-11-22T10:00:00Z")};
  Problem problem{.code = Errc::slot_taken, .detail = "taken \"already\"\n"};
  problem.violations = {{"/startsAt", "grid:600", "string"}};
  problem.alternatives = {slot};
  problem.quote = PriceQuote{CarId{1002}, slot.starts_at, slot.ends_at, Money{100'000}, {}};
  problem.quote->lines.push_back({"base", "1 h at 100,000 won", Money{100'000}});
  problem.cancellation = CancellationQuote{Money{90'000}, Money{10'000}, "12_hours_before", slot.starts_at, {}};
  problem.cancellation->then = RefundAfter{Money{0}};
  problem.reason = "insufficient_funds";
  problem.order_id = OrderId{42};
  problem.retry_after = 1001ms;
  problem.allowed = {"GET", "HEAD"};
  EXPECT_EQ(text(render(problem, "/orders", noon)),
            R"(409
Content-Type: application/problem+json
Retry-After: 2
Allow: GET, HEAD
{"type":"/problems/slot_taken","title":"Conflict","status":409,"detail":"taken \"already\"\n",)"
            R"("instance":"/orders","code":"slot_taken",)"
            R"("violations":[{"pointer":"/startsAt","rule":"grid:600","kind":"string"}],)"
            R"("alternatives":[{"startsAt":"2026-11-22T09:00:00Z","endsAt":"2026-11-22T10:00:00Z"}],)"
            R"("quote":{"carId":1002,"startsAt":"2026-11-22T09:00:00Z","endsAt":"2026-11-22T10:00:00Z",)"
            R"("price":100000,"lines":[{"code":"base","text":"1 h at 100,000 won","amount":100000}]},)"
            R"("cancellation":{"refund":90000,"fee":10000,"rule":"12_hours_before",)"
            R"("validUntil":"2026-11-22T09:00:00Z","then":{"refund":0}},)"
            R"("reason":"insufficient_funds","orderId":42,"retryAfterMs":1001,)"
            R"("timestamp":"2026-11-21T12:00:00.123Z","error":"Conflict","message":"taken \"already\"\n",)"
            R"("path":"/orders"})");
}

TEST(Render, FallsBackToTheReasonPhraseAndTakesAStatusWithoutACode) {
  const auto reply = render_as(501, {.code = Errc::bad_request}, "", noon);
  EXPECT_EQ(reply.status, 501);
  EXPECT_EQ(reply.body,
            R"({"type":"/problems/bad_request","title":"Not Implemented","status":501,"detail":"Not Implemented",)"
            R"("instance":"","code":"bad_request","timestamp":"2026-11-21T12:00:00.123Z","error":"Not Implemented",)"
            R"("message":"Not Implemented","path":""})");
}

TEST(PercentDecode, DecodesAndRefuses) {
  const std::vector<std::tuple<std::string, bool, std::optional<std::string>>> cases{
      {"", false, ""},       {"abc", false, "abc"},    {"a%20b", false, "a b"},
      {"a+b", false, "a+b"}, {"a+b%2B", true, "a b+"}, {"%ed%95%9C", false, "\xed\x95\x9c"},
      {"%", false, {}},      {"%4", false, {}},        {"%4g", false, {}},
      {"%g4", false, {}},    {"%%41", false, {}},      {"%00", false, {}},
      {"%41", false, "A"},
  };
  for (const auto& [in, plus, expected] : cases) EXPECT_EQ(percent_decode(in, plus), expected) << in;
}

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encode("aZ09-._~ /?&=%\xed"), "aZ09-._~%20%2F%3F%26%3D%25%ED");
}

TEST(Headers, CompareNamesWithoutCase) {
  Headers headers{{"Accept", "a"}, {"X", "1"}, {"accept", "b"}};
  EXPECT_EQ(headers.get("ACCEPT"), "a");
  EXPECT_TRUE(headers.has("x"));
  EXPECT_FALSE(headers.has("y"));
  headers.set("aCCEPT", "c");
  headers.add("Y", "2");
  headers.erase("x");
  std::string all;
  for (const auto& [name, value] : headers) all += name + "=" + value + " ";
  EXPECT_EQ(all, "Accept=c Y=2 ");
}

TEST(ListsToken, LooksIntoCommaSeparatedLists) {
  EXPECT_TRUE(lists_token("keep-alive, Close", "close"));
  EXPECT_TRUE(lists_token(" close ", "close"));
  EXPECT_FALSE(lists_token("closed", "close"));
  EXPECT_FALSE(lists_token("", "close"));
}

TEST(Request, ReadsQueryParameters) {
  Request request;
  request.query = "a=1&b=x+y%26&&flag&a=2&bad=%zz&=v";
  std::string all;
  for (const auto& [name, value] : request.query_parameters()) all += name + "=" + value + ";";
  EXPECT_EQ(all, "a=1;b=x y&;flag=;a=2;=v;");
  EXPECT_EQ(request.query_parameter("a"), "1");
  EXPECT_EQ(request.query_parameter("flag"), "");
  EXPECT_EQ(request.query_parameter("none"), std::nullopt);
}

TEST(Request, BuildsLinksAsTheOutermostProxySeesThem) {
  const std::vector<std::pair<Headers, std::string>> cases{
      {{}, ""},
      {{{"Host", "localhost:8081"}}, "http://localhost:8081"},
      {{{"Host", "in:1"}, {"X-Forwarded-Host", "shop.example"}}, "http://shop.example"},
      {{{"Host", "in:1"}, {"X-Forwarded-Host", "a.example, b"}, {"X-Forwarded-Proto", "https,http"}},
       "https://a.example"},
      {{{"Host", "in:1"}, {"X-Forwarded-Host", "a"}, {"X-Forwarded-Port", "8443"}, {"X-Forwarded-Proto", "https"}},
       "https://a:8443"},
      {{{"Host", "in:1"}, {"X-Forwarded-Host", "a"}, {"X-Forwarded-Port", "443"}, {"X-Forwarded-Proto", "https"}},
       "https://a"},
      {{{"Host", "in:1"}, {"X-Forwarded-Host", "a:8080"}, {"X-Forwarded-Port", "80"}}, "http://a:8080"},
      {{{"Host", "in:1"}, {"X-Forwarded-Host", "a/\"><script>"}, {"X-Forwarded-Proto", "javascript"}}, "http://in:1"},
  };
  for (const auto& [headers, expected] : cases) {
    Request request;
    request.headers = headers;
    EXPECT_EQ(request.base_url(), expected);
  }
}

TEST(Methods, HaveTheirNames) {
  for (const char* name : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}) {
    const auto method = parse_method(name);
    ASSERT_TRUE(method) << name;
    EXPECT_EQ(to_string(*method), name);
  }
  EXPECT_FALSE(parse_method("get"));
  EXPECT_FALSE(parse_method("CONNECT"));
}

}  // namespace
}  // namespace sharecar::http
