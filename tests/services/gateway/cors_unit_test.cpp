#include <gtest/gtest.h>

#include <stdexcept>

#include "services/gateway/cors.hpp"
#include "services/gateway/local_caller.hpp"

namespace sharecar::gateway {
namespace {

std::string text(const std::optional<Cors::Fields>& fields) {
  if (!fields) return "refused";
  std::string out;
  for (const auto& [name, value] : *fields) out += name + ": " + value + '\n';
  return out;
}

CorsConfig only_cars() {
  CorsConfig config;
  config.allowed_origins = {"https://cars.example"};
  config.allowed_methods = {"GET", "POST"};
  config.allowed_headers = {"Content-Type", "Idempotency-Key"};
  return config;
}

TEST(Cors, EchoesEveryOriginByDefault) {
  const Cors cors{CorsConfig{}};
  EXPECT_EQ(
      "Access-Control-Allow-Origin: http://a.example\n"
      "Access-Control-Allow-Credentials: true\n"
      "Access-Control-Allow-Methods: DELETE\n"
      "Access-Control-Allow-Headers: x-a, content-type\n"
      "Access-Control-Max-Age: 1800\n",
      text(cors.preflight("http://a.example", "DELETE", "x-a,  content-type,")));
  EXPECT_EQ(
      "Access-Control-Allow-Origin: null\n"
      "Access-Control-Allow-Credentials: true\n"
      "Access-Control-Expose-Headers: Location, x-b3-traceid, x-order-id, Retry-After\n",
      text(cors.actual("null")));
}

TEST(Cors, RefusesOtherOriginsMethodsAndHeadersThanTheConfiguredOnes) {
  const Cors cors{only_cars()};
  EXPECT_EQ(
      "Access-Control-Allow-Origin: https://cars.example\n"
      "Access-Control-Allow-Credentials: true\n"
      "Access-Control-Allow-Methods: GET, POST\n"
      "Access-Control-Allow-Headers: idempotency-key\n"
      "Access-Control-Max-Age: 1800\n",
      text(cors.preflight("https://cars.example", "POST", "idempotency-key")));
  EXPECT_EQ("refused", text(cors.preflight("https://cars.example.evil", "POST", "")));
  EXPECT_EQ("refused", text(cors.preflight("http://cars.example", "POST", "")));
  EXPECT_EQ("refused", text(cors.preflight("https://cars.example", "DELETE", "")));
  EXPECT_EQ("refused", text(cors.preflight("https://cars.example", "POST", "content-type, x-other")));
  EXPECT_EQ("refused", text(cors.preflight("", "POST", "")));
}

TEST(Cors, RefusesAStarTogetherWithCredentialsAndNamesTheMend) {
  CorsConfig config;
  config.allowed_origins = {"*"};
  try {
    const Cors cors{config};
    FAIL() << "taken";
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(
        "cors.allowedOrigins holds \"*\" while cors.allowCredentials is true: browsers refuse this pair. List the "
        "origins, or allow them by cors.allowedOriginPatterns (\"*\" there echoes the caller's origin)",
        std::string{error.what()});
  }
}

TEST(Cors, AnswersAStarWithoutCredentials) {
  CorsConfig config;
  config.allowed_origins = {"*"};
  config.allow_credentials = false;
  config.exposed_headers.clear();
  EXPECT_EQ("Access-Control-Allow-Origin: *\n", text(Cors{config}.actual("http://a.example")));
}

TEST(Cors, ComparesOriginsWithPatterns) {
  struct Case {
    const char* pattern;
    const char* origin;
    bool matches;
  };
  for (const auto& [pattern, origin, expected] : {
           Case{"*", "https://a.example", true},
           Case{"https://*.cars.example", "https://www.cars.example", true},
           Case{"https://*.cars.example", "https://WWW.Cars.example", true},
           Case{"https://*.cars.example", "https://cars.example", false},
           Case{"https://*.cars.example", "https://www.cars.example.evil", false},
           Case{"https://*.cars.example", "https://www.cars.example:8443", false},
           Case{"http://localhost:[3000,5173]", "http://localhost:5173", true},
           Case{"http://localhost:[3000,5173]", "http://localhost:80", false},
           Case{"http://localhost:[3000,5173]", "http://localhost", false},
           Case{"http://localhost:[*]", "http://localhost:80", true},
           Case{"http://localhost:[*]", "http://localhost", true},
           Case{"http://localhost:[*]", "http://localhost.evil:80", false},
           Case{"http://[::1]:[*]", "http://[::1]:8080", true},
           Case{"http://*:*", "http://a:1", true},
           Case{"a*b*c", "axxbyyc", true},
           Case{"a*b*c", "axxbyy", false},
           Case{"", "http://a", false},
       }) {
    EXPECT_EQ(expected, matches_origin(pattern, origin)) << pattern << " and " << origin;
  }
}

TEST(LocalCaller, IsKnownByTheNameThatItAskedFor) {
  for (const char* host : {"localhost", "localhost:8088", "LOCALHOST", "shop.localhost:1", "127.0.0.1", "127.1.2.3:80",
                           "[::1]", "[::1]:8088"}) {
    EXPECT_TRUE(is_local_host(host)) << host;
  }
  for (const char* host : {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evillocalhost",
                           "10.0.0.1", "[::2]", "[::1].evil", "128.0.0.1"}) {
    EXPECT_FALSE(is_local_host(host)) << host;
  }
}

TEST(LocalCaller, IsAPageOfThisMachineByItsOrigin) {
  EXPECT_TRUE(is_local_origin("http://localhost:3000"));
  EXPECT_TRUE(is_local_origin("https://127.0.0.1"));
  EXPECT_FALSE(is_local_origin("http://evil.example"));
  EXPECT_FALSE(is_local_origin("null"));
  EXPECT_FALSE(is_local_origin("localhost"));
}

TEST(LocalCaller, HasAdminAndActuatorForItself) {
  for (const char* path : {"/admin", "/admin/orders", "/actuator", "/actuator/health"}) {
    EXPECT_TRUE(is_local_only(path)) << path;
  }
  for (const char* path : {"/", "/orders", "/administrators", "/info", "/orders/admin"}) {
    EXPECT_FALSE(is_local_only(path)) << path;
  }
}

}  // namespace
}  // namespace sharecar::gateway
