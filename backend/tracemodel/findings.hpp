// What a trained eye would see in a trace, found by rules that are stated with each finding.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tracemodel/timeline.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

enum class Rule : std::uint8_t {
  missing_parent,  // a span names a parent that is not in the trace
  clock_skew,      // a server began before its client: its clock is behind
  gap,             // for a good part of the trace no span runs
  slow_child,      // most of a span's time goes into one call
  n_plus_one,      // one call for each of many things, one after the other
  retry_storm,     // a call is repeated although it fails
};

// "missing-parent", "clock-skew", "gap", "slow-child", "n-plus-one", "retry-storm".
std::string_view to_string(Rule rule);

// The thresholds.
inline constexpr std::size_t n_plus_one_calls = 5;    // sequential siblings of one service and name
inline constexpr std::size_t retry_storm_calls = 3;   // CLIENT siblings of one service and name ...
inline constexpr std::size_t retry_storm_errors = 2;  // ... of which so many failed
inline constexpr int slow_child_percent = 50;         // of its parent; a server, of its client's parent
inline constexpr std::chrono::milliseconds slow_child_time{10};
inline constexpr int gap_percent = 20;  // of the time from the first start to the last end

struct Finding {
  Rule rule = Rule::gap;
  std::vector<Tree::Index> nodes;    // what it is about: in the order of time, never empty
  Interval time;                     // when
  std::string text;                  // one line: what, by how much, and the rule; fit for a terminal
  Tree::Index against = Tree::none;  // of a slow child: whose time it takes

  bool operator==(const Finding&) const = default;
};

// In the order of Rule, then of time.
//  - A slow child is told once, where the time really goes: its ancestors are not told again. What a span does not wait
//    for (is_asynchronous) is nobody's slow child.
//  - A server span at the top whose caller is missing is no finding: the caller, such as a browser, does not report.
std::vector<Finding> findings(const Tree& tree, const Timeline& timeline);

}  // namespace sharecar::tracemodel
