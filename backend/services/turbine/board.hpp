/// What turbine knows of instances and their breakers now. Pure: times are handed in.
#pragma once

#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/breaker.hpp"
#include "contracts/watched_instance.hpp"

namespace sharecar::turbine {

/// An instance that is to be watched.
struct Listed {
  std::string service;
  std::string instance;  ///< "order-1"
  std::string url;       ///< "http://127.0.0.1:8081"

  friend auto operator<=>(const Listed&, const Listed&) = default;
};
BOOST_DESCRIBE_STRUCT(Listed, (), (service, instance, url))

struct BreakerKey {
  std::string service;
  std::string instance;
  std::string name;

  friend auto operator<=>(const BreakerKey&, const BreakerKey&) = default;
};

template <class OfBreaker>
BreakerKey key_of(const OfBreaker& it) {
  return {it.service, it.instance, it.name};
}

/// Empty members fit everything.
struct BreakerFilter {
  std::string service;
  std::string instance;
  std::string name;
  std::string state;
};

/// Whether an event tells of one call; the others tell what the breaker itself did.
bool is_of_a_call(const std::string& event_type);

/// What a breaker that was told of is compared with what was known of it.
enum class News { nothing, counters, state };

class Board {
 public:
  /// Takes the list of instances; gives back those that are on it no longer, with all that was known of them.
  std::vector<contracts::WatchedInstance> list(const std::vector<Listed>& all, Timestamp now);
  /// The stream of an instance opened or broke. True when that is news. Unknown instances are ignored, here and below.
  bool watched(const std::string& instance, const std::string& state, Timestamp now);
  /// What an instance says of itself. True when its health is news.
  bool told(const std::string& instance, const std::string& health, std::optional<std::int64_t> lag_ms,
            std::optional<std::int64_t> outbox_oldest_ms, Timestamp now);

  News take(contracts::Breaker breaker, Timestamp now);
  /// Keeps the last ones of each breaker.
  void take(contracts::BreakerEvent event);

  bool live(const std::string& instance) const;
  const contracts::WatchedInstance* instance(const std::string& id) const;
  std::vector<contracts::WatchedInstance> instances() const;
  /// As it is now: what counts down has counted down since it was told, unless its instance is silent.
  std::optional<contracts::Breaker> breaker(const BreakerKey& key, Timestamp now) const;
  /// As the Hystrix dashboard sorts: by failures, then by volume; then by name.
  std::vector<contracts::Breaker> breakers(const BreakerFilter& filter, Timestamp now) const;
  /// The last `limit` events, oldest first.
  std::vector<contracts::BreakerEvent> events(const BreakerKey& key, std::size_t limit) const;

 private:
  struct Known {
    contracts::Breaker breaker;
    Timestamp heard{};
    std::deque<contracts::BreakerEvent> events;
  };
  contracts::Breaker aged(const Known& known, Timestamp now) const;

  std::map<std::string, contracts::WatchedInstance> instances_;
  std::map<BreakerKey, Known> breakers_;
};

}  // namespace sharecar::turbine
