#include "board.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <tuple>

namespace sharecar::turbine {
namespace {

using contracts::Breaker;
using contracts::BreakerEvent;
using contracts::WatchedInstance;

constexpr std::size_t kept_events = 200;  // of each breaker

bool fits(const std::string& wanted, const std::string& has) { return wanted.empty() || wanted == has; }

bool fits(const BreakerFilter& filter, const Breaker& breaker) {
  return fits(filter.service, breaker.service) && fits(filter.instance, breaker.instance) &&
         fits(filter.name, breaker.name) && fits(filter.state, breaker.state);
}

// Smaller sorts first.
auto rank(const Breaker& breaker) {
  return std::tuple{-std::max(0.0, breaker.failure_rate), -breaker.recent.requests, breaker.service, breaker.instance,
                    breaker.name};
}

// Without what only tells that time has passed.
Breaker timeless(Breaker breaker) {
  breaker.server_now = {};
  breaker.half_open_in_ms.reset();
  return breaker;
}

}  // namespace

bool is_of_a_call(const std::string& event_type) {
  constexpr std::array<std::string_view, 4> calls{"SUCCESS", "ERROR", "IGNORED_ERROR", "NOT_PERMITTED"};
  return std::find(calls.begin(), calls.end(), event_type) != calls.end();
}

std::vector<WatchedInstance> Board::list(const std::vector<Listed>& all, Timestamp now) {
  std::set<std::string> ids;
  for (const auto& one : all) {
    ids.insert(one.instance);
    auto& known = instances_[one.instance];
    if (known.instance.empty()) {
      known.watched = "connecting";
      known.health = "UNKNOWN";
      known.since = now;
    }
    known.service = one.service;
    known.instance = one.instance;
    known.url = one.url;
  }
  std::vector<WatchedInstance> left;
  for (const auto& [id, known] : instances_) {
    if (!ids.contains(id)) left.push_back(known);
  }
  for (auto& one : left) {
    instances_.erase(one.instance);
    std::erase_if(breakers_, [&](const auto& entry) { return entry.first.instance == one.instance; });
    one.watched = "gone";
    one.health = "UNKNOWN";
    one.since = now;
  }
  return left;
}

bool Board::watched(const std::string& id, const std::string& state, Timestamp now) {
  const auto found = instances_.find(id);
  if (found == instances_.end() || found->second.watched == state) return false;
  found->second.watched = state;
  found->second.since = now;
  return true;
}

bool Board::told(const std::string& id, const std::string& health, std::optional<std::int64_t> lag_ms,
                 std::optional<std::int64_t> outbox_oldest_ms, Timestamp now) {
  const auto found = instances_.find(id);
  if (found == instances_.end()) return false;
  auto& known = found->second;
  known.lag_ms = lag_ms;
  known.outbox_oldest_ms = outbox_oldest_ms;
  if (known.health == health) return false;
  known.health = health;
  known.since = now;
  return true;
}

News Board::take(Breaker breaker, Timestamp now) {
  if (!instances_.contains(breaker.instance)) return News::nothing;
  auto [entry, is_new] = breakers_.try_emplace(key_of(breaker));
  Known& known = entry->second;
  News news = News::nothing;
  if (is_new || known.breaker.state != breaker.state) {
    news = News::state;
  } else if (timeless(known.breaker) != timeless(breaker)) {
    news = News::counters;
  }
  known.breaker = std::move(breaker);
  known.heard = now;
  return news;
}

void Board::take(BreakerEvent event) {
  const auto found = breakers_.find(key_of(event));
  if (found == breakers_.end()) return;
  auto& events = found->second.events;
  events.push_back(std::move(event));
  if (events.size() > kept_events) events.pop_front();
}

bool Board::live(const std::string& id) const {
  const auto* known = instance(id);
  return known && known->watched == "live";
}

const WatchedInstance* Board::instance(const std::string& id) const {
  const auto found = instances_.find(id);
  return found == instances_.end() ? nullptr : &found->second;
}

std::vector<WatchedInstance> Board::instances() const {
  std::vector<WatchedInstance> out;
  for (const auto& [id, known] : instances_) out.push_back(known);
  return out;
}

Breaker Board::aged(const Known& known, Timestamp now) const {
  Breaker out = known.breaker;
  if (!live(out.instance) || now < known.heard) return out;
  const auto passed = now - known.heard;
  out.server_now += passed;
  if (out.half_open_in_ms) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(passed).count();
    out.half_open_in_ms = std::max<std::int64_t>(0, *out.half_open_in_ms - ms);
  }
  return out;
}

std::optional<Breaker> Board::breaker(const BreakerKey& key, Timestamp now) const {
  const auto found = breakers_.find(key);
  if (found == breakers_.end()) return {};
  return aged(found->second, now);
}

std::vector<Breaker> Board::breakers(const BreakerFilter& filter, Timestamp now) const {
  std::vector<Breaker> out;
  for (const auto& [key, known] : breakers_) {
    if (fits(filter, known.breaker)) out.push_back(aged(known, now));
  }
  std::sort(out.begin(), out.end(), [](const Breaker& a, const Breaker& b) { return rank(a) < rank(b); });
  return out;
}

std::vector<BreakerEvent> Board::events(const BreakerKey& key, std::size_t limit) const {
  const auto found = breakers_.find(key);
  if (found == breakers_.end()) return {};
  const auto& events = found->second.events;
  const auto count = std::min(limit, events.size());
  return {events.end() - static_cast<std::ptrdiff_t>(count), events.end()};
}

}  // namespace sharecar::turbine
