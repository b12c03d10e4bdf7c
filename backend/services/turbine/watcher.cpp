#include "watcher.hpp"

#include <algorithm>

#include "chassis/json/encode.hpp"
#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"
#include "turbine_store.hpp"

namespace sharecar::turbine {
namespace {

using namespace std::chrono_literals;

const Log watcher_log{"watcher"};

constexpr std::size_t most_unwritten = 10'000;
constexpr std::int64_t remembered_entries = 10'000;

}  // namespace

Watcher::Watcher(net::io_context& reactor, telemetry::Metrics& metrics, const Clock& clock, sql::SqliteDatabase& db,
                 Board& board, Overrides& overrides, Timeline timeline, http::EventHub& hub, Feeds feeds)
    : reactor_(reactor),
      metrics_(metrics),
      clock_(clock),
      db_(db),
      board_(board),
      overrides_(overrides),
      timeline_(std::move(timeline)),
      hub_(hub),
      feeds_(feeds),
      silent_(metrics.gauge("sharecar_turbine_silent_instances", "Instances on the list whose stream is not open")) {}

void Watcher::load(std::chrono::hours kept) {
  auto context = untraced(30s);
  const auto now = clock_.now();
  const auto entries = db_.run_here(context, [&](Context& inner, sql::Session& session) {
    return TurbineStore::timeline(inner, session, now - kept, now + kept, remembered_entries);
  });
  for (const auto& entry : entries) timeline_.remember(entry);
}

void Watcher::list(const InstanceList& instances) {
  std::vector<Listed> wanted;
  try {
    wanted = instances();
  } catch (const std::exception& error) {
    if (list_error_ != error.what()) watcher_log.warn("the list of instances cannot be read", {{"why", error.what()}});
    list_error_ = error.what();
    return;
  }
  list_error_.clear();
  const auto is_wanted = [&](const auto& entry) {
    return std::find(wanted.begin(), wanted.end(), entry.second->listed()) != wanted.end();
  };
  const auto gone = std::erase_if(watches_, [&](const auto& entry) { return !is_wanted(entry); });
  for (const auto& left : board_.list(wanted, clock_.now())) {
    hub_.tell(feeds_.health, "health.changed", json::encode(left));
  }
  bool any_new = false;
  for (const auto& one : wanted) {
    auto& watch = watches_[one.instance];
    if (watch) continue;
    watch = std::make_unique<InstanceWatch>(reactor_, one, metrics_, listener_of(one));
    watch->ask();
    any_new = true;
  }
  if ((gone > 0 || any_new) && listed_) listed_();
}

void Watcher::ask_all() {
  for (const auto& [id, watch] : watches_) watch->ask();
}

InstanceWatch* Watcher::find(const std::string& instance) {
  const auto found = watches_.find(instance);
  return found == watches_.end() ? nullptr : found->second.get();
}

std::vector<InstanceWatch*> Watcher::all() {
  std::vector<InstanceWatch*> out;
  for (const auto& [id, watch] : watches_) out.push_back(watch.get());
  return out;
}

InstanceListener Watcher::listener_of(const Listed& listed) {
  InstanceListener out;
  out.opened = [this, listed] { opened(listed); };
  out.lost = [this, listed](const Problem& why) { lost(listed, why); };
  out.breaker = [this](contracts::Breaker breaker, bool first) { take(std::move(breaker), first); };
  out.event = [this](contracts::BreakerEvent event) { take(std::move(event)); };
  out.faults = [this, listed](const std::set<std::string>& names) {
    for (auto& entry : timeline_.faults(listed, names, clock_.now())) write(std::move(entry));
  };
  out.condition = [this, listed](const Condition& condition) { take(listed, condition); };
  return out;
}

void Watcher::opened(const Listed& listed) {
  overrides_.opened(listed.instance);
  if (board_.watched(listed.instance, "live", clock_.now())) tell_health(listed.instance);
}

void Watcher::lost(const Listed& listed, const Problem& why) {
  if (!board_.watched(listed.instance, "silent", clock_.now())) return;
  watcher_log.info("an instance is silent", {{"instance", listed.instance}, {"why", why.detail}});
  tell_health(listed.instance);
}

void Watcher::take(contracts::Breaker breaker, bool first) {
  const auto key = key_of(breaker);
  if (first) {
    if (auto entry = timeline_.found(breaker)) write(std::move(*entry));
  }
  const auto left = overrides_.seen(breaker);
  const auto news = board_.take(std::move(breaker), clock_.now());
  if (left) {
    if (const auto over = overrides_.end(*left, "instance", clock_.now()); over && ended_) ended_(*over);
  }
  if (news == News::state || left) tell(key);
  if (news == News::counters) changed_.insert(key);
}

void Watcher::take(contracts::BreakerEvent event) {
  if (auto entry = timeline_.happened(event)) write(std::move(*entry));
  if (!is_of_a_call(event.type)) hub_.tell(feeds_.breakers, "breaker.event", json::encode(event));
  board_.take(std::move(event));
}

void Watcher::take(const Listed& listed, const Condition& condition) {
  const auto now = clock_.now();
  if (board_.told(listed.instance, condition.health, condition.lag_ms, condition.outbox_oldest_ms, now)) {
    tell_health(listed.instance);
  }
  const auto look = [&](const char* name, const std::optional<std::int64_t>& ms) {
    if (!ms) return;
    if (auto entry = timeline_.lag(listed, name, *ms, now)) write(std::move(*entry));
  };
  look("consumer", condition.lag_ms);
  look("outbox", condition.outbox_oldest_ms);
}

void Watcher::tell(const BreakerKey& key) {
  changed_.erase(key);
  if (auto breaker = board_.breaker(key, clock_.now())) {
    hub_.tell(feeds_.breakers, "breaker.changed", json::encode(overrides_.shown(std::move(*breaker))));
  }
}

void Watcher::tell_health(const std::string& instance) {
  if (const auto* known = board_.instance(instance)) {
    hub_.tell(feeds_.health, "health.changed", json::encode(*known));
  }
}

void Watcher::tell_counters() {
  const auto changed = std::exchange(changed_, {});
  for (const auto& key : changed) tell(key);
  int silent = 0;
  for (const auto& [id, watch] : watches_) silent += board_.live(id) ? 0 : 1;
  silent_.Set(silent);
  write_soon();
}

void Watcher::write(contracts::TimelineEntry entry) {
  if (unwritten_.size() < most_unwritten) unwritten_.push_back(std::move(entry));
  write_soon();
}

void Watcher::write_soon() {
  if (unwritten_.empty() || writing_) return;
  writing_ = true;
  spawn(reactor_.get_executor(), "write the timeline", write_down());
}

net::awaitable<void> Watcher::write_down() {
  std::vector<contracts::TimelineEntry> entries;
  try {
    while (!unwritten_.empty()) {
      entries = std::exchange(unwritten_, {});
      auto work = [entries](Context& inner, sql::Session& session) { TurbineStore::insert(inner, session, entries); };
      auto context = untraced(5s);
      co_await db_.run(context, std::move(work));
    }
  } catch (const std::exception& failure) {
    watcher_log.warn("the timeline cannot be written; tried again soon", {{"cause", failure.what()}});
    entries.insert(entries.end(), unwritten_.begin(), unwritten_.end());
    unwritten_ = std::move(entries);
  }
  writing_ = false;
}

}  // namespace sharecar::turbine
