// What a service tells of its guards: Resilience4j's management endpoints, health, metrics, Hystrix' stream, and ours.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <regex>

#include "chassis/json/decode.hpp"
#include "chassis/runtime/service.hpp"
#include "http_support.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::actuator {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using http::Method;
using http::testing::RawClient;
using test::eventually;
namespace bj = boost::json;

struct CallerConfig : ServiceConfig {
  http::UpstreamConfig payment;
};

/// GET /call asks payment and answers with its status.
class CallerApi {
 public:
  explicit CallerApi(http::Upstream& payment) : payment_(payment) {}
  http::Routes routes() {
    return {http::route<http::Nothing, http::Nothing>(Method::get, "/call", "Asks payment", *this, &CallerApi::call)};
  }

 private:
  http::net::awaitable<http::Reply> call(Context& context, http::Request, http::Nothing) {
    http::Call call;
    call.target = "/payments/7";
    call.route = "/payments/{id}";
    const auto answer = co_await payment_.send(context, std::move(call));
    if (!answer) co_return http::to_problem("payment", answer.error());
    co_return http::Reply{answer->status, http::text_type, ""};
  }
  http::Upstream& payment_;
};

void assemble(Service& service, const CallerConfig& config) {
  auto& payment = service.upstream("payment", config.payment);
  service.upstream("customer", {});
  service.serve(service.own<CallerApi>(payment).routes());
}

http::net::awaitable<http::Reply> fail(Context&, http::Request) { co_return http::Reply{500, http::text_type, ""}; }

// Times, durations, ids and ports differ from run to run.
std::string without_what_varies(std::string text) {
  for (const auto& [pattern, sign] :
       {std::pair{R"re(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)re", "TIME"},
        {R"re("[0-9a-f]{32}")re", "\"TRACE\""},
        {R"re("(durationInMs|durationMs)":\d+)re", "\"$1\":N"}}) {
    text = std::regex_replace(text, std::regex{pattern}, sign);
  }
  return text;
}

class GuardedService : public ::testing::Test {
 protected:
  GuardedService() {
    payment_.serve({http::testing::route_to(Method::get, "/payments/{id}", fail)});
    CallerConfig config;
    config.instance_id = "caller-1";
    config.payment.url = "http://127.0.0.1:" + std::to_string(payment_.port());
    config.payment.circuit_breaker.sliding_window_size = 4;
    config.payment.circuit_breaker.minimum_number_of_calls = 3;
    config.payment.circuit_breaker.wait_duration_in_open_state = 1h;
    service_ = std::make_unique<test::RunningService<CallerConfig>>("caller", config, assemble);
  }

  std::string get(const std::string& target) const { return without_what_varies(service_->get(target).body); }
  test::HttpAnswer post(const std::string& target, const std::string& body) const {
    return service_->call("POST", target, body, {{"Content-Type", "application/json"}});
  }
  void trip() const {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(service_->get("/call").status, 500);
  }

  http::testing::Host payment_{0.0};
  std::unique_ptr<test::RunningService<CallerConfig>> service_;
};

const std::string untouched =
    R"({"failureRate":"-1.0%","slowCallRate":"-1.0%","failureRateThreshold":"50.0%","slowCallRateThreshold":"100.0%",)"
    R"("bufferedCalls":0,"failedCalls":0,"slowCalls":0,"slowFailedCalls":0,"notPermittedCalls":0,"state":"CLOSED"})";
const std::string tripped =
    R"({"failureRate":"100.0%","slowCallRate":"0.0%","failureRateThreshold":"50.0%","slowCallRateThreshold":"100.0%",)"
    R"("bufferedCalls":3,"failedCalls":3,"slowCalls":0,"slowFailedCalls":0,"notPermittedCalls":0,"state":"OPEN"})";

TEST_F(GuardedService, ShowsItsBreakersAsResilience4jDoes) {
  EXPECT_EQ(get("/actuator/circuitbreakers"),
            R"({"circuitBreakers":{"customer":)" + untouched + R"(,"payment":)" + untouched + "}}");
  trip();
  EXPECT_EQ(get("/actuator/circuitbreakers"),
            R"({"circuitBreakers":{"customer":)" + untouched + R"(,"payment":)" + tripped + "}}");
  EXPECT_EQ(get("/actuator/retries"), R"({"retries":["customer","payment"]})");
  EXPECT_EQ(get("/actuator/bulkheads"), R"({"bulkheads":["customer","payment"]})");
  EXPECT_EQ(get("/actuator/ratelimiters"), R"({"rateLimiters":["customer","payment"]})");
  EXPECT_EQ(get("/actuator/timelimiters"), R"({"timeLimiters":["customer","payment"]})");
}

