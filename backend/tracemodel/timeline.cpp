#include "tracemodel/timeline.hpp"

#include <algorithm>

namespace sharecar::tracemodel {
namespace {

using Index = Tree::Index;

// Far beyond the year 9999; what claims to be later has no say about the clocks of others.
constexpr std::int64_t absurd = INT64_MAX / 4;

std::int64_t plus(std::int64_t time, std::int64_t more) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(time, more, &sum)) return more > 0 ? INT64_MAX : 0;
  return std::max<std::int64_t>(sum, 0);
}

bool same_host(const Endpoint& left, const Endpoint& right) {
  if (!left.ipv6.empty() && left.ipv6 == right.ipv6) return true;
  return !left.ipv4.empty() && left.ipv4 == right.ipv4;
}

// By how much the clock of a host goes wrong, seen from the root.
struct Skew {
  const Endpoint* host = nullptr;  // null: not known to go wrong
  std::int64_t microseconds = 0;
};

// The starts are given as far as they are corrected already.
Skew skew_between(const Span& client, std::int64_t client_start, const Span& server, std::int64_t server_start) {
  if (client.kind != Kind::client || server.kind != Kind::server) return {};
  if (client_start == 0 || server_start == 0 || server_start > client_start) return {};
  if (client_start > absurd || client.duration > absurd || server.duration > absurd) return {};
  if (client.local.empty() || server.local.empty() || same_host(client.local, server.local)) return {};
  const bool answer_awaited = client.duration != 0 && server.duration != 0 && client.duration >= server.duration;
  // A call that does not wait for the answer tells one thing: the server came after the client.
  if (!answer_awaited) return {&server.local, server_start - client_start - 1};
  const std::int64_t one_way = (client.duration - server.duration) / 2;
  return {&server.local, server_start - one_way - client_start};
}

bool shows_one_root(const Tree& tree) {
  if (tree.empty() || tree.headless()) return false;
  return std::ranges::none_of(tree.children_of(tree.nodes().front()),
                              [](const Tree::Node& node) { return node.place == Place::extra_root; });
}

void extend(std::optional<Interval>& hull, const Interval& part) {
  if (!hull) {
    hull = part;
  } else {
    hull->start = std::min(hull->start, part.start);
    hull->end = std::max(hull->end, part.end);
  }
}

// The intervals united: what overlaps or touches becomes one. In order.
std::vector<Interval> united(std::vector<Interval> parts) {
  std::ranges::sort(parts, {}, &Interval::start);
  std::vector<Interval> result;
  for (const Interval& part : parts) {
    if (result.empty() || part.start > result.back().end) {
      result.push_back(part);
    } else {
      result.back().end = std::max(result.back().end, part.end);
    }
  }
  return result;
}

}  // namespace

bool is_asynchronous(const Span& span) { return span.kind == Kind::producer || span.kind == Kind::consumer; }

Timeline::Timeline(const Tree& tree)
    : shifts_(tree.nodes().size(), 0), intervals_(tree.nodes().size()), self_times_(tree.nodes().size(), 0) {
  find_shifts(tree);
  find_intervals(tree);
  find_self_times(tree);
  find_gaps();
}

// Parents come before their children, so one pass carries every skew down.
void Timeline::find_shifts(const Tree& tree) {
  if (!shows_one_root(tree)) return;
  std::vector<Skew> skews(tree.nodes().size());
  for (const Tree::Node& node : tree.nodes()) {
    if (node.parent == Tree::none) continue;
    const Index at = tree.index_of(node);
    const Span& span = *tree.span_of(node);
    const Span& parent = *tree.span_of(tree.nodes()[node.parent]);
    const auto start_of = [this](const Span& of, Index index) {
      return of.timestamp == 0 ? 0 : plus(of.timestamp, shifts_[index]);
    };
    const Skew& inherited = skews[node.parent];
    if (inherited.host != nullptr && same_host(*inherited.host, span.local)) shifts_[at] = -inherited.microseconds;
    const Skew own = skew_between(parent, start_of(parent, node.parent), span, start_of(span, at));
    if (own.host != nullptr && own.microseconds != 0) {
      if (same_host(*own.host, span.local)) shifts_[at] -= own.microseconds;
      skews[at] = own;
    } else {
      skews[at] = inherited;
    }
  }
}

// Children come after their parents, so one pass backwards carries the children's times up.
void Timeline::find_intervals(const Tree& tree) {
  std::vector<std::optional<Interval>> below(tree.nodes().size());    // of the children
  std::vector<std::optional<Interval>> awaited(tree.nodes().size());  // of those that the span waits for
  for (auto node = tree.nodes().rbegin(); node != tree.nodes().rend(); ++node) {
    const Index at = tree.index_of(*node);
    const Span* span = tree.span_of(*node);
    std::optional<Interval>& interval = intervals_[at];
    if (span == nullptr || span->timestamp == 0) {
      interval = below[at];
    } else {
      const std::int64_t start = plus(span->timestamp, shifts_[at]);
      interval = Interval{start, plus(start, span->duration)};
      if (span->duration == 0 && awaited[at]) interval->end = std::max(interval->end, awaited[at]->end);
    }
    if (!interval) continue;
    extend(window_, *interval);
    if (node->parent == Tree::none) continue;
    extend(below[node->parent], *interval);
    if (!is_asynchronous(*span)) extend(awaited[node->parent], *interval);
  }
}

void Timeline::find_self_times(const Tree& tree) {
  for (const Tree::Node& node : tree.nodes()) {
    const Index at = tree.index_of(node);
    if (!intervals_[at]) continue;
    const Interval own = *intervals_[at];
    std::vector<Interval> parts;
    for (const Tree::Node& child : tree.children_of(node)) {
      const std::optional<Interval>& time = intervals_[tree.index_of(child)];
      if (!time || time->end <= own.start || time->start >= own.end) continue;
      parts.push_back({std::max(time->start, own.start), std::min(time->end, own.end)});
    }
    self_times_[at] = own.length();
    for (const Interval& part : united(std::move(parts))) self_times_[at] -= part.length();
  }
}

void Timeline::find_gaps() {
  std::vector<Interval> parts;
  for (const std::optional<Interval>& interval : intervals_) {
    if (interval) parts.push_back(*interval);
  }
  const std::vector<Interval> busy = united(std::move(parts));
  for (std::size_t i = 1; i < busy.size(); ++i) gaps_.push_back({busy[i - 1].end, busy[i].start});
}

}  // namespace sharecar::tracemodel
