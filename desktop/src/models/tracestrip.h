/// What happened around a trace, on its time axis: changes of breakers, faults, lag.
#pragma once

#include <QString>
#include <cstdint>
#include <string>
#include <vector>

#include "contracts/breaker.hpp"

namespace sharecar::desktop {

/// One thing that happened or lasted. Filled in by whoever knows of breakers, from GET /admin/breakers/timeline.
struct StripMark {
  enum class Kind {
    Closed,  ///< a breaker is in this state from here on
    HalfOpen,
    Open,
    Fault,  ///< a fault is injected
    Lag,    ///< consumers are behind
  };

  Kind kind = Kind::Fault;
  std::int64_t at = 0;      ///< microseconds since the epoch
  std::int64_t length = 0;  ///< microseconds; 0: a moment
  QString lane;             ///< what it is about; marks of one lane are on one line: "order: payment"
  QString text;             ///< what happened, one line

  friend bool operator==(const StripMark&, const StripMark&) = default;
};

/// What the platform tells of its breakers, as marks; a state lasts until the next one of the same breaker.
std::vector<StripMark> stripOf(std::vector<contracts::TimelineEntry> timeline);

}  // namespace sharecar::desktop
