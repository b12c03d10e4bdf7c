/// What turbine and other programs on this machine watch: breakers as contracts::Breaker, now and as they change.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "chassis/actuator/guards.hpp"
#include "chassis/http/body_stream.hpp"
#include "chassis/http/route.hpp"

namespace sharecar::actuator {

/// GET /actuator/breakers, and GET /actuator/breakers/stream with these events: `breaker.changed` (a Breaker; at once
/// when its state changes, else at most every 500 ms while its figures do), `breaker.event` (a BreakerEvent; every one
/// but SUCCESS, the oldest lost when there are too many), `faults.changed` (what GET /actuator/faults answers). A
/// stream begins with one of the first for each breaker and one of the last. Lives on the reactor's thread.
class BreakerApi {
 public:
  /// The references outlive it. Listens to `guards`; `faults` gives what GET /actuator/faults answers.
  BreakerApi(http::net::io_context& reactor, Guards& guards, std::function<std::string()> faults);

  http::Routes routes();
  void faults_changed();

 private:
  /// What was last told of a breaker, but for what time alone changes.
  struct Told {
    contracts::Breaker figures;
    resilience::Instant since;  // of the state, by the clock that nobody sets

    friend bool operator==(const Told&, const Told&) = default;
  };

  using Reply = http::net::awaitable<http::Reply>;
  Reply show(Context& context, http::Request request, http::Nothing);
  Reply stream(Context& context, http::Request request, http::Nothing);

  void heard(const Guards::Guarded& guarded, const resilience::Entry& entry);
  http::net::awaitable<void> keep_telling();
  void tell_changes();
  void tell_events();
  void tell_all(const std::string& text);
  std::string event(const char* name, const std::string& data);

  http::net::io_context& reactor_;
  Guards& guards_;
  std::function<std::string()> faults_;
  std::list<std::shared_ptr<http::BodyStream>> listeners_;
  bool telling_ = false;
  bool state_changed_ = false;  // and is about to be told
  std::deque<std::string> events_;
  std::map<std::string, Told> told_;
  std::uint64_t last_id_ = 0;
};

}  // namespace sharecar::actuator
