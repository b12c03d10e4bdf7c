/// Faults that an operator injects into routes of a running service, to see what the others make of it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "chassis/http/router.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/runtime/fault_plan.hpp"

namespace sharecar {

enum class FaultEvent { set, cleared, expired };

struct FaultChange {
  FaultEvent what = FaultEvent::set;
  std::string name;
  ActiveFault fault;
};

/// Lives on the reactor's thread.
class Faults {
 public:
  Faults(boost::asio::io_context& reactor, const Clock& clock) : clock_(clock), expiry_(reactor) {}

  /// `fault` has no violations.
  void set(const std::string& name, Fault fault, std::optional<std::chrono::seconds> lasts = {});
  bool clear(const std::string& name);
  void clear_all();
  /// Requests that a fault keeps waiting go on at once, and those that hang are answered 503: the service stops.
  void release();
  const FaultPlan& plan() const { return plan_; }
  /// What `around` was given, by name.
  const std::vector<std::string>& routes() const { return routes_; }
  /// Is called after every change.
  void on_change(std::function<void(const FaultChange&)> listener) { listeners_.push_back(std::move(listener)); }

  /// The route's handler with its faults around it. Where one strikes, span, log and answer say so.
  http::Handler around(const http::Route& route);

 private:
  http::net::awaitable<http::Reply> serve(std::string route, const http::Handler& handler, Context& context,
                                          http::Request request);
  http::net::awaitable<http::Reply> suffer(Fault fault, const http::Handler& handler,
                                           Context& context, http::Request request);
  http::net::awaitable<void> wait(std::chrono::milliseconds time);
  void tell(FaultEvent what, const std::string& name, const ActiveFault& fault);
  void await_expiry();

  const Clock& clock_;
  FaultPlan plan_;
  std::vector<std::string> routes_;
  std::vector<std::function<void(const FaultChange&)>> listeners_;
  boost::asio::steady_timer expiry_;
  std::set<boost::asio::steady_timer*> waiting_;
  std::mt19937 random_{std::random_device{}()};
};

}  // namespace sharecar
