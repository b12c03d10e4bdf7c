/// Sends events to whoever listens, however many they are and however slowly they read.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "chassis/http/event_ring.hpp"
#include "chassis/http/message.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::http {

/// Every event is kept once, in the ring; a reader gets the next ones when it has taken those before. One that comes
/// back with the id of its last event is told what it missed, or `reset` when that is not known any more: it reads
/// everything anew. One that is so slow that the ring forgets what it has not had is sent away with `bye`. Lives on the
/// reactor's thread.
class EventHub {
 public:
  using Feed = EventRing::Feed;

  EventHub(boost::asio::io_context& reactor, telemetry::Metrics& metrics, EventRing ring);

  Feed open() { return ring_.open(); }
  /// Its listeners are sent away with `bye`.
  void close(Feed feed);
  void tell(Feed feed, std::string_view name, std::string_view data);

  /// The answer to a request for the events of these feeds, at least one.
  Reply listen(const Request& request, std::vector<Feed> feeds);
  std::size_t listeners(Feed feed) const;

  /// Tells every listener that we live; to be called every sse::heartbeat.
  void beat();

 private:
  struct Listener;
  using Listeners = std::set<std::shared_ptr<Listener>>;

  boost::asio::awaitable<void> follow(std::shared_ptr<Listener> listener);
  bool deliver(Listener& listener);
  bool remembers_all(const Listener& listener) const;
  void add(const std::shared_ptr<Listener>& listener);
  void remove(const std::shared_ptr<Listener>& listener);

  boost::asio::io_context& reactor_;
  telemetry::Gauge& listening_;
  telemetry::Counter& too_slow_;
  EventRing ring_;
  Listeners all_;
  std::map<Feed, Listeners> by_feed_;
};

}  // namespace sharecar::http
