#include <gtest/gtest.h>

#include <stdexcept>

#include "services/gateway/forwarding_api.hpp"
#include "services/gateway/token_bucket.hpp"

namespace sharecar::gateway {
namespace {

using namespace std::chrono_literals;

std::string text(const http::Headers& fields) {
  std::string out;
  for (const auto& [name, value] : fields) out += name + ": " + value + '\n';
  return out;
}

http::Request request_from(std::string peer, http::Headers headers) {
  http::Request request;
  request.peer = std::move(peer);
  request.headers = std::move(headers);
  return request;
}

TEST(EndToEnd, LeavesOutWhatIsForOneConnection) {
  const http::Headers fields{{"Accept", "*/*"},
                             {"connection", "close, X-Mine"},
                             {"Connection", "x-too"},
                             {"Keep-Alive", "3"},
                             {"X-Mine", "1"},
                             {"x-too", "2"},
                             {"TE", "trailers"},
                             {"Trailer", "X"},
                             {"Transfer-Encoding", "chunked"},
                             {"Upgrade", "h2c"},
                             {"Proxy-Authorization", "x"},
                             {"Proxy-Authenticate", "x"},
                             {"Proxy-Connection", "x"},
                             {"X-Application-Context", "x"},
                             {"Set-Cookie", "a=1"},
                             {"Set-Cookie", "b=2"},
                             {"Authorization", "Bearer t"}};
  EXPECT_EQ("Accept: */*\nSet-Cookie: a=1\nSet-Cookie: b=2\nAuthorization: Bearer t\n", text(end_to_end(fields)));
}

TEST(ForwardedFields, ReplaceWhatAStrangerSaysOfItsWay) {
  const auto request = request_from("192.0.2.7", {{"Host", "cars.example"},
                                                  {"X-Forwarded-For", "10.0.0.1"},
                                                  {"x-forwarded-host", "evil.example"},
                                                  {"X-Forwarded-Prefix", "/evil"},
                                                  {"Forwarded", "for=10.0.0.1"},
                                                  {"X-Real-IP", "10.0.0.1"},
                                                  {"Accept", "*/*"}});
  EXPECT_EQ(
      "Accept: */*\n"
      "X-Forwarded-For: 192.0.2.7\n"
      "X-Forwarded-Proto: http\n"
      "X-Forwarded-Host: cars.example\n"
      "X-Forwarded-Port: 80\n",
      text(forwarded_fields(request, TrustedProxies{})));
}

TEST(ForwardedFields, ContinueWhatATrustedProxySays) {
  const auto request = request_from("10.0.0.9", {{"Host", "inside:8088"},
                                                 {"X-Forwarded-For", "192.0.2.7"},
                                                 {"X-Forwarded-Proto", "https"},
                                                 {"X-Forwarded-Host", "cars.example"},
                                                 {"X-Forwarded-Prefix", "/api"}});
  EXPECT_EQ(
      "X-Forwarded-For: 192.0.2.7, 10.0.0.9\n"
      "X-Forwarded-Proto: https, http\n"
      "X-Forwarded-Host: cars.example, inside:8088\n"
      "X-Forwarded-Prefix: /api\n"
      "X-Forwarded-Port: 8088\n",
      text(forwarded_fields(request, TrustedProxies{{"10.0.0.0/8"}})));
}

TEST(ForwardedFields, CannotBeRemovedByNamingThemInConnection) {
  const auto request = request_from("192.0.2.7", {{"Host", "[::1]:8088"}, {"Connection", "X-Forwarded-For"}});
  EXPECT_EQ(
      "X-Forwarded-For: 192.0.2.7\n"
      "X-Forwarded-Proto: http\n"
      "X-Forwarded-Host: [::1]:8088\n"
      "X-Forwarded-Port: 8088\n",
      text(forwarded_fields(request, TrustedProxies{})));
}

TEST(ForwardedFields, NameNoHostWhereThereIsNone) {
  EXPECT_EQ("X-Forwarded-For: 192.0.2.7\nX-Forwarded-Proto: http\n",
            text(forwarded_fields(request_from("192.0.2.7", {}), TrustedProxies{})));
}

TEST(TrustedProxies, AreAddressesAndNetworks) {
  const TrustedProxies trusted{{"10.1.0.0/16", "192.0.2.1", "2001:db8::/32", "::1"}};
  for (const char* in : {"10.1.2.3", "192.0.2.1", "2001:db8:1::5", "::1", "::ffff:10.1.0.1"}) {
    EXPECT_TRUE(trusted.contains(in)) << in;
  }
  for (const char* out : {"10.2.0.1", "192.0.2.2", "2001:db9::1", "::2", "", "nonsense", "127.0.0.1"}) {
    EXPECT_FALSE(trusted.contains(out)) << out;
  }
  for (const char* bad : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "localhost", "10.0.0.0/-1"}) {
    EXPECT_THROW(TrustedProxies{{std::string{bad}}}, std::invalid_argument) << bad;
  }
}

TEST(TrustedProxies, SayWhoTheCallerIs) {
  const TrustedProxies trusted{{"10.0.0.0/8"}};
  const http::Headers way{{"X-Forwarded-For", "6.6.6.6, 192.0.2.7"}, {"X-Forwarded-For", "10.0.0.8"}};
  EXPECT_EQ("192.0.2.7", trusted.caller(request_from("10.0.0.9", way)));
  EXPECT_EQ("198.51.100.1", trusted.caller(request_from("198.51.100.1", way)));
  EXPECT_EQ("10.0.0.9", trusted.caller(request_from("10.0.0.9", {})));
  EXPECT_EQ("10.0.0.9", TrustedProxies{}.caller(request_from("10.0.0.9", way)));
}

TEST(TokenBuckets, GiveABurstAndThenARate) {
  TokenBuckets buckets{3, 2};
  const TokenBuckets::Time start{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(std::nullopt, buckets.take("a", start)) << i;
  EXPECT_EQ(500ms, buckets.take("a", start));
  EXPECT_EQ(std::nullopt, buckets.take("b", start)) << "another caller has a bucket of its own";
  EXPECT_EQ(100ms, buckets.take("a", start + 400ms));
  EXPECT_EQ(std::nullopt, buckets.take("a", start + 500ms));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(std::nullopt, buckets.take("a", start + 1h)) << "never more than the burst";
  EXPECT_EQ(500ms, buckets.take("a", start + 1h));
}

TEST(TokenBuckets, RememberABoundedNumberOfCallers) {
  TokenBuckets buckets{1, 1, 4};
  const TokenBuckets::Time start{};
  for (int i = 0; i < 100; ++i) buckets.take("caller " + std::to_string(i), start + std::chrono::milliseconds{i});
  EXPECT_EQ(4u, buckets.callers());
  EXPECT_TRUE(buckets.take("caller 99", start + 100ms)) << "the latest is not forgotten";
  buckets.take("caller 100", start + 1h);
  EXPECT_EQ(1u, buckets.callers()) << "full buckets need not be remembered";
}

}  // namespace
}  // namespace sharecar::gateway
