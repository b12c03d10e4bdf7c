// How long an operation usually takes, learnt from other traces, and what takes much longer here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tracemodel/timeline.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

// Of the durations that spans of one service and name reported, in microseconds.
struct Usual {
  std::int64_t p50 = 0;
  std::int64_t p95 = 0;
  std::size_t spans = 0;

  bool operator==(const Usual&) const = default;
};

inline constexpr std::size_t usual_spans = 5;     // fewer say nothing about what is usual
inline constexpr double slower_than_usual = 2.0;  // times the median, and beyond p95

class UsualTimes {
 public:
  // Learns from the traces. Percentiles are nearest-rank; spans without a duration count for nothing.
  static UsualTimes of(const std::vector<std::vector<Span>>& traces);

  // Null when fewer than usual_spans are known.
  const Usual* find(std::string_view service, std::string_view name) const;
  bool empty() const { return usuals_.empty(); }

 private:
  std::map<std::string, std::map<std::string, Usual, std::less<>>, std::less<>> usuals_;  // by service, by name
};

struct Slower {
  Tree::Index node = Tree::none;
  double times = 0;  // its duration by the median
  Usual usual;

  bool operator==(const Slower&) const = default;
};

// The spans that took at least slower_than_usual times the median of their service and name, and longer than its p95:
// the worst first.
std::vector<Slower> slower_spans(const Tree& tree, const UsualTimes& usual);

}  // namespace sharecar::tracemodel
