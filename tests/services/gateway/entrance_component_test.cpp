// Who may come in: pages of other origins, callers of other machines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running_gateway.hpp"

namespace sharecar::gateway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> preflight{"Origin: http://page.example", "Access-Control-Request-Method: DELETE",
                                         "Access-Control-Request-Headers: content-type, idempotency-key"};

void only_cars(GatewayConfig& config) { config.cors.allowed_origins = {"https://cars.example"}; }

TEST(Entrance, AnswersPreflightsOnEveryPath) {
  const RunningGateway gateway;
  for (const char* path : {"/orders/3", "/info", "/telemetry/spans", "/nothing/here"}) {
    const Answer answer = gateway.ask(std::string{"OPTIONS "} + path, preflight);
    EXPECT_EQ(200, answer.status) << path;
    EXPECT_EQ("http://page.example", answer.field("Access-Control-Allow-Origin"));
    EXPECT_EQ("true", answer.field("Access-Control-Allow-Credentials"));
    EXPECT_EQ("DELETE", answer.field("Access-Control-Allow-Methods"));
    EXPECT_EQ("content-type, idempotency-key", answer.field("Access-Control-Allow-Headers"));
    EXPECT_EQ("1800", answer.field("Access-Control-Max-Age"));
    EXPECT_EQ("Origin, Access-Control-Request-Method, Access-Control-Request-Headers", answer.field("Vary"));
    EXPECT_EQ("", answer.body);
  }
  EXPECT_EQ(0u, gateway.order.requests().size());
}

TEST(Entrance, PutsCorsFieldsOnEveryAnswerToAPage) {
  const RunningGateway gateway{[](GatewayConfig& config) { config.payment.url = nowhere(); }};
  for (const char* request : {"GET /orders", "GET /payments", "GET /nothing", "GET /orders/..", "PATCH /info"}) {
    const Answer answer = gateway.ask(request, {"Origin: http://page.example"});
    EXPECT_EQ("http://page.example", answer.field("Access-Control-Allow-Origin")) << request;
    EXPECT_EQ("true", answer.field("Access-Control-Allow-Credentials")) << request;
    EXPECT_EQ("Location, x-b3-traceid, x-order-id, Retry-After", answer.field("Access-Control-Expose-Headers"));
    EXPECT_THAT(answer.field("Vary"), HasSubstr("Origin")) << request;
  }
  EXPECT_THAT(gateway.ask("GET /orders").head, Not(HasSubstr("Access-Control-Allow")));
}

TEST(Entrance, RefusesPagesOfOriginsThatAreNotAllowed) {
  const RunningGateway gateway{only_cars};
  for (const auto& answer : {gateway.ask("OPTIONS /orders/3", preflight),
                             gateway.ask("POST /orders", {"Origin: http://page.example"}, "{}")}) {
    EXPECT_EQ(403, answer.status);
    EXPECT_THAT(answer.body, HasSubstr(R"("code":"forbidden")"));
    EXPECT_THAT(answer.head, Not(HasSubstr("Access-Control-Allow")));
  }
  EXPECT_EQ(0u, gateway.order.requests().size());
  EXPECT_EQ(200, gateway.ask("GET /orders", {"Origin: https://cars.example"}).status);
  EXPECT_EQ(200, gateway.ask("GET /orders", {"Origin: http://localhost:8088"}).status) << "our own pages";
  EXPECT_EQ(200, gateway.ask("GET /orders").status) << "no page at all";
}

TEST(Entrance, RefusesToStartWithAStarAndCredentials) {
  GatewayConfig config;
  config.cors.allowed_origins = {"*"};
  Service service{"gateway", config, {}};
  EXPECT_THROW(assemble(service, config), std::invalid_argument);
}

TEST(Entrance, KeepsAdminAndActuatorForThisMachine) {
  const RunningGateway gateway;
  const std::vector<std::vector<std::string>> strangers{
      {"Host: evil.example"},           // a name made to resolve to this machine
      {"Origin: http://evil.example"},  // a page of another origin in a browser here
      {"Origin: null"},
      {"X-Forwarded-For: 192.0.2.7"},  // through a proxy here
      {"Forwarded: for=192.0.2.7"},
  };
  for (const char* request : {"GET /admin/orders", "GET /admin/instances", "PATCH /admin/cars/3", "GET /admin/orders/3",
                              "GET /admin/traces/api/v2/traces", "GET /admin/nothing", "GET /actuator/env",
                              "PUT /actuator/faults/x", "GET /actuator"}) {
    for (const auto& stranger : strangers) {
      const Answer answer = gateway.ask(request, stranger);
      EXPECT_EQ(403, answer.status) << request << ' ' << stranger.front();
      EXPECT_THAT(answer.head, Not(HasSubstr("Access-Control-Allow")));
    }
  }
  EXPECT_EQ(0u, gateway.order.requests().size());
  EXPECT_EQ(200, gateway.ask("GET /actuator/health").status);
  const Answer local = gateway.ask("GET /admin/orders", {"Origin: http://localhost:3000"});
  EXPECT_EQ(200, local.status);
  EXPECT_EQ("http://localhost:3000", local.field("Access-Control-Allow-Origin"));
}

TEST(Entrance, ReadsItsConfigurationFromTheEnvironment) {
  const auto sources =
      read_sources("gateway", "",
                   {"SHARECAR_GATEWAY__PORT=18088", "SHARECAR_GATEWAY__ORDER__URL=http://127.0.0.1:18081",
                    "SHARECAR_GATEWAY__TRACING__URL=http://127.0.0.1:19411",
                    "SHARECAR_GATEWAY__CORS__ALLOWED_ORIGIN_PATTERNS=https://*.a, http://localhost:[*]",
                    "SHARECAR_GATEWAY__CORS__MAX_AGE_S=60", "SHARECAR_GATEWAY__TRUSTED_PROXIES=10.0.0.0/8"});
  const auto config = decode_config<GatewayConfig>("gateway", sources);
  EXPECT_EQ(18088, config.port);
  EXPECT_EQ("http://127.0.0.1:18081", config.order.url);
  EXPECT_EQ(std::chrono::seconds{5}, config.order.time_limiter.timeout_duration);
  EXPECT_EQ("http://127.0.0.1:8082", config.reservation.url);
  EXPECT_EQ("http://127.0.0.1:19411", config.tracing.url);
  EXPECT_EQ((std::vector<std::string>{"https://*.a", "http://localhost:[*]"}), config.cors.allowed_origin_patterns);
  EXPECT_EQ(60, config.cors.max_age_s);
  EXPECT_EQ(std::vector<std::string>{"10.0.0.0/8"}, config.trusted_proxies);
}

TEST(Entrance, TellsServicesTheOriginalCallerBehindATrustedProxy) {
  const RunningGateway gateway{[](GatewayConfig& config) { config.trusted_proxies = {"127.0.0.1"}; }};
  const Answer answer = gateway.ask(
      "GET /orders", {"X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: cars.example"});
  EXPECT_THAT(answer.body, HasSubstr("\nX-Forwarded-For: 192.0.2.7, 127.0.0.1\n"));
  EXPECT_THAT(answer.body, HasSubstr("\nX-Forwarded-Proto: https, http\n"));
  EXPECT_THAT(answer.body, HasSubstr("\nX-Forwarded-Host: cars.example, localhost:8088\n"));
}

}  // namespace
}  // namespace sharecar::gateway::test
