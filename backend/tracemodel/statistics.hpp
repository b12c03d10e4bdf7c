// Where the time of a trace goes, by service or by operation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tracemodel/timeline.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

// One service, or one operation of it. Times in microseconds.
struct Share {
  std::string service;
  std::string name;  // empty when the share is that of a whole service
  std::size_t spans = 0;
  std::size_t errors = 0;
  std::int64_t self = 0;     // the sum of what its spans did themselves (Timeline::self_time_of)
  std::int64_t total = 0;    // how long at least one of its spans ran: never more than the window
  std::int64_t longest = 0;  // of one span

  bool operator==(const Share&) const = default;
};

enum class GroupBy : std::uint8_t { service, operation };

// The greatest self time first; equal ones by service and name. Spans without a time count in `spans` and `errors`
// only. O(n log n).
std::vector<Share> shares(const Tree& tree, const Timeline& timeline, GroupBy by);

}  // namespace sharecar::tracemodel
