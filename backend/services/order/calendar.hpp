/// Which times can be booked: the grid, the limits, the gaps between what is taken. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "contracts/problem.hpp"
#include "contracts/types.hpp"

namespace sharecar::order {

inline constexpr std::chrono::minutes grid{10};
inline constexpr std::chrono::minutes shortest_trip{30};
inline constexpr std::chrono::hours longest_trip{7 * 24};
inline constexpr std::chrono::hours horizon{400 * 24};
inline constexpr std::chrono::hours default_trip{1};

/// The next full 10 minutes at or after `at`.
Timestamp ceil_to_grid(Timestamp at);

/// The slot that a request asks for: `startsAt` alone is one hour. Nothing where neither is given (the earliest free
/// hour is meant). Violations for the grid, the order of the two, the past, the horizon, the length.
Result<std::optional<Slot>> requested_slot(std::optional<Timestamp> starts_at, std::optional<Timestamp> ends_at,
                                           Timestamp now);

/// The first gap of `length` at or after `from`. `taken` is sorted by start and does not overlap; the time after the
/// last of it is free.
Slot first_gap(std::span<const Slot> taken, Timestamp from, std::chrono::microseconds length);

/// What is left of `window` between `taken` (sorted).
std::vector<Slot> free_in(std::span<const Slot> taken, Slot window);

/// Up to `count` free slots as long as `wanted`, on the grid, not before `earliest`, nearest to `wanted` first.
std::vector<Slot> nearest_free(std::span<const Slot> taken, Slot wanted, Timestamp earliest, std::size_t count);

}  // namespace sharecar::order