TEST_F(GuardedService, AnswersAtOnceWhileABreakerIsOpen) {
  trip();
  const auto refused = service_->get("/call");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.field("Retry-After"), "3600");
  EXPECT_THAT(refused.body, HasSubstr(R"("code":"call_not_permitted")"));
}

TEST_F(GuardedService, TellsEventsOldestFirstAndByNameAndType) {
  trip();
  service_->get("/call");
  const std::string error =
      R"({"circuitBreakerName":"payment","type":"ERROR","creationTime":"TIME[UTC]","errorMessage":"server_error 500",)"
      R"("durationInMs":N,"stateTransition":null,"traceId":"TRACE"})";
  const auto other = [](const std::string& type, const std::string& transition) {
    return R"({"circuitBreakerName":"payment","type":")" + type +
           R"(","creationTime":"TIME[UTC]","errorMessage":null,"durationInMs":null,"stateTransition":)" + transition +
           R"(,"traceId":"TRACE"})";
  };
  const std::string opened = other("STATE_TRANSITION", R"("CLOSED_TO_OPEN")");
  const std::string all = R"({"circuitBreakerEvents":[)" + error + ',' + error + ',' + error + ',' +
                          other("FAILURE_RATE_EXCEEDED", "null") + ',' + opened + ',' +
                          other("NOT_PERMITTED", "null") + "]}";
  EXPECT_EQ(get("/actuator/circuitbreakerevents"), all);
  EXPECT_EQ(get("/actuator/circuitbreakerevents/payment"), all);
  EXPECT_EQ(get("/actuator/circuitbreakerevents/customer"), R"({"circuitBreakerEvents":[]})");
  EXPECT_EQ(get("/actuator/circuitbreakerevents/payment/state_transition"),
            R"({"circuitBreakerEvents":[)" + opened + "]}");
  EXPECT_EQ(get("/actuator/circuitbreakerevents/payment/forced_open"), R"({"circuitBreakerEvents":[]})");
  EXPECT_EQ(service_->get("/actuator/circuitbreakerevents/nobody").status, 404);
  EXPECT_EQ(service_->get("/actuator/circuitbreakerevents/payment/sneeze").status, 404);
  EXPECT_EQ(get("/actuator/timelimiterevents/payment"),
            R"({"timeLimiterEvents":[)"
            R"({"timeLimiterName":"payment","type":"ERROR","creationTime":"TIME[UTC]","traceId":"TRACE"},)"
            R"({"timeLimiterName":"payment","type":"ERROR","creationTime":"TIME[UTC]","traceId":"TRACE"},)"
            R"({"timeLimiterName":"payment","type":"ERROR","creationTime":"TIME[UTC]","traceId":"TRACE"}]})");
  EXPECT_THAT(get("/actuator/bulkheadevents/payment/call_finished"),
              HasSubstr(R"({"bulkheadEvents":[{"bulkheadName":"payment","type":"CALL_FINISHED",)"));
  EXPECT_THAT(get("/actuator/ratelimiterevents/payment"),
              HasSubstr(R"({"rateLimiterEvents":[{"rateLimiterName":"payment","type":"SUCCESSFUL_ACQUIRE",)"));
  EXPECT_THAT(get("/actuator/retryevents/payment"),
              HasSubstr(R"({"retryEvents":[{"retryName":"payment","type":"IGNORED_ERROR","creationTime":"TIME[UTC]",)"
                        R"("errorMessage":"server_error 500","numberOfAttempts":0,"traceId":"TRACE"})"));
}

TEST_F(GuardedService, LetsItsBreakersBeChangedByHand) {
  const auto change = [&](const std::string& to) {
    return post("/actuator/circuitbreakers/payment", R"({"updateState":")" + to + R"("})");
  };
  const auto answered = [](const std::string& state) {
    return R"({"circuitBreakerName":"payment","currentState":")" + state +
           R"(","message":"payment state has been changed successfully"})";
  };
  EXPECT_EQ(change("FORCE_OPEN").body, answered("FORCED_OPEN"));
  EXPECT_EQ(service_->get("/call").status, 503);
  EXPECT_EQ(change("DISABLE").body, answered("DISABLED"));
  EXPECT_EQ(change("CLOSE").body, answered("CLOSED"));
  trip();
  EXPECT_EQ(change("RESET").body, answered("CLOSED"));
  EXPECT_EQ(change("HALF_OPEN").status, 400);
  EXPECT_EQ(post("/actuator/circuitbreakers/nobody", R"({"updateState":"CLOSE"})").status, 404);
  EXPECT_EQ(service_->call("DELETE", "/actuator/circuitbreakers/payment").status, 405);
}

