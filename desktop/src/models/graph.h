/// Who calls whom, how often, with what success and how fast: computed from traces. Pure.
#pragma once

#include <QString>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/breakers.h"
#include "tracemodel/span.hpp"

namespace sharecar::desktop {

/// All calls from one service to another in a sample of traces.
struct GraphEdge {
  std::string from;
  std::string to;
  std::int64_t calls = 0;
  std::int64_t errors = 0;
  double perSecond = 0;  ///< over the span of time of the sample
  std::chrono::microseconds p50{};
  std::chrono::microseconds p99{};

  double errorPercent() const { return calls == 0 ? 0 : 100.0 * static_cast<double>(errors) / static_cast<double>(calls); }

  friend bool operator==(const GraphEdge&, const GraphEdge&) = default;
};

/// What a sample of traces says.
struct Graph {
  std::vector<GraphEdge> edges;  ///< by from and to
  std::size_t traces = 0;
  std::optional<Slot> time;  ///< from the first start to the last end; nothing without spans that have times

  friend bool operator==(const Graph&, const Graph&) = default;
};

/// Edges and counts are those of tracemodel's DependencyLinker, durations those of the spans that it counted: the
/// callee's own, or the caller's where the callee tells nothing.
Graph graphOf(const std::vector<std::vector<tracemodel::Span>>& traces);

/// What a node is, by its name.
enum class NodeKind { Service, Database, Broker, Outside };
NodeKind nodeKind(const std::string& name);

/// The breaker of an edge over all instances: the worst state, and how many are in it.
struct EdgeBreaker {
  BreakerState state = BreakerState::Closed;
  int inState = 0;
  int instances = 0;
  QString key;  ///< of one in that state

  friend bool operator==(const EdgeBreaker&, const EdgeBreaker&) = default;
};
std::optional<EdgeBreaker> breakerOf(const GraphEdge& edge, const std::map<QString, SeenBreaker>& breakers);

/// Where a node is drawn: columns from the left, rows from the top; rows may be halves.
struct GraphPlace {
  int column = 0;
  double row = 0;

  friend bool operator==(const GraphPlace&, const GraphPlace&) = default;
};
using GraphPlaces = std::map<std::string, GraphPlace>;

/// Layers: callers left of those they call, databases and brokers in the last column. The same edges give the same
/// places, in whatever order they come. Whoever has a place in `before` keeps it, also while nobody calls it; new nodes
/// are put below their column, so that nothing moves under the eye.
GraphPlaces layoutGraph(const std::vector<GraphEdge>& edges, const GraphPlaces& before = {});

}  // namespace sharecar::desktop
