// When the spans of a tree happened, on one clock: that of the root's host.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

// From start (inclusive) to end, microseconds since the epoch.
struct Interval {
  std::int64_t start = 0;
  std::int64_t end = 0;

  std::int64_t length() const { return end - start; }
  bool operator==(const Interval&) const = default;
};

// Whether whoever made this span goes on without waiting for it: what is told through a message is done by others,
// later.
bool is_asynchronous(const Span& span);

// The times of every node of a tree, made once and read by everything that reasons about time. Clocks of hosts differ;
// where that shows, which is where a server begins before its client does, the server's spans are shifted as Zipkin
// Lens does: so that the server's span is in the middle of the client's. As there, only spans of the server's address
// are shifted, and nothing is when the root is missing or not the only one.
//
// A span without a timestamp takes the time of its children, one without a duration lasts until the last child that it
// waits for has ended. Nothing here depends on the order in which the spans came. The time taken is O(n log n).
class Timeline {
 public:
  using Index = Tree::Index;

  // Does not keep the tree; indexes are those of its nodes.
  explicit Timeline(const Tree& tree);

  // Nothing where neither the span nor anything below it has a time.
  const std::optional<Interval>& of(Index node) const { return intervals_[node]; }
  // What was added to the times that the span reports, in microseconds; 0 for nearly all.
  std::int64_t shift_of(Index node) const { return shifts_[node]; }
  // The time of the span without the part in which any child runs. 0 where the time is not known.
  std::int64_t self_time_of(Index node) const { return self_times_[node]; }
  // From the first start to the last end over all nodes; nothing in a tree without times.
  const std::optional<Interval>& window() const { return window_; }
  // The parts of the window in which no span runs, in order.
  const std::vector<Interval>& gaps() const { return gaps_; }

 private:
  void find_shifts(const Tree& tree);
  void find_intervals(const Tree& tree);
  void find_self_times(const Tree& tree);
  void find_gaps();

  std::vector<std::int64_t> shifts_;
  std::vector<std::optional<Interval>> intervals_;
  std::vector<std::int64_t> self_times_;
  std::vector<Interval> gaps_;
  std::optional<Interval> window_;
};

}  // namespace sharecar::tracemodel
