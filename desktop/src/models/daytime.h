/// Times on the grid of 10 minutes, and where they are on a strip of pixels. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "contracts/types.hpp"

namespace sharecar::desktop {

inline constexpr std::chrono::minutes grid{10};
inline constexpr std::chrono::minutes shortestTrip{30};
inline constexpr std::chrono::minutes longestTrip{7 * 24 * 60};

Timestamp floorToGrid(Timestamp at);
Timestamp ceilToGrid(Timestamp at);

/// The calendar day of `at` in a time zone: 24 hours, or 23 or 25 where clocks change.
Slot dayOf(Timestamp at, const std::string& zone);
/// The day after, or before when `days` is negative.
Slot dayAfter(const Slot& day, int days, const std::string& zone);

/// The first gap of `length` at or after `from` between the taken slots, on the grid.
Slot firstFree(std::vector<Slot> taken, Timestamp from, std::chrono::minutes length);
bool isFree(std::span<const Slot> taken, const Slot& wanted);
/// The gap between taken slots that holds `at`, cut to `within`; empty when `at` is taken.
std::optional<Slot> gapAround(std::span<const Slot> taken, Timestamp at, const Slot& within);

/// What is wrong with a time as a trip: nothing, or the rule it breaks.
enum class TimeFault { None, InThePast, TooShort, TooLong, Taken };
TimeFault faultOf(const Slot& wanted, std::span<const Slot> taken, Timestamp now);

/// A slot's share of a strip that shows `shown` on `width` pixels.
struct StripScale {
  Slot shown;
  int width = 1;

  int xOf(Timestamp at) const;
  Timestamp timeAt(int x) const;  ///< on the grid, within `shown`
};

/// What a drag from one pixel to another chooses: at least the shortest trip, never over a taken part.
Slot dragged(const StripScale& scale, int fromX, int toX, std::span<const Slot> taken, Timestamp now);

}  // namespace sharecar::desktop
