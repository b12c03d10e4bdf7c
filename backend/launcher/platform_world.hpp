#pragma once

#include <map>
#include <memory>
#include <set>
#include <stop_token>

#include "contracts/car.hpp"
#include "contracts/order.hpp"
#include "invariants/operation.hpp"
#include "launcher/background_load.hpp"
#include "launcher/http_call.hpp"
#include "launcher/platform.hpp"
#include "scenario/world.hpp"

namespace sharecar::launcher {

/// A running platform as a scenario acts on it. Every request that it makes bears the run's id in its baggage, and all
/// its bookings are in an operation log for the invariant checker. Used by one thread; what it sees is in
/// platform_world_sights.cpp.
class PlatformWorld final : public scenario::World {
 public:
  PlatformWorld(Platform& platform, std::string run_id, std::stop_token stop);
  ~PlatformWorld() override;
  PlatformWorld(const PlatformWorld&) = delete;
  PlatformWorld& operator=(const PlatformWorld&) = delete;

  scenario::Moment now() const override { return std::chrono::steady_clock::now(); }
  Timestamp wall_clock() const override;
  void sleep(milliseconds time) override;
  void perform(const scenario::Step& step) override;
  scenario::Observed observe(const scenario::Expectation& what, scenario::Moment since) override;
  void heal() override;

 private:
  /// Addresses of all processes of a service.
  std::vector<std::string> processes(const std::string& service) const;
  HttpAnswer ask(HttpCall call) const;
  boost::json::value get(const std::string& url) const;
  /// Of a URL of the gateway.
  boost::json::value get_public(const std::string& target) const;

  void set_fault(const scenario::FaultStep& step);
  void clear_faults(const std::string& service);
  void stop_part(const std::string& part);
  void start_part(const std::string& part);
  void pause(const std::string& part);
  void resume(const std::string& part);
  void begin_load(const scenario::LoadStep& step);
  void end_load();
  void book(const scenario::BookStep& step);
  std::vector<HttpAnswer> answers_of(const std::vector<HttpCall>& calls);
  void put_in_service(std::int64_t car, bool in_service);

  scenario::Observed breaker(const std::string& of) const;
  scenario::Observed tripped_by(const std::string& of) const;
  scenario::Observed booking_p99(scenario::Moment since) const;
  scenario::Observed answered_percent(scenario::Moment since) const;
  scenario::Observed slot() const;
  scenario::Observed pending_payments() const;
  scenario::Observed unpublished() const;
  scenario::Observed calls_per_request(const std::string& service) const;
  scenario::Observed violations() const;
  contracts::Order last_order() const;
  contracts::Availability availability(std::int64_t car, const Slot& time) const;
  Slot free_hour(std::int64_t car) const;
  std::string next_log();
  /// By service: requests of the route by which a load reaches it, got since its processes began.
  std::map<std::string, double> requests_of_load() const;

  Platform& platform_;
  std::string run_;
  std::stop_token stop_;
  std::set<std::string> faulty_;  // services
  std::set<std::string> stopped_;
  std::set<std::string> paused_;
  std::set<std::int64_t> out_of_service_;
  std::unique_ptr<BackgroundLoad> load_;
  scenario::Moment load_began_{};
  std::map<std::string, double> requests_before_;  // the load, by service
  std::vector<std::string> logs_;
  std::vector<invariants::Operation> booked_;  // by the last `book`
  std::set<OrderId> orders_;                   // of every `book`
};

}  // namespace sharecar::launcher
