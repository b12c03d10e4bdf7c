#include "chassis/actuator/hystrix_api.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <numeric>

#include "chassis/actuator/answer.hpp"
#include "chassis/runtime/spawn.hpp"

namespace sharecar::actuator {
namespace {

using namespace std::chrono_literals;
namespace bj = boost::json;
namespace net = http::net;
using namespace resilience;

constexpr int most_streams = 5;
constexpr auto pause = 500ms;
constexpr const char* ping = "ping: \n\n";
constexpr std::size_t longest_wait = 256 * 1024;
constexpr std::int64_t window_ms = std::chrono::milliseconds{RecentCalls::window}.count();

std::int64_t ms(Duration duration) { return duration / std::chrono::milliseconds{1}; }

bj::object latencies(const std::vector<Duration>& sorted) {
  bj::object out;
  constexpr std::array<std::pair<const char*, double>, 9> ranks{{{"0", 0},
                                                                 {"25", 25},
                                                                 {"50", 50},
                                                                 {"75", 75},
                                                                 {"90", 90},
                                                                 {"95", 95},
                                                                 {"99", 99},
                                                                 {"99.5", 99.5},
                                                                 {"100", 100}}};
  for (const auto& [name, percent] : ranks) out[name] = ms(percentile(sorted, percent));
  return out;
}

std::int64_t mean(const std::vector<Duration>& durations) {
  if (durations.empty()) return 0;
  return ms(std::accumulate(durations.begin(), durations.end(), Duration{0}) /
            static_cast<Duration::rep>(durations.size()));
}

std::int64_t epoch_ms(Timestamp at) { return at.time_since_epoch() / std::chrono::milliseconds{1}; }

}  // namespace

std::string hystrix_command(const std::string& group, Guard& guard, const Moment& now) {
  auto& breaker = guard.breaker();
  const auto& config = breaker.config();
  const auto recent = recent_of(guard, now.at);
  const auto durations = guard.recent().durations(now.at);
  const auto state = breaker.state();
  const bool is_open = state == BreakerState::OPEN || state == BreakerState::FORCED_OPEN;
  const auto rate = std::max(0.0f, breaker.metrics(now.at).failure_rate);
  const auto time_limit = ms(guard.time_limiter().config().timeout_duration);
  bj::object out{{"type", "HystrixCommand"},
                 {"name", guard.name()},
                 {"group", group},
                 {"currentTime", epoch_ms(now.time)},
                 {"isCircuitBreakerOpen", is_open},
                 {"errorPercentage", std::lround(rate)},
                 {"errorCount", recent.failures + recent.timeouts + recent.rejected},
                 {"requestCount", recent.requests - recent.short_circuited}};
  const std::array<std::pair<const char*, std::int64_t>, 7> counts{{{"Failure", recent.failures},
                                                                    {"FallbackSuccess", recent.fallbacks},
                                                                    {"FallbackEmit", 0},
                                                                    {"SemaphoreRejected", recent.rejected},
                                                                    {"ShortCircuited", recent.short_circuited},
                                                                    {"Success", recent.successes},
                                                                    {"Timeout", recent.timeouts}}};
  for (const auto& [name, count] : counts) out[std::string{"rollingCount"} + name] = count;
  for (const char* name : {"BadRequests", "CollapsedRequests", "Emit", "ExceptionsThrown", "FallbackFailure",
                           "FallbackMissing", "FallbackRejection", "ResponsesFromCache", "ThreadPoolRejected"}) {
    out[std::string{"rollingCount"} + name] = 0;
  }
  out["currentConcurrentExecutionCount"] = guard.bulkhead().running();
  out["rollingMaxConcurrentExecutionCount"] = guard.bulkhead().running();
  out["latencyExecute_mean"] = mean(durations);
  out["latencyExecute"] = latencies(durations);
  out["latencyTotal_mean"] = mean(durations);
  out["latencyTotal"] = latencies(durations);
  const auto property = [&](const char* name, bj::value value) {
    out[std::string{"propertyValue_"} + name] = std::move(value);
  };
  property("circuitBreakerRequestVolumeThreshold", config.minimum_number_of_calls);
  property("circuitBreakerSleepWindowInMilliseconds", ms(config.wait_duration_in_open_state));
  property("circuitBreakerErrorThresholdPercentage", std::lround(config.failure_rate_threshold));
  property("circuitBreakerForceOpen", state == BreakerState::FORCED_OPEN);
  property("circuitBreakerForceClosed", state == BreakerState::DISABLED);
  property("circuitBreakerEnabled", state != BreakerState::DISABLED);
  property("executionIsolationStrategy", "SEMAPHORE");
  property("executionIsolationThreadTimeoutInMilliseconds", time_limit);
  property("executionTimeoutInMilliseconds", time_limit);
  property("executionIsolationThreadInterruptOnTimeout", true);
  property("executionIsolationSemaphoreMaxConcurrentRequests", guard.bulkhead().config().max_concurrent_calls);
  property("fallbackIsolationSemaphoreMaxConcurrentRequests", guard.bulkhead().config().max_concurrent_calls);
  property("metricsRollingStatisticalWindowInMilliseconds", window_ms);
  property("requestCacheEnabled", false);
  property("requestLogEnabled", false);
  out["reportingHosts"] = 1;
  out["threadPool"] = guard.name();
  return bj::serialize(out);
}

std::string hystrix_pool(Guard& guard, const Moment& now) {
  const auto& bulkhead = guard.bulkhead();
  const auto recent = recent_of(guard, now.at);
  const auto executed = recent.successes + recent.failures + recent.timeouts;
  const int size = bulkhead.config().max_concurrent_calls;
  const bj::object out{{"type", "HystrixThreadPool"},
                       {"name", guard.name()},
                       {"currentTime", epoch_ms(now.time)},
                       {"currentActiveCount", bulkhead.running()},
                       {"currentCompletedTaskCount", executed},
                       {"currentCorePoolSize", size},
                       {"currentLargestPoolSize", size},
                       {"currentMaximumPoolSize", size},
                       {"currentPoolSize", size},
                       {"currentQueueSize", bulkhead.waiting()},
                       {"currentTaskCount", executed},
                       {"rollingCountThreadsExecuted", executed},
                       {"rollingMaxActiveThreads", bulkhead.running()},
                       {"rollingCountCommandRejections", recent.rejected},
                       {"propertyValue_queueSizeRejectionThreshold", size},
                       {"propertyValue_metricsRollingStatisticalWindowInMilliseconds", window_ms},
                       {"reportingHosts", 1}};
  return bj::serialize(out);
}

http::Routes HystrixApi::routes() {
  http::Routes out;
  for (const char* path : {"/hystrix.stream", "/actuator/hystrix.stream"}) {
    out.push_back(management<http::Nothing>(http::Method::get, path, "Commands and pools as Hystrix streams them",
                                            *this, &HystrixApi::stream));
  }
  return out;
}

net::awaitable<http::Reply> HystrixApi::stream(Context&, http::Request, http::Nothing) {
  if (streams_ >= most_streams) {
    Problem full{.code = Errc::unavailable, .detail = "As many streams are open as there may be."};
    full.retry_after = 1s;
    co_return full;
  }
  auto stream = std::make_shared<http::BodyStream>(reactor_.get_executor(), longest_wait, "");
  ++streams_;
  spawn(reactor_.get_executor(), "stream for Hystrix", keep_telling(stream));
  http::Reply reply{200, "text/event-stream;charset=UTF-8", ""};
  reply.headers.set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
  reply.headers.set("Pragma", "no-cache");
  reply.stream = std::move(stream);
  co_return reply;
}

net::awaitable<void> HystrixApi::keep_telling(std::shared_ptr<http::BodyStream> stream) {
  net::steady_timer timer{reactor_};
  while (stream->write(messages())) {
    timer.expires_after(pause);
    boost::system::error_code ignored;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
  --streams_;
}

std::string HystrixApi::messages() const {
  const Moment now = Moment::now();
  std::string out;
  for (const auto& [name, guarded] : guards_.all()) {
    out += "data: " + hystrix_command(service_, guarded.guard(), now) + "\n\n";
    out += "data: " + hystrix_pool(guarded.guard(), now) + "\n\n";
  }
  return out.empty() ? ping : out;
}

}  // namespace sharecar::actuator
