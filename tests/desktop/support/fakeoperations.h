/// Breakers and processes as a played platform tells of them.
#pragma once

#include "api/instance.h"
#include "contracts/breaker.hpp"
#include "support/fakenetwork.h"

namespace sharecar::desktop::test {

/// order-1 calls payment: 20 calls, nothing wrong, at fixedNow().
contracts::Breaker someBreaker(const std::string& state = "CLOSED", const std::string& service = "order",
                               const std::string& instance = "order-1", const std::string& name = "payment");
/// It has gone from one state to another, because of the trace 463ac35c9f6413ad.
contracts::BreakerEvent someTransition(const contracts::Breaker& breaker, const std::string& from,
                                       const std::string& to);
Instance someInstance(const std::string& service, int port);

/// What GET /admin/breakers and what is below it answer from now on.
void playBreakers(FakeNetwork& network, const std::vector<contracts::Breaker>& breakers);
void playTimeline(FakeNetwork& network, const std::vector<contracts::TimelineEntry>& timeline);
void playChanges(FakeNetwork& network, const std::vector<contracts::BreakerChange>& changes);
void playInstances(FakeNetwork& network, const std::vector<Instance>& instances);

/// Events of the topic `breakers`, as they come over the stream.
void send(FakeNetwork& network, const contracts::Breaker& breaker);
void send(FakeNetwork& network, const contracts::BreakerEvent& event);

}  // namespace sharecar::desktop::test
