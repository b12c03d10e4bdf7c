#include "support/fakeoperations.h"

#include "chassis/json/encode.hpp"
#include "support/offscreen.h"

namespace sharecar::desktop::test {
namespace {

using namespace std::chrono_literals;

template <class T>
QByteArray encoded(const T& value) {
  return QByteArray::fromStdString(json::encode(value));
}

void event(FakeNetwork& network, const QByteArray& name, const QByteArray& data) {
  static int number = 0;
  network.stream("id: t-" + QByteArray::number(++number) + "\nevent: " + name + "\ndata: " + data + "\n\n",
                 "breakers,health");
}

}  // namespace

contracts::Breaker someBreaker(const std::string& state, const std::string& service, const std::string& instance,
                               const std::string& name) {
  contracts::Breaker out;
  out.service = service;
  out.instance = instance;
  out.name = name;
  out.state = state;
  out.since = fixedNow() - 90s;
  out.failure_rate = 5;
  out.slow_call_rate = 0;
  out.slow_call_ms = 500;
  out.buffered_calls = 20;
  out.failed_calls = 1;
  out.minimum_number_of_calls = 5;
  out.recent = {.requests = 12, .successes = 12, .p50_ms = 3.2, .p90_ms = 8.1, .p99_ms = 41.7};
  out.config = {{"circuitBreaker.slidingWindowSize", "20", "default"},
                {"circuitBreaker.failureRateThreshold", "50", "file:order.json"},
                {"timeLimiter.timeoutMs", "500", "environment"}};
  out.server_now = fixedNow();
  return out;
}

contracts::BreakerEvent someTransition(const contracts::Breaker& breaker, const std::string& from,
                                       const std::string& to) {
  contracts::BreakerEvent out;
  out.service = breaker.service;
  out.instance = breaker.instance;
  out.name = breaker.name;
  out.type = "STATE_TRANSITION";
  out.at = breaker.server_now;
  out.from = from;
  out.to = to;
  out.trace_id = "463ac35c9f6413ad";
  return out;
}

Instance someInstance(const std::string& service, int port) {
  Instance out;
  out.service = service;
  out.id = service + "-1";
  out.url = "http://127.0.0.1:" + std::to_string(port);
  out.version = "0.1.0";
  out.started_at = fixedNow() - 90min;
  out.health = "UP";
  return out;
}

void playBreakers(FakeNetwork& network, const std::vector<contracts::Breaker>& breakers) {
  network.answer("GET /admin/breakers", encoded(breakers));
  network.answer("GET /admin/breakers/", QByteArray("[]"));  // events of each
  if (breakers.empty()) {
    playTimeline(network, {});
    playChanges(network, {});
  }
}

void playTimeline(FakeNetwork& network, const std::vector<contracts::TimelineEntry>& timeline) {
  network.answer("GET /admin/breakers/timeline", encoded(timeline));
}

void playChanges(FakeNetwork& network, const std::vector<contracts::BreakerChange>& changes) {
  network.answer("GET /admin/breakers/changes", encoded(changes));
}

void playInstances(FakeNetwork& network, const std::vector<Instance>& instances) {
  network.answer("GET /admin/instances", encoded(instances));
}

void send(FakeNetwork& network, const contracts::Breaker& breaker) {
  event(network, "breaker.changed", encoded(breaker));
}

void send(FakeNetwork& network, const contracts::BreakerEvent& one) { event(network, "breaker.event", encoded(one)); }

}  // namespace sharecar::desktop::test
