#include "tracemodel/findings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "tracemodel/printable.hpp"
#include "tracemodel/text.hpp"

namespace sharecar::tracemodel {
namespace {

using Index = Tree::Index;

class Finder {
 public:
  Finder(const Tree& tree, const Timeline& timeline) : tree_(tree), timeline_(timeline) {}

  std::vector<Finding> run() {
    for (const Tree::Node& node : tree_.nodes()) {
      missing_parent(node);
      clock_skew(node);
      siblings(node);
    }
    slow_children();
    gaps();
    std::ranges::stable_sort(found_, {}, [](const Finding& finding) {
      return std::tuple{finding.rule, finding.time.start, finding.nodes.front()};
    });
    return std::move(found_);
  }

 private:
  const Span& span_at(Index node) const { return *tree_.span_of(tree_.nodes()[node]); }

  // "payment: put /charges/{key}"
  std::string named(Index node) const {
    const Span* span = tree_.span_of(tree_.nodes()[node]);
    if (span == nullptr) return "the trace";
    const std::string name = span->name.empty() ? "?" : printable(span->name);
    return (span->local.service_name.empty() ? "?" : printable(span->local.service_name)) + ": " + name;
  }

  static std::string words(std::int64_t microseconds) { return duration_text(std::chrono::microseconds{microseconds}); }

  static std::string percent(std::int64_t part, std::int64_t whole) {
    return std::to_string(std::lround(100.0 * static_cast<double>(part) / static_cast<double>(whole))) + " %";
  }

  static bool at_least(int percent, std::int64_t part, std::int64_t whole) {
    return 100.0 * static_cast<double>(part) >= percent * static_cast<double>(whole);
  }

  Interval time_of(Index node) const { return timeline_.of(node).value_or(Interval{}); }

  void add(Rule rule, std::vector<Index> nodes, Interval time, std::string text) {
    found_.push_back({rule, std::move(nodes), time, std::move(text)});
  }

  void missing_parent(const Tree::Node& node) {
    if (node.place != Place::orphan) return;
    const Index at = tree_.index_of(node);
    const Span& span = span_at(at);
    const bool is_entry = tree_.headless() && tree_.nodes().front().child_count == 1 && span.kind == Kind::server;
    if (is_entry) return;
    add(Rule::missing_parent, {at}, time_of(at),
        named(at) + " lacks its parent " + printable(span.shared ? span.id : span.parent_id) +
            ": that span was not reported, is not reported yet, or was dropped");
  }

  void clock_skew(const Tree::Node& node) {
    const Index at = tree_.index_of(node);
    const std::int64_t shift = timeline_.shift_of(at);
    // Told where it shows; what is below on the same host is shifted alike.
    if (shift == 0 || timeline_.shift_of(node.parent) == shift) return;
    add(Rule::clock_skew, {at}, time_of(at),
        named(at) + " claims to begin before its client: " +
            (span_at(at).local.service_name.empty() ? "its host" : printable(span_at(at).local.service_name)) +
            "'s clock is taken to be " + words(std::abs(shift)) + (shift > 0 ? " behind" : " ahead") +
            ", its spans are shifted");
  }

  void siblings(const Tree::Node& parent) {
    if (parent.child_count < std::min(n_plus_one_calls, retry_storm_calls)) return;
    using Name = std::tuple<std::string_view, std::string_view, Kind>;
    std::map<Name, std::vector<Index>> groups;
    for (const Tree::Node& child : tree_.children_of(parent)) {
      const Index at = tree_.index_of(child);
      const Span& span = span_at(at);
      if (timeline_.of(at)) groups[{span.local.service_name, span.name, span.kind}].push_back(at);
    }
    for (auto& [name, group] : groups) {
      if (group.size() < std::min(n_plus_one_calls, retry_storm_calls)) continue;
      std::ranges::sort(group, {}, [this](Index at) { return std::pair{time_of(at).start, at}; });
      if (!retry_storm(group)) n_plus_one(parent, group);
    }
  }

  bool retry_storm(const std::vector<Index>& group) {
    if (span_at(group.front()).kind != Kind::client || group.size() < retry_storm_calls) return false;
    const auto errors =
        static_cast<std::size_t>(std::ranges::count_if(group, [this](Index at) { return span_at(at).failed(); }));
    if (errors < retry_storm_errors) return false;
    add(Rule::retry_storm, group, hull(group),
        named(group.front()) + " was called " + std::to_string(group.size()) + " times, " + std::to_string(errors) +
            " of them failed: it is repeated although it fails (from " + std::to_string(retry_storm_calls) +
            " calls with " + std::to_string(retry_storm_errors) + " errors on)");
    return true;
  }

