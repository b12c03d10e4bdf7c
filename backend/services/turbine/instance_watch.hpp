/// One instance: its stream of breakers, and what it says of its health.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "board.hpp"
#include "chassis/http/event_source.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::turbine {

namespace net = boost::asio;

/// What an instance answers to /actuator/health and /actuator/outbox.
struct Condition {
  std::string health = "UNKNOWN";
  std::optional<std::int64_t> lag_ms;
  std::optional<std::int64_t> outbox_oldest_ms;
};

/// Whom it tells. `first` is a breaker that the stream tells of for the first time since it opened.
struct InstanceListener {
  std::function<void()> opened;
  std::function<void(const Problem& why)> lost;
  std::function<void(contracts::Breaker breaker, bool first)> breaker;
  std::function<void(contracts::BreakerEvent event)> event;
  std::function<void(const std::set<std::string>& names)> faults;
  std::function<void(const Condition& condition)> condition;
};

/// From construction to destruction, on the reactor's thread. What cannot be read is counted and left out.
class InstanceWatch {
 public:
  InstanceWatch(net::io_context& reactor, Listed listed, telemetry::Metrics& metrics, InstanceListener listener);
  ~InstanceWatch();
  InstanceWatch(const InstanceWatch&) = delete;
  InstanceWatch& operator=(const InstanceWatch&) = delete;

  const Listed& listed() const;
  http::Upstream& upstream();
  /// Asks for its condition, unless that is being done; the listener is told.
  void ask();
  /// Sets a breaker's state: POST /actuator/circuitbreakers/{name} {"updateState"}.
  net::awaitable<boost::system::result<http::Response, http::CallError>> update(Context& context, std::string name,
                                                                                std::string update);

 private:
  struct State;
  std::shared_ptr<State> state_;
  std::unique_ptr<http::EventSource> source_;
};

}  // namespace sharecar::turbine
