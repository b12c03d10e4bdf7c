#include "tracemodel/usual.hpp"

#include <algorithm>
#include <utility>

namespace sharecar::tracemodel {
namespace {

// Nearest rank: the smallest value that `percent` of all do not exceed. Sorted, not empty.
std::int64_t percentile(const std::vector<std::int64_t>& sorted, std::size_t percent) {
  const std::size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

UsualTimes UsualTimes::of(const std::vector<std::vector<Span>>& traces) {
  std::map<std::pair<std::string, std::string>, std::vector<std::int64_t>> durations;
  for (const auto& trace : traces) {
    for (const Span& span : trace) {
      if (span.duration > 0) durations[{span.local.service_name, span.name}].push_back(span.duration);
    }
  }
  UsualTimes out;
  for (auto& [name, all] : durations) {
    if (all.size() < usual_spans) continue;
    std::ranges::sort(all);
    out.usuals_[name.first][name.second] = {percentile(all, 50), percentile(all, 95), all.size()};
  }
  return out;
}

const Usual* UsualTimes::find(std::string_view service, std::string_view name) const {
  const auto names = usuals_.find(service);
  if (names == usuals_.end()) return nullptr;
  const auto found = names->second.find(name);
  return found == names->second.end() ? nullptr : &found->second;
}

std::vector<Slower> slower_spans(const Tree& tree, const UsualTimes& usual) {
  std::vector<Slower> out;
  for (const Tree::Node& node : tree.nodes()) {
    const Span* span = tree.span_of(node);
    if (span == nullptr) continue;
    const Usual* known = usual.find(span->local.service_name, span->name);
    if (known == nullptr || known->p50 <= 0 || span->duration <= known->p95) continue;
    const double times = static_cast<double>(span->duration) / static_cast<double>(known->p50);
    if (times >= slower_than_usual) out.push_back({tree.index_of(node), times, *known});
  }
  std::ranges::stable_sort(out, std::ranges::greater{}, &Slower::times);
  return out;
}

}  // namespace sharecar::tracemodel
