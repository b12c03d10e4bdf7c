/// Turbine on real sockets, with its list and its file in a folder of the test's.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "chassis/http_support.hpp"
#include "played_instance.hpp"
#include "services/turbine/assemble.hpp"
#include "support/service_fixture.hpp"

/// Waits for a value, and shows what was there instead.
#define EXPECT_BECOMES(expression, wanted)                                     \
  do {                                                                         \
    sharecar::test::eventually([&] { return (expression) == (wanted); });      \
    EXPECT_EQ(expression, wanted);                                             \
  } while (false)

namespace sharecar::turbine::test {

class RunningTurbine {
 public:
  RunningTurbine() { start(); }

  void start();
  void stop() { running_.reset(); }
  int port() const { return running_->port(); }

  /// Whom it is to watch from now on.
  void list(const std::vector<const PlayedInstance*>& instances);
  void write_list(const std::string& text);

  sharecar::test::HttpAnswer get(const std::string& target) const { return running_->get(target); }
  sharecar::test::HttpAnswer call(const std::string& method, const std::string& target,
                                  const std::string& body = {}) const {
    return running_->call(method, target, body);
  }

  /// Every breaker: "order-1/payment CLOSED", with " by hand" where somebody took a hand, sorted.
  std::string breakers() const;
  /// Every instance: "order-1 live UP".
  std::string instances() const;
  /// The journal, oldest first, ids as numbers in the order of their making:
  /// "1 order-1/payment CLOSED>FORCED_OPEN reverts" or "... over by undo".
  std::string journal() const;
  /// The timeline: "transition order-1/payment CLOSED>OPEN abc".
  std::string timeline() const;
  /// The value of a metric, with this label if it has any; -1 when there is none.
  double metric(const std::string& name, const std::string& label = "") const;

 private:
  sharecar::test::TemporaryFolder folder_;
  std::unique_ptr<sharecar::test::RunningService<TurbineConfig>> running_;
};

/// Somebody who listens to /breakers/stream.
class Ear {
 public:
  Ear(int port, const std::string& topics, const std::string& left_at = {});

  /// The next event without heartbeats: "breaker.changed order-1/payment OPEN", "health.changed order-1 live UP",
  /// "breaker.event order-1/payment STATE_TRANSITION CLOSED>OPEN", or its name alone.
  std::string next();
  const std::string& last_id() const { return last_id_; }

 private:
  http::testing::RawClient client_;
  std::string last_id_;
};

}  // namespace sharecar::turbine::test
