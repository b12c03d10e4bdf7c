/// Faults that an operator injects into routes of a running service, to see what the others make of it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/describe.hpp>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "chassis/http/router.hpp"

namespace sharecar {

/// What is done to requests of one route. Everything is off by default.
struct Fault {
  std::string route;                   ///< "PUT /internal/payments/{orderId}", or "*" for every route but /actuator
  std::int64_t delay_ms = 0;           ///< before the handler
  std::int64_t jitter_ms = 0;          ///< up to this much more, evenly spread
  std::int64_t answer_delay_ms = 0;    ///< after the handler: the effect is there, the answer is late
  std::int64_t status = 0;             ///< answer with this instead of calling the handler
  bool hang = false;                   ///< never answer
  double probability = 1.0;            ///< of requests that it meets
};
BOOST_DESCRIBE_STRUCT(Fault, (), (route, delay_ms, jitter_ms, answer_delay_ms, status, hang, probability))

/// Lives on the reactor's thread.
class Faults {
 public:
  void set(const std::string& name, Fault fault);
  bool clear(const std::string& name);
  void clear_all();
  /// Is called after every change.
  void on_change(std::function<void()> listener) { listeners_.push_back(std::move(listener)); }
  /// Requests that a fault keeps waiting go on at once, and those that hang are answered 503: the service stops.
  void release();
  const std::map<std::string, Fault>& all() const { return faults_; }

  /// The route's handler with its faults around it. The span is tagged `fault.injected` when one strikes.
  http::Handler around(const http::Route& route);

 private:
  const Fault* strike(const std::string& route, std::string& name);
  http::net::awaitable<http::Reply> serve(std::string route, const http::Handler& handler, Context& context,
                                          http::Request request);
  http::net::awaitable<void> wait(std::chrono::milliseconds time);
  void changed() const;

  std::map<std::string, Fault> faults_;
  std::vector<std::function<void()>> listeners_;
  std::set<boost::asio::steady_timer*> waiting_;
  std::mt19937 random_{std::random_device{}()};
};

}  // namespace sharecar
