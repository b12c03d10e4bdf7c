/// Watches every instance on the list.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "board.hpp"
#include "chassis/http/event_hub.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/sqlite.hpp"
#include "instance_list.hpp"
#include "instance_watch.hpp"
#include "override.hpp"
#include "timeline.hpp"

namespace sharecar::turbine {

/// Puts what instances tell onto the board, into the timeline and into the streams of those who listen: a state at once,
/// mere counters once a second. Lives on the reactor's thread.
class Watcher {
 public:
  struct Feeds {
    http::EventHub::Feed breakers;
    http::EventHub::Feed health;
  };

  Watcher(net::io_context& reactor, telemetry::Metrics& metrics, const Clock& clock, sql::SqliteDatabase& db,
          Board& board, Overrides& overrides, Timeline timeline, http::EventHub& hub, Feeds feeds);

  /// Reads what an earlier process wrote. Before readiness, on any thread.
  void load(std::chrono::hours kept);
  /// Told of every change that ended because its breaker left that state by itself.
  void on_ended(std::function<void(const Change&)> ended) { ended_ = std::move(ended); }
  /// Told whenever instances come or go.
  void on_list(std::function<void()> changed) { listed_ = std::move(changed); }

  /// Begins with those that are new and lets go of those that left.
  void list(const InstanceList& instances);
  /// Asks every instance for its condition.
  void ask_all();
  /// Tells counters that changed since the last time; tries again to write what could not be written.
  void tell_counters();

  /// Null when it is not on the list.
  InstanceWatch* find(const std::string& instance);
  std::vector<InstanceWatch*> all();
  /// Tells listeners of a breaker as it is now.
  void tell(const BreakerKey& key);

 private:
  InstanceListener listener_of(const Listed& listed);
  void opened(const Listed& listed);
  void lost(const Listed& listed, const Problem& why);
  void take(contracts::Breaker breaker, bool first);
  void take(contracts::BreakerEvent event);
  void take(const Listed& listed, const Condition& condition);
  void tell_health(const std::string& instance);
  void write(contracts::TimelineEntry entry);
  void write_soon();
  net::awaitable<void> write_down();

  net::io_context& reactor_;
  telemetry::Metrics& metrics_;
  const Clock& clock_;
  sql::SqliteDatabase& db_;
  Board& board_;
  Overrides& overrides_;
  Timeline timeline_;
  http::EventHub& hub_;
  Feeds feeds_;
  telemetry::Gauge& silent_;
  std::function<void(const Change&)> ended_;
  std::function<void()> listed_;
  std::map<std::string, std::unique_ptr<InstanceWatch>> watches_;
  std::set<BreakerKey> changed_;  // counters that nobody was told of yet
  std::vector<contracts::TimelineEntry> unwritten_;
  bool writing_ = false;
  std::string list_error_;
};

}  // namespace sharecar::turbine
