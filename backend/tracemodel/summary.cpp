#include "tracemodel/summary.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <unordered_set>

namespace sharecar::tracemodel {
namespace {

const Span& root_of(std::span<const Span> spans) {
  const auto earlier = [](const Span* best, const Span& span) {
    return best == nullptr || (span.timestamp > 0 && (best->timestamp <= 0 || span.timestamp < best->timestamp));
  };
  std::unordered_set<std::string_view> ids;
  for (const Span& span : spans) ids.insert(span.id);
  const Span* root = nullptr;
  const Span* top = nullptr;
  for (const Span& span : spans) {
    if (span.parent_id.empty() && earlier(root, span)) root = &span;
    if (!ids.contains(span.parent_id) && earlier(top, span)) top = &span;
  }
  if (root != nullptr) return *root;
  return top != nullptr ? *top : spans.front();
}

void add_times(Summary& out, std::span<const Span> spans) {
  constexpr auto latest = std::numeric_limits<std::int64_t>::max();
  std::int64_t first = latest;
  std::int64_t last = 0;
  for (const Span& span : spans) {
    if (span.timestamp <= 0) continue;
    first = std::min(first, span.timestamp);
    last = std::max(last, span.timestamp + std::clamp<std::int64_t>(span.duration, 0, latest - span.timestamp));
  }
  if (first == latest) return;
  out.start = first;
  out.to_last_effect = last - first;
}

}  // namespace

Summary summary_of(std::span<const Span> spans) {
  Summary out;
  if (spans.empty()) return out;
  const Span& root = root_of(spans);
  out.trace_id = root.trace_id;
  out.service = root.local.service_name;
  out.name = root.name;
  out.to_answer = std::max<std::int64_t>(0, root.duration);
  out.spans = spans.size();
  add_times(out, spans);
  std::map<std::string_view, std::size_t> services;
  for (const Span& span : spans) {
    if (span.failed()) ++out.errors;
    if (!span.local.service_name.empty()) ++services[span.local.service_name];
    const auto order = span.tags.find("order.id");
    if (out.order_id.empty() && order != span.tags.end()) out.order_id = order->second;
  }
  out.services.assign(services.begin(), services.end());
  std::ranges::stable_sort(out.services, std::greater{}, [](const auto& service) { return service.second; });
  return out;
}

}  // namespace sharecar::tracemodel