TEST_F(GuardedService, IsHealthyWithAnOpenBreakerAndSaysSo) {
  trip();
  const auto health = service_->get("/actuator/health");
  EXPECT_EQ(health.status, 200);
  EXPECT_THAT(health.body, HasSubstr(R"({"status":"UP","groups")"));
  EXPECT_EQ(get("/actuator/health/circuitBreakers"),
            R"({"status":"UP","details":{"customer":{"status":"UP","details":)" + untouched +
                R"(},"payment":{"status":"CIRCUIT_OPEN","details":)" + tripped + "}}}");
}

TEST_F(GuardedService, MeasuresByTheNamesOfResilience4j) {
  trip();
  service_->get("/call");
  const auto metrics = service_->get("/actuator/prometheus").body;
  for (const char* line :
       {R"(resilience4j_circuitbreaker_state{application="caller",name="payment",state="open"} 1)",
        R"(resilience4j_circuitbreaker_state{application="caller",name="payment",state="metrics_only"} 0)",
        R"(resilience4j_circuitbreaker_buffered_calls{application="caller",kind="failed",name="payment"} 3)",
        R"(resilience4j_circuitbreaker_buffered_calls{application="caller",kind="successful",name="payment"} 0)",
        R"(resilience4j_circuitbreaker_slow_calls{application="caller",kind="failed",name="payment"} 0)",
        R"(resilience4j_circuitbreaker_failure_rate{application="caller",name="payment"} 100)",
        R"(resilience4j_circuitbreaker_failure_rate{application="caller",name="customer"} -1)",
        R"(resilience4j_circuitbreaker_slow_call_rate{application="caller",name="payment"} 0)",
        R"(resilience4j_circuitbreaker_calls_seconds_count{application="caller",kind="failed",name="payment"} 3)",
        R"(resilience4j_circuitbreaker_not_permitted_calls_total{application="caller",kind="not_permitted",)"
        R"(name="payment"} 1)",
        R"(resilience4j_retry_calls_total{application="caller",kind="failed_without_retry",name="payment"} 4)",
        R"(resilience4j_timelimiter_calls_total{application="caller",kind="failed",name="payment"} 3)",
        R"(resilience4j_bulkhead_max_allowed_concurrent_calls{application="caller",name="payment"} 1024)",
        R"(resilience4j_bulkhead_available_concurrent_calls{application="caller",name="payment"} 1024)",
        R"(resilience4j_ratelimiter_waiting_threads{application="caller",name="payment"} 0)",
        R"(resilience4j_ratelimiter_available_permissions{application="caller",name="payment"} 50)"}) {
    EXPECT_THAT(metrics, HasSubstr(std::string{line} + '\n'));
  }
  EXPECT_THAT(metrics, HasSubstr("resilience4j_circuitbreaker_calls_seconds_max{application=\"caller\","));
  EXPECT_EQ(test::complaints_of_promtool(metrics), "");
}

