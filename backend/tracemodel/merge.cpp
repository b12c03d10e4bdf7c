#include "tracemodel/merge.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace sharecar::tracemodel {
namespace {

// What a decoder does for a span that came over the wire; repeated here because spans also come from files and tests,
// and because joining pieces can break it.
void tidy(Span& span) {
  if (span.parent_id == span.id) span.parent_id.clear();
  if (span.kind == Kind::client) span.shared = false;
  span.timestamp = std::max<std::int64_t>(span.timestamp, 0);
  span.duration = std::max<std::int64_t>(span.duration, 0);
  std::sort(span.annotations.begin(), span.annotations.end());
  span.annotations.erase(std::unique(span.annotations.begin(), span.annotations.end()), span.annotations.end());
}

// Absent sorts last within an endpoint.
int compare_text(const std::string& left, const std::string& right) {
  if (left.empty() || right.empty()) return static_cast<int>(left.empty()) - static_cast<int>(right.empty());
  return left.compare(right);
}

// An absent endpoint sorts first, so that its data joins the first span that has one.
int compare_endpoint(const Endpoint& left, const Endpoint& right) {
  if (left.empty() || right.empty()) return static_cast<int>(right.empty()) - static_cast<int>(left.empty());
  if (const int by_service = compare_text(left.service_name, right.service_name)) return by_service;
  if (const int by_ipv4 = compare_text(left.ipv4, right.ipv4)) return by_ipv4;
  return compare_text(left.ipv6, right.ipv6);
}

int shared_rank(const Span& span) { return span.shared ? 2 : span.kind == Kind::client ? 0 : 1; }

bool comes_before(const Span& left, const Span& right) {
  if (const int by_id = left.id.compare(right.id)) return by_id < 0;
  if (const int by_shared = shared_rank(left) - shared_rank(right)) return by_shared < 0;
  return compare_endpoint(left.local, right.local) < 0;
}

template <class T>
void fill(T& field, const T& value) {
  if (field == T{}) field = value;
}

void fill_endpoint(Endpoint& endpoint, const Endpoint& piece) {
  fill(endpoint.service_name, piece.service_name);
  fill(endpoint.ipv4, piece.ipv4);
  fill(endpoint.ipv6, piece.ipv6);
  fill(endpoint.port, piece.port);
}

template <class T>
bool contradict(const T& left, const T& right) {
  return left != T{} && right != T{} && left != right;
}

bool contradict(const Endpoint& left, const Endpoint& right) {
  return contradict(left.service_name, right.service_name) || contradict(left.ipv4, right.ipv4) ||
         contradict(left.ipv6, right.ipv6) || contradict(left.port, right.port);
}

void join(Span& span, Span&& piece) {
  fill(span.parent_id, piece.parent_id);
  fill(span.kind, piece.kind);
  fill(span.name, piece.name);
  fill(span.timestamp, piece.timestamp);
  fill(span.duration, piece.duration);
  fill_endpoint(span.local, piece.local);
  fill_endpoint(span.remote, piece.remote);
  span.annotations.insert(span.annotations.end(), std::make_move_iterator(piece.annotations.begin()),
                          std::make_move_iterator(piece.annotations.end()));
  for (auto& [key, value] : piece.tags) span.tags.insert_or_assign(key, std::move(value));
  span.debug = span.debug || piece.debug;
}

// Stable. Numbers are sorted, not spans, which are large; each of those is moved once.
void sort(std::vector<Span>& spans) {
  std::vector<std::size_t> order(spans.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, comes_before, [&spans](std::size_t i) -> const Span& { return spans[i]; });
  std::vector<Span> sorted;
  sorted.reserve(spans.size());
  for (const std::size_t i : order) sorted.push_back(std::move(spans[i]));
  spans = std::move(sorted);
}

std::string longest_trace_id(const std::vector<Span>& spans) {
  std::string longest = spans.front().trace_id;
  for (const Span& span : spans) {
    if (longest.size() == 32) break;
    longest = span.trace_id;
  }
  return longest;
}

}  // namespace

std::vector<Span> merge(std::vector<Span> spans) {
  for (Span& span : spans) tidy(span);
  if (spans.size() <= 1) return spans;
  sort(spans);
  const std::string trace_id = longest_trace_id(spans);

  std::vector<Span> merged;
  merged.reserve(spans.size());
  for (std::size_t i = 0; i < spans.size();) {
    Span span = std::move(spans[i++]);
    // The mending below looks at the span as its first piece reported it, which is what Zipkin does.
    const bool is_server = span.kind == Kind::server;
    const bool lacks_parent = span.parent_id.empty();
    const bool was_shared = span.shared;
    while (i < spans.size() && spans[i].id == span.id && spans[i].shared == was_shared &&
           !contradict(span.local, spans[i].local)) {
      join(span, std::move(spans[i++]));
    }
    if (span.trace_id.size() != trace_id.size()) span.trace_id = trace_id;

    if (!merged.empty() && merged.back().id == span.id) {
      const Span& last = merged.back();
      if (last.kind == Kind::client && is_server) span.shared = true;
      if (span.shared && lacks_parent && !last.parent_id.empty()) span.parent_id = last.parent_id;
    }
    tidy(span);
    merged.push_back(std::move(span));
  }
  return merged;
}

}  // namespace sharecar::tracemodel
