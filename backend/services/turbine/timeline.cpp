#include "timeline.hpp"

#include <charconv>
#include <utility>

namespace sharecar::turbine {
namespace {

using contracts::TimelineEntry;

TimelineEntry entry_of(const char* kind, const Listed& at, const std::string& name, Timestamp now) {
  return {.at = now,
          .kind = kind,
          .service = at.service,
          .instance = at.instance,
          .name = name,
          .from = {},
          .to = {},
          .trace_id = {}};
}

std::int64_t number_of(const std::string& text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

void Timeline::remember(const TimelineEntry& entry) {
  if (entry.kind == "transition") states_[key_of(entry)] = entry.to;
  if (entry.kind == "lag") lagging_[{entry.instance, entry.name}] = number_of(entry.to);
  if (entry.kind != "fault") return;
  if (entry.to == "on") {
    faults_[entry.instance].insert(entry.name);
  } else {
    faults_[entry.instance].erase(entry.name);
  }
}

std::optional<TimelineEntry> Timeline::happened(const contracts::BreakerEvent& event) {
  if (event.type != "STATE_TRANSITION" || !event.from || !event.to) return {};
  states_[key_of(event)] = *event.to;
  auto out = entry_of("transition", {event.service, event.instance, ""}, event.name, event.at);
  out.from = *event.from;
  out.to = *event.to;
  out.trace_id = event.trace_id;
  return out;
}

std::optional<TimelineEntry> Timeline::found(const contracts::Breaker& breaker) {
  auto [known, is_new] = states_.try_emplace(key_of(breaker), breaker.state);
  if (is_new || known->second == breaker.state) return {};
  auto out = entry_of("transition", {breaker.service, breaker.instance, ""}, breaker.name, breaker.since);
  out.from = std::exchange(known->second, breaker.state);
  out.to = breaker.state;
  return out;
}

std::vector<TimelineEntry> Timeline::faults(const Listed& at, const std::set<std::string>& faults, Timestamp now) {
  std::vector<TimelineEntry> out;
  auto& known = faults_[at.instance];
  const auto tell = [&](const std::string& name, const char* from, const char* to) {
    out.push_back(entry_of("fault", at, name, now));
    out.back().from = from;
    out.back().to = to;
  };
  for (const auto& name : faults) {
    if (!known.contains(name)) tell(name, "off", "on");
  }
  for (const auto& name : known) {
    if (!faults.contains(name)) tell(name, "on", "off");
  }
  known = faults;
  return out;
}

std::optional<TimelineEntry> Timeline::lag(const Listed& at, const std::string& name, std::int64_t ms, Timestamp now) {
  auto& known = lagging_[{at.instance, name}];
  const bool lagged = known >= lagging_ms_;
  const bool lags = ms >= (lagged ? lagging_ms_ / 2 : lagging_ms_);
  if (lags == lagged) return {};
  auto out = entry_of("lag", at, name, now);
  out.from = std::to_string(known);
  out.to = std::to_string(ms);
  known = lags ? ms : 0;
  return out;
}

}  // namespace sharecar::turbine
