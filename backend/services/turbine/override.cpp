#include "override.hpp"

#include <algorithm>
#include <utility>

namespace sharecar::turbine {
namespace {

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

}  // namespace

bool stays(const std::string& state) { return state == "FORCED_OPEN" || state == "DISABLED"; }

std::string update_of(const std::string& state) {
  if (state == "FORCED_OPEN") return "FORCE_OPEN";
  if (state == "DISABLED") return "DISABLE";
  if (state == "RESET") return "RESET";
  return "CLOSE";
}

std::optional<Problem> objection(const contracts::ChangeBreaker& wanted) {
  const auto refuse = [](std::string detail, std::string pointer, std::string rule, std::string kind) {
    return Problem{.code = Errc::invalid_request,
                   .detail = std::move(detail),
                   .violations = {{std::move(pointer), std::move(rule), std::move(kind)}}};
  };
  if (wanted.state != "CLOSED" && wanted.state != "RESET" && !stays(wanted.state)) {
    return refuse("A breaker can be set to one of these states.", "/state", "enum:FORCED_OPEN,CLOSED,DISABLED,RESET",
                  "string");
  }
  if (is_blank(wanted.reason)) return refuse("Say why, for those who will wonder.", "/reason", "min_length:1", "string");
  return {};
}

Change plan(const contracts::ChangeBreaker& wanted, const contracts::Breaker& breaker,
            const std::optional<Change>& before, std::string id, Timestamp now) {
  Change out;
  out.change_id = std::move(id);
  out.service = breaker.service;
  out.instance = breaker.instance;
  out.name = breaker.name;
  out.from = breaker.state;
  out.to = wanted.state;
  out.reason = wanted.reason;
  out.at = now;
  if (wanted.revert_after_s && stays(wanted.state)) out.reverts_at = now + std::chrono::seconds{*wanted.revert_after_s};
  out.base = stays(breaker.state) ? breaker.state : "CLOSED";
  if (before) out.base = before->base;
  return out;
}

std::optional<Change> Overrides::begin(Change change, Timestamp now) {
  std::optional<Change> replaced;
  const auto key = key_of(change);
  const auto before = in_force_.find(key);
  if (before != in_force_.end()) replaced = end(before->second.change.change_id, change.change_id, now);
  if (!stays(change.to)) return replaced;
  change.phase = Phase::IN_FORCE;
  in_force_[key].change = std::move(change);
  return replaced;
}

bool Overrides::schedule(const std::string& id, const std::string& revert_as, Timestamp at) {
  const auto* found = find(id);
  if (!found) return false;
  auto& change = in_force_.at(key_of(*found)).change;
  change.reverts_at = at;
  change.revert_as = revert_as;
  return true;
}

std::optional<Change> Overrides::end(const std::string& id, const std::string& reverted_by, Timestamp now) {
  const auto* found = find(id);
  if (!found) return {};
  Change out = *found;
  in_force_.erase(key_of(out));
  out.phase = Phase::OVER;
  out.reverted_at = now;
  out.reverted_by = reverted_by;
  return out;
}

void Overrides::opened(const std::string& instance) {
  for (auto& [key, entry] : in_force_) {
    if (key.instance == instance) entry.confirmed = true;
  }
}

std::optional<std::string> Overrides::seen(const contracts::Breaker& breaker) {
  const auto found = in_force_.find(key_of(breaker));
  if (found == in_force_.end()) return {};
  if (breaker.state == found->second.change.to) found->second.confirmed = true;
  const bool has_left = found->second.confirmed && breaker.state != found->second.change.to && !taken_.contains(found->first);
  return has_left ? std::optional{found->second.change.change_id} : std::nullopt;
}

const Change* Overrides::find(const BreakerKey& key) const {
  const auto found = in_force_.find(key);
  return found == in_force_.end() ? nullptr : &found->second.change;
}

const Change* Overrides::find(const std::string& id) const {
  for (const auto& [key, entry] : in_force_) {
    if (entry.change.change_id == id) return &entry.change;
  }
  return nullptr;
}

std::vector<Change> Overrides::due(Timestamp now) const {
  std::vector<Change> out;
  for (const auto& [key, entry] : in_force_) {
    if (entry.change.reverts_at && *entry.change.reverts_at <= now) out.push_back(entry.change);
  }
  return out;
}

contracts::Breaker Overrides::shown(contracts::Breaker breaker) const {
  const auto* change = find(key_of(breaker));
  if (change) {
    breaker.set_by_hand =
        contracts::Override{change->change_id, change->reason, change->at, change->reverts_at};
  }
  return breaker;
}

}  // namespace sharecar::turbine