// Every key without which Netflix' dashboard shows no circuit (hystrixCommand.js), and what Turbine aggregates.
TEST_F(GuardedService, StreamsWhatTheHystrixDashboardNeeds) {
  trip();
  service_->get("/call");
  RawClient client{service_->port()};
  client.send("GET /hystrix.stream HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto head = client.receive_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream;charset=UTF-8\r\n"));
  EXPECT_THAT(head, HasSubstr("Cache-Control: no-cache, no-store, max-age=0, must-revalidate\r\n"));
  EXPECT_THAT(head, HasSubstr("Pragma: no-cache\r\n"));
  std::vector<bj::object> messages;
  for (int i = 0; i < 4; ++i) {
    const auto line = client.receive_until("\n\n");
    ASSERT_THAT(line, ::testing::StartsWith("data: "));
    messages.push_back(bj::parse(line.substr(6)).as_object());
  }
  const auto& command = messages[2];
  for (const char* key :
       {"type", "name", "group", "isCircuitBreakerOpen", "errorPercentage", "errorCount", "requestCount",
        "rollingCountCollapsedRequests", "rollingCountExceptionsThrown", "rollingCountFailure",
        "rollingCountFallbackFailure", "rollingCountFallbackRejection", "rollingCountFallbackSuccess",
        "rollingCountResponsesFromCache", "rollingCountSemaphoreRejected", "rollingCountShortCircuited",
        "rollingCountSuccess", "rollingCountThreadPoolRejected", "rollingCountTimeout", "rollingCountBadRequests",
        "currentConcurrentExecutionCount", "latencyExecute_mean", "latencyExecute", "latencyTotal_mean",
        "latencyTotal", "propertyValue_circuitBreakerRequestVolumeThreshold",
        "propertyValue_circuitBreakerSleepWindowInMilliseconds", "propertyValue_circuitBreakerErrorThresholdPercentage",
        "propertyValue_circuitBreakerForceOpen", "propertyValue_circuitBreakerForceClosed",
        "propertyValue_executionIsolationStrategy", "propertyValue_executionIsolationThreadTimeoutInMilliseconds",
        "propertyValue_executionIsolationThreadInterruptOnTimeout",
        "propertyValue_executionIsolationSemaphoreMaxConcurrentRequests",
        "propertyValue_fallbackIsolationSemaphoreMaxConcurrentRequests", "propertyValue_requestCacheEnabled",
        "propertyValue_requestLogEnabled", "propertyValue_metricsRollingStatisticalWindowInMilliseconds"}) {
    EXPECT_TRUE(command.contains(key) && !command.at(key).is_null()) << key;
  }
  EXPECT_EQ(command.at("name"), "payment");
  EXPECT_EQ(command.at("group"), "caller");
  EXPECT_EQ(command.at("isCircuitBreakerOpen"), true);
  EXPECT_EQ(command.at("errorPercentage"), 100);
  EXPECT_EQ(command.at("requestCount"), 3);
  EXPECT_EQ(command.at("rollingCountFailure"), 3);
  EXPECT_EQ(command.at("rollingCountShortCircuited"), 1);
  EXPECT_EQ(command.at("propertyValue_circuitBreakerSleepWindowInMilliseconds"), 3'600'000);
  EXPECT_EQ(messages[3].at("type"), "HystrixThreadPool");
  EXPECT_EQ(messages[3].at("rollingCountThreadsExecuted"), 3);
}