  // The most calls of which each began after the one before had ended.
  void n_plus_one(const Tree::Node& parent, const std::vector<Index>& group) {
    std::vector<Index> by_end = group;
    std::ranges::sort(by_end, {}, [this](Index at) { return std::pair{time_of(at).end, at}; });
    std::vector<Index> sequence;
    for (const Index at : by_end) {
      if (sequence.empty() || time_of(at).start >= time_of(sequence.back()).end) sequence.push_back(at);
    }
    if (sequence.size() < n_plus_one_calls) return;
    const Interval time = hull(sequence);
    std::string text = named(sequence.front()) + " was called " + std::to_string(sequence.size()) +
                       " times, one after the other, below " + named(tree_.index_of(parent)) + ", in " +
                       words(time.length()) + ": one call for all of them would do (from " +
                       std::to_string(n_plus_one_calls) + " on)";
    add(Rule::n_plus_one, std::move(sequence), time, std::move(text));
  }

  Interval hull(const std::vector<Index>& group) const {
    Interval time = time_of(group.front());
    for (const Index at : group) {
      time.start = std::min(time.start, time_of(at).start);
      time.end = std::max(time.end, time_of(at).end);
    }
    return time;
  }

  // From the leaves up: whether a slow child is below already, reached through slow children only.
  void slow_children() {
    std::vector<bool> explained(tree_.nodes().size(), false);
    for (auto node = tree_.nodes().rbegin(); node != tree_.nodes().rend(); ++node) {
      const Index at = tree_.index_of(*node);
      const Index caller = caller_of(*node);
      if (caller == Tree::none || !is_slow(at, caller)) continue;
      if (!explained[at]) tell_slow(at, caller);
      explained[node->parent] = true;
    }
  }

  // Whose time the node takes. A server and its client are one call: it takes the time of the client's parent.
  Index caller_of(const Tree::Node& node) const {
    if (node.parent == Tree::none || node.span == Tree::none) return Tree::none;
    const Tree::Node& parent = tree_.nodes()[node.parent];
    const Span* above = tree_.span_of(parent);
    const bool is_one_call =
        above != nullptr && above->kind == Kind::client && span_at(tree_.index_of(node)).kind == Kind::server;
    return is_one_call ? parent.parent : node.parent;
  }

  bool is_slow(Index at, Index parent) const {
    if (is_asynchronous(span_at(at)) || !timeline_.of(at) || tree_.span_of(tree_.nodes()[parent]) == nullptr) {
      return false;
    }
    const std::int64_t inside = inside_of(at, parent);
    return inside >= std::chrono::microseconds{slow_child_time}.count() &&
           at_least(slow_child_percent, inside, time_of(parent).length());
  }

  // How much of the parent's time the child takes.
  std::int64_t inside_of(Index at, Index parent) const {
    const Interval child = time_of(at);
    const Interval whole = time_of(parent);
    return std::min(child.end, whole.end) - std::max(child.start, whole.start);
  }

  void tell_slow(Index at, Index parent) {
    const std::int64_t inside = inside_of(at, parent);
    add(Rule::slow_child, {at}, time_of(at),
        named(at) + " takes " + words(inside) + ", " + percent(inside, time_of(parent).length()) + " of " +
            named(parent) + " (from " + std::to_string(slow_child_percent) + " % and " +
            std::to_string(slow_child_time.count()) + " ms on)");
    found_.back().against = parent;
  }

  void gaps() {
    if (!timeline_.window()) return;
    const std::int64_t whole = timeline_.window()->length();
    for (const Interval& gap : timeline_.gaps()) {
      if (!at_least(gap_percent, gap.length(), whole)) continue;
      const Index next = first_after(gap.end);
      add(Rule::gap, {next}, gap,
          "nothing runs for " + words(gap.length()) + ", " + percent(gap.length(), whole) + " of the trace, until " +
              named(next) + " begins: something waited (from " + std::to_string(gap_percent) + " % on)");
    }
  }

  Index first_after(std::int64_t time) const {
    Index next = 0;
    for (Index at = 0; at < tree_.nodes().size(); ++at) {
      if (timeline_.of(at) && timeline_.of(at)->start == time) {
        next = at;
        break;
      }
    }
    return next;
  }

  const Tree& tree_;
  const Timeline& timeline_;
  std::vector<Finding> found_;
};

}  // namespace

std::string_view to_string(Rule rule) {
  switch (rule) {
    case Rule::missing_parent:
      return "missing-parent";
    case Rule::clock_skew:
      return "clock-skew";
    case Rule::gap:
      return "gap";
    case Rule::slow_child:
      return "slow-child";
    case Rule::n_plus_one:
      return "n-plus-one";
    case Rule::retry_storm:
      return "retry-storm";
  }
  return {};
}

std::vector<Finding> findings(const Tree& tree, const Timeline& timeline) { return Finder{tree, timeline}.run(); }

}  // namespace sharecar::tracemodel
