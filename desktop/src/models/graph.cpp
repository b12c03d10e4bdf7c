#include "models/graph.h"

#include <algorithm>
#include <array>

#include "tracemodel/links.hpp"
#include "tracemodel/timeline.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::desktop {
namespace {

using Pair = std::pair<std::string, std::string>;

std::chrono::microseconds percentile(const std::vector<std::int64_t>& sorted, double part) {
  if (sorted.empty()) return {};
  const auto last = static_cast<double>(sorted.size() - 1);
  return std::chrono::microseconds{sorted[static_cast<std::size_t>(last * part + .5)]};
}

Slot widened(const std::optional<Slot>& time, const tracemodel::Interval& by) {
  const Timestamp start{std::chrono::microseconds{by.start}};
  const Timestamp end{std::chrono::microseconds{by.end}};
  if (!time) return {start, end};
  return {std::min(time->starts_at, start), std::max(time->ends_at, end)};
}

// A node's column is one right of its rightmost caller; a call that closes a circle does not count.
class Columns {
 public:
  explicit Columns(const std::vector<GraphEdge>& edges) {
    for (const auto& edge : edges) {
      if (isStore(edge.from) || isStore(edge.to) || edge.from == edge.to) continue;
      m_callers[edge.to].insert(edge.from);
    }
  }
  static bool isStore(const std::string& name) {
    const auto kind = nodeKind(name);
    return kind == NodeKind::Database || kind == NodeKind::Broker;
  }
  int of(const std::string& name) {
    if (const auto known = m_columns.find(name); known != m_columns.end()) return known->second;
    m_open.insert(name);
    int column = 0;
    for (const auto& caller : m_callers[name]) {
      if (!m_open.contains(caller)) column = std::max(column, of(caller) + 1);
    }
    m_open.erase(name);
    return m_columns[name] = column;
  }

 private:
  std::map<std::string, std::set<std::string>> m_callers;
  std::map<std::string, int> m_columns;
  std::set<std::string> m_open;
};

// Where the callers of a node are on the average, so that lines cross less.
double meanRowOfCallers(const std::string& name, const std::vector<GraphEdge>& edges, const GraphPlaces& places) {
  double sum = 0;
  int count = 0;
  for (const auto& edge : edges) {
    const auto caller = places.find(edge.from);
    if (edge.to != name || caller == places.end()) continue;
    sum += caller->second.row;
    ++count;
  }
  return count == 0 ? 0 : sum / count;
}

int severityOf(BreakerState state) {
  constexpr std::array order{BreakerState::Closed,   BreakerState::MetricsOnly, BreakerState::Disabled,
                             BreakerState::Unknown,  BreakerState::HalfOpen,    BreakerState::ForcedOpen,
                             BreakerState::Open};
  return static_cast<int>(std::find(order.begin(), order.end(), state) - order.begin());
}

}  // namespace

Graph graphOf(const std::vector<std::vector<tracemodel::Span>>& traces) {
  Graph out;
  tracemodel::DependencyLinker linker;
  std::map<Pair, std::vector<std::int64_t>> durations;
  for (const auto& spans : traces) {
    const tracemodel::Tree tree(spans);
    if (tree.empty()) continue;
    ++out.traces;
    const tracemodel::Timeline timeline(tree);
    if (timeline.window()) out.time = widened(out.time, *timeline.window());
    linker.add(tree, [&](const std::string& from, const std::string& to, const tracemodel::Span& span) {
      durations[{from, to}].push_back(span.duration);
    });
  }
  const double seconds = out.time ? std::max(1e-3, static_cast<double>(out.time->length().count()) / 1e6) : 1;
  for (const auto& link : linker.links()) {
    auto& lengths = durations[{link.parent, link.child}];
    std::erase(lengths, 0);  // not told
    std::sort(lengths.begin(), lengths.end());
    out.edges.push_back({.from = link.parent,
                         .to = link.child,
                         .calls = static_cast<std::int64_t>(link.call_count),
                         .errors = static_cast<std::int64_t>(link.error_count),
                         .perSecond = static_cast<double>(link.call_count) / seconds,
                         .p50 = percentile(lengths, .5),
                         .p99 = percentile(lengths, .99)});
  }
  std::sort(out.edges.begin(), out.edges.end(),
            [](const auto& a, const auto& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
  return out;
}

NodeKind nodeKind(const std::string& name) {
  if (name == "postgresql" || name == "sqlite") return NodeKind::Database;
  if (name == "kafka") return NodeKind::Broker;
  if (name == "cardnet" || name == "desktop") return NodeKind::Outside;
  return NodeKind::Service;
}

std::optional<EdgeBreaker> breakerOf(const GraphEdge& edge, const std::map<QString, SeenBreaker>& breakers) {
  std::optional<EdgeBreaker> out;
  for (const auto& [key, seen] : breakers) {
    if (seen.breaker.service != edge.from || seen.breaker.name != edge.to) continue;
    const auto state = breakerState(seen.breaker.state);
    if (!out) out = EdgeBreaker{.state = state, .key = key};
    ++out->instances;
    if (severityOf(state) > severityOf(out->state)) {
      out->state = state;
      out->inState = 0;
      out->key = key;
    }
    if (state == out->state) ++out->inState;
  }
  return out;
}

GraphPlaces layoutGraph(const std::vector<GraphEdge>& edges, const GraphPlaces& before) {
  Columns columns(edges);
  std::set<std::string> names;
  for (const auto& edge : edges) names.insert({edge.from, edge.to});
  int last = 0;
  for (const auto& name : names) {
    if (!Columns::isStore(name)) last = std::max(last, columns.of(name));
  }
  int stores = last + 1;
  for (const auto& [name, place] : before) {
    if (Columns::isStore(name)) stores = place.column;
  }
  std::map<int, std::vector<std::string>> added;
  for (const auto& name : names) {
    if (!before.contains(name)) added[Columns::isStore(name) ? stores : columns.of(name)].push_back(name);
  }
  std::size_t most = 0;
  for (const auto& [column, all] : added) most = std::max(most, all.size());
  GraphPlaces out = before;
  for (auto& [column, all] : added) {
    double next = (static_cast<double>(most) - static_cast<double>(all.size())) / 2;
    for (const auto& [name, place] : before) {
      if (place.column == column) next = std::max(next, place.row + 1);
    }
    std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) {
      return meanRowOfCallers(a, edges, out) < meanRowOfCallers(b, edges, out);
    });
    for (const auto& name : all) out[name] = {column, next++};
  }
  return out;
}

}  // namespace sharecar::desktop