TEST_F(GuardedService, OpensFiveHystrixStreamsAtATime) {
  std::vector<std::unique_ptr<RawClient>> clients;
  const auto status = [&] {
    auto& client = *clients.emplace_back(std::make_unique<RawClient>(service_->port()));
    client.send("GET /actuator/hystrix.stream HTTP/1.1\r\nHost: a\r\n\r\n");
    return client.receive_until("\r\n").substr(9, 3);
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(status(), "200");
  EXPECT_EQ(status(), "503");
  clients.clear();
  EXPECT_TRUE(eventually([&] { return status() == "200"; })) << "those that left make room";
}

/// The events of /actuator/breakers/stream, one after another.
class BreakerStream {
 public:
  explicit BreakerStream(int port) : client_(port) {
    client_.send("GET /actuator/breakers/stream HTTP/1.1\r\nHost: a\r\n\r\n");
    client_.receive_until("\r\n\r\n");
    client_.receive_until("\n\n");  // the greeting
  }
  /// "breaker.changed payment OPEN", "breaker.event ERROR", "faults.changed {...}"; comments are passed over.
  std::string next() {
    std::string block = client_.receive_until("\n\n");
    while (block.starts_with(':')) block = client_.receive_until("\n\n");
    const auto name_at = block.find("event: ") + 7;
    const auto data_at = block.find("data: ") + 6;
    if (name_at < 7 || data_at < 6) return block;
    const auto name = block.substr(name_at, block.find('\n', name_at) - name_at);
    last = block.substr(data_at, block.size() - data_at - 2);
    if (name == "faults.changed") return name + ' ' + last;
    const auto data = bj::parse(last).as_object();
    const auto word = [&](const char* key) { return ' ' + std::string{data.at(key).as_string()}; };
    return name + (name == "breaker.changed" ? word("name") + word("state") : word("type"));
  }
  std::string last;

 private:
  RawClient client_;
};

TEST_F(GuardedService, StreamsChangesAndEventsToWhoWatches) {
  BreakerStream stream{service_->port()};
  EXPECT_EQ(stream.next(), "breaker.changed customer CLOSED");
  EXPECT_EQ(stream.next(), "breaker.changed payment CLOSED");
  EXPECT_EQ(stream.next(), R"(faults.changed {"faults":{}})");
  trip();
  std::vector<std::string> heard;
  do {
    heard.push_back(stream.next());
  } while (heard.back() != "breaker.changed payment OPEN" && heard.size() < 20);
  std::erase(heard, "breaker.changed payment CLOSED");  // figures may be told on the way
  EXPECT_THAT(heard, ElementsAre("breaker.event ERROR", "breaker.event ERROR", "breaker.event ERROR",
                                 "breaker.event FAILURE_RATE_EXCEEDED", "breaker.event STATE_TRANSITION",
                                 "breaker.changed payment OPEN"));
  const auto breaker = json::decode_text<contracts::Breaker>(
      stream.last, {json::Unknown::refuse, json::Missing::keep_default});
  ASSERT_TRUE(breaker);
  EXPECT_EQ(breaker->service, "caller");
  EXPECT_EQ(breaker->instance, "caller-1");
  EXPECT_EQ(breaker->failure_rate, 100);
  EXPECT_EQ(breaker->recent.failures, 3);
  EXPECT_GT(breaker->half_open_in_ms.value_or(0), 3'590'000);
  EXPECT_TRUE(breaker->automatic_half_open);
  EXPECT_GE(breaker->server_now, breaker->since);
  EXPECT_THAT(breaker->config, ::testing::Contains(
                                   contracts::Setting{"circuitBreaker.waitDurationInOpenState", "3600s", "default"}));
}

TEST_F(GuardedService, TellsTheReasonOfAChangeByHand) {
  BreakerStream stream{service_->port()};
  for (int i = 0; i < 3; ++i) stream.next();
  post("/actuator/circuitbreakers/payment", R"({"updateState":"FORCE_OPEN","reason":"maintenance"})");
  EXPECT_EQ(stream.next(), "breaker.event STATE_TRANSITION");
  EXPECT_EQ(without_what_varies(stream.last),
            R"({"service":"caller","instance":"caller-1","name":"payment","type":"STATE_TRANSITION","at":"TIME",)"
            R"("from":"CLOSED","to":"FORCED_OPEN","reason":"maintenance"})");
  EXPECT_EQ(stream.next(), "breaker.changed payment FORCED_OPEN");
}

TEST_F(GuardedService, TellsEveryWatcherOfFaults) {
  BreakerStream one{service_->port()};
  BreakerStream two{service_->port()};
  for (auto* stream : {&one, &two}) {
    for (int i = 0; i < 3; ++i) stream->next();
  }
  service_->call("PUT", "/actuator/faults/slow", R"({"route":"GET /call","delayMs":5})",
                 {{"Content-Type", "application/json"}});
  for (auto* stream : {&one, &two}) {
    EXPECT_THAT(stream->next(), HasSubstr(R"(faults.changed {"faults":{"slow":{"route":"GET /call","delayMs":5)"));
  }
  service_->call("DELETE", "/actuator/faults/slow");
  EXPECT_EQ(one.next(), R"(faults.changed {"faults":{}})");
}

TEST_F(GuardedService, AnswersTheSameOnceToWhoOnlyAsks) {
  const auto breakers = json::decode_text<std::vector<contracts::Breaker>>(
      service_->get("/actuator/breakers").body, {json::Unknown::refuse, json::Missing::keep_default});
  ASSERT_TRUE(breakers);
  ASSERT_EQ(breakers->size(), 2u);
  EXPECT_EQ((*breakers)[1].name, "payment");
  EXPECT_EQ((*breakers)[1].failure_rate, -1);
  EXPECT_EQ((*breakers)[1].half_open_in_ms, std::nullopt);
}

TEST_F(GuardedService, ListsAllOfItAmongItsEndpoints) {
  const auto links = bj::parse(service_->get("/actuator").body).at("_links").as_object();
  for (const char* name : {"circuitbreakers", "circuitbreakerevents", "retries", "bulkheads", "ratelimiters",
                           "timelimiters", "hystrix.stream", "breakers"}) {
    EXPECT_TRUE(links.contains(name)) << name;
  }
}

}  // namespace
}  // namespace sharecar::actuator
