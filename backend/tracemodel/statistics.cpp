#include "tracemodel/statistics.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace sharecar::tracemodel {
namespace {

// Groups are keyed by views into the tree; their times are united at the end.
struct Group {
  Share share;
  std::vector<Interval> times;
};

std::int64_t length_of_union(std::vector<Interval> times) {
  std::ranges::sort(times, {}, &Interval::start);
  std::int64_t length = 0;
  std::int64_t until = 0;
  for (const Interval& time : times) {
    const std::int64_t from = std::max(time.start, until);
    if (time.end > from) length += time.end - from;
    until = std::max(until, time.end);
  }
  return length;
}

}  // namespace

std::vector<Share> shares(const Tree& tree, const Timeline& timeline, GroupBy by) {
  std::map<std::pair<std::string_view, std::string_view>, Group> groups;
  for (const Tree::Node& node : tree.nodes()) {
    const Span* span = tree.span_of(node);
    if (span == nullptr) continue;
    const std::string_view name = by == GroupBy::operation ? std::string_view{span->name} : std::string_view{};
    Group& group = groups[{span->local.service_name, name}];
    ++group.share.spans;
    if (span->failed()) ++group.share.errors;
    const Tree::Index at = tree.index_of(node);
    const auto& time = timeline.of(at);
    if (!time) continue;
    group.share.self += timeline.self_time_of(at);
    group.share.longest = std::max(group.share.longest, time->length());
    group.times.push_back(*time);
  }
  std::vector<Share> out;
  out.reserve(groups.size());
  for (auto& [key, group] : groups) {
    group.share.service = key.first;
    group.share.name = key.second;
    group.share.total = length_of_union(std::move(group.times));
    out.push_back(std::move(group.share));
  }
  std::ranges::stable_sort(out, std::ranges::greater{}, &Share::self);
  return out;
}

}  // namespace sharecar::tracemodel
