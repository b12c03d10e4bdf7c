#include "tracemodel/critical_path.hpp"

#include <algorithm>
#include <tuple>

namespace sharecar::tracemodel {
namespace {

using Index = Tree::Index;

// Collects segments backwards in time, from the end of the path to the root's start.
class Walk {
 public:
  Walk(const Tree& tree, const Timeline& timeline)
      : tree_(tree), timeline_(timeline), begin_(timeline.of(0)->start), at_(timeline.of(0)->end) {}

  CriticalPath to_answer() {
    descend(0, Overlap::cut);
    return done();
  }

  CriticalPath to_last_effect() {
    Index below = last_to_end();
    at_ = timeline_.of(below)->end;
    descend(below, Overlap::cut);
    for (Index above = tree_.nodes()[below].parent; above != Tree::none; above = tree_.nodes()[above].parent) {
      const std::optional<Interval>& time = timeline_.of(above);
      if (time->start >= at_) continue;
      add(below, time->end, true);
      descend(above, Overlap::ignored);
      below = above;
    }
    return done();
  }

 private:
  // What becomes of a child that runs on beyond the part of its parent that is looked at: cut when that part ends with
  // the parent; ignored when it ends where a message was sent, as the child ran beside that.
  enum class Overlap : std::uint8_t { cut, ignored };

  struct Open {
    Index node;
    Overlap overlap;
    std::int64_t end;     // of the part that is looked at
    std::size_t waiters;  // how many of waiting_ belong to the spans above
  };

  // The first of those that end last. What has a time has it in all nodes above as well.
  Index last_to_end() const {
    Index last = 0;
    for (Index at = 1; at < tree_.nodes().size(); ++at) {
      if (timeline_.of(at) && timeline_.of(at)->end > timeline_.of(last)->end) last = at;
    }
    return last;
  }

  // The time from `from` to where the walk is belongs to the node; the walk goes on from there.
  void add(Index node, std::int64_t from, bool waiting = false) {
    from = std::max(from, begin_);
    if (from >= at_) return;
    path_.push_back({node, {from, at_}, waiting});
    at_ = from;
  }

  // Covers the time from the node's start to where the walk is.
  void descend(Index start, Overlap overlap) {
    std::vector<Open> open;
    enter(open, start, overlap);
    while (!open.empty()) {
      const Open top = open.back();
      if (waiting_.size() == top.waiters) {
        add(top.node, timeline_.of(top.node)->start);
        open.pop_back();
        continue;
      }
      const Index child = waiting_.back();
      waiting_.pop_back();
      const Interval& time = *timeline_.of(child);
      const bool held_up = time.end <= at_ || (top.overlap == Overlap::cut && at_ == top.end);
      if (!held_up || time.start >= at_) continue;
      add(top.node, time.end);
      enter(open, child, Overlap::cut);
    }
  }

  // Opens a node: its children, the last one to end on top; of those that end together the longest.
  void enter(std::vector<Open>& open, Index node, Overlap overlap) {
    open.push_back({node, overlap, at_, waiting_.size()});
    for (const Tree::Node& child : tree_.children_of(tree_.nodes()[node])) {
      const Index index = tree_.index_of(child);
      if (timeline_.of(index) && !is_asynchronous(*tree_.span_of(child))) waiting_.push_back(index);
    }
    const auto first = waiting_.begin() + static_cast<std::ptrdiff_t>(open.back().waiters);
    std::sort(first, waiting_.end(), [this](Index left, Index right) {
      const auto key = [this](Index child) {
        const Interval& time = *timeline_.of(child);
        return std::tuple{std::min(time.end, at_), -time.start, child};
      };
      return key(left) < key(right);
    });
  }

  CriticalPath done() {
    std::ranges::reverse(path_);
    return std::move(path_);
  }

  const Tree& tree_;
  const Timeline& timeline_;
  const std::int64_t begin_;
  std::int64_t at_;             // all that is later is on the path already
  std::vector<Index> waiting_;  // children of the open nodes that are still to be looked at
  CriticalPath path_;
};

bool has_times(const Tree& tree, const Timeline& timeline) { return !tree.empty() && timeline.of(0).has_value(); }

}  // namespace

CriticalPath path_to_answer(const Tree& tree, const Timeline& timeline) {
  return has_times(tree, timeline) ? Walk{tree, timeline}.to_answer() : CriticalPath{};
}

CriticalPath path_to_last_effect(const Tree& tree, const Timeline& timeline) {
  return has_times(tree, timeline) ? Walk{tree, timeline}.to_last_effect() : CriticalPath{};
}

}  // namespace sharecar::tracemodel
