#include "calendar.hpp"

#include <algorithm>

namespace sharecar::order {
namespace {

bool on_grid(Timestamp at) { return at.time_since_epoch() % grid == std::chrono::microseconds{0}; }

Timestamp floor_to_grid(Timestamp at) { return at - at.time_since_epoch() % grid; }

}  // namespace

Timestamp ceil_to_grid(Timestamp at) {
  const auto floored = floor_to_grid(at);
  return floored == at ? at : floored + grid;
}

Result<std::optional<Slot>> requested_slot(std::optional<Timestamp> starts_at, std::optional<Timestamp> ends_at,
                                           Timestamp now) {
  if (!starts_at && !ends_at) return std::optional<Slot>{};
  std::vector<Violation> wrong;
  const auto refuse = [&](const char* pointer, const char* rule, bool missing = false) {
    wrong.push_back({pointer, rule, missing ? "missing" : "string"});
  };
  Slot slot;
  if (!starts_at) {
    refuse("/startsAt", "required with endsAt", true);
  } else {
    slot = {*starts_at, ends_at.value_or(*starts_at + default_trip)};
    if (!on_grid(slot.starts_at)) refuse("/startsAt", "grid:10 minutes");
    if (slot.starts_at < now) refuse("/startsAt", "not in the past");
    if (slot.starts_at > now + horizon) refuse("/startsAt", "at most 400 days ahead");
    if (!on_grid(slot.ends_at)) refuse("/endsAt", "grid:10 minutes");
    if (slot.ends_at <= slot.starts_at) refuse("/endsAt", "after startsAt");
    else if (slot.length() < shortest_trip) refuse("/endsAt", "at least 30 minutes");
    else if (slot.length() > longest_trip) refuse("/endsAt", "at most 7 days");
  }
  if (wrong.empty()) return std::optional<Slot>{slot};
  return Problem{.code = Errc::invalid_request,
                 .detail = "These times cannot be booked; see violations.",
                 .violations = std::move(wrong)};
}

Slot first_gap(std::span<const Slot> taken, Timestamp from, std::chrono::microseconds length) {
  Timestamp at = from;
  for (const Slot& busy : taken) {
    if (busy.ends_at <= at) continue;
    if (busy.starts_at >= at + length) break;
    at = ceil_to_grid(busy.ends_at);
  }
  return {at, at + length};
}

std::vector<Slot> free_in(std::span<const Slot> taken, Slot window) {
  std::vector<Slot> out;
  Timestamp at = window.starts_at;
  for (const Slot& busy : taken) {
    if (busy.starts_at > at) out.push_back({at, std::min(busy.starts_at, window.ends_at)});
    at = std::max(at, busy.ends_at);
    if (at >= window.ends_at) return out;
  }
  if (at < window.ends_at) out.push_back({at, window.ends_at});
  return out;
}

std::vector<Slot> nearest_free(std::span<const Slot> taken, Slot wanted, Timestamp earliest, std::size_t count) {
  const auto length = wanted.length();
  const Slot window{ceil_to_grid(earliest), wanted.ends_at + longest_trip};
  std::vector<Slot> found;
  for (const Slot& gap : free_in(taken, window)) {
    const Timestamp first = ceil_to_grid(gap.starts_at);
    if (first + length > gap.ends_at) continue;
    const Timestamp last = floor_to_grid(gap.ends_at - length);
    const Timestamp near = std::clamp(wanted.starts_at, first, last);
    found.push_back({near, near + length});
  }
  const auto distance = [&](const Slot& slot) {
    return slot.starts_at < wanted.starts_at ? wanted.starts_at - slot.starts_at : slot.starts_at - wanted.starts_at;
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const Slot& a, const Slot& b) { return distance(a) < distance(b); });
  if (found.size() > count) found.resize(count);
  return found;
}

}  // namespace sharecar::order
