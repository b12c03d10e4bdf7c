/// The last events of one part of a guard, each with the trace that caused it.
#pragma once

#include <cstddef>
#include <vector>

#include "chassis/resilience/event.hpp"

namespace sharecar::resilience {

/// Both 0: no request caused it; time did.
struct TraceId {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const TraceId&, const TraceId&) = default;
};

struct Entry {
  Event event;
  TraceId trace;
};

/// A ring. Not thread-safe.
class Journal {
 public:
  explicit Journal(int capacity) : entries_(static_cast<std::size_t>(capacity)) {}

  /// The entry stays as it is until as many others have come.
  const Entry& add(const Event& event, TraceId trace) {
    Entry& entry = entries_[next_];
    entry.event = event;
    entry.trace = trace;
    if (++next_ == entries_.size()) {
      next_ = 0;
      full_ = true;
    }
    return entry;
  }
  /// Oldest first.
  std::vector<Entry> entries() const {
    const auto next = entries_.begin() + static_cast<std::ptrdiff_t>(next_);
    std::vector<Entry> out;
    if (full_) out.assign(next, entries_.end());
    out.insert(out.end(), entries_.begin(), next);
    return out;
  }

 private:
  std::vector<Entry> entries_;
  std::size_t next_ = 0;
  bool full_ = false;
};

}  // namespace sharecar::resilience
