/// The edges of the graph as a table.
#pragma once

#include "models/graph.h"
#include "models/tablemodel.h"

namespace sharecar::desktop {

struct ShownEdge {
  GraphEdge edge;
  std::optional<EdgeBreaker> breaker;

  friend bool operator==(const ShownEdge&, const ShownEdge&) = default;
};

struct EdgeTraits {
  static std::string key(const ShownEdge& row) { return row.edge.from + '>' + row.edge.to; }
  static bool same(const ShownEdge& a, const ShownEdge& b) { return a == b; }
};

class EdgesModel : public TableModel<ShownEdge, EdgeTraits> {
 public:
  enum ColumnNumber { From, To, Calls, Rate, Errors, P50, P99, Breaker };

  explicit EdgesModel(QObject* parent = nullptr);
};

namespace texts {
QString perSecond(double rate);  ///< "12.3/s", "0.02/s"
/// "200 traces, 14:30:01 – 14:32:10 (2 min 9 s)": what the numbers were computed from.
QString sampleOf(const Graph& graph, const std::string& zone);
/// "Open in 1 of 2", or nothing without a breaker.
QString edgeBreaker(const std::optional<EdgeBreaker>& breaker);
/// "order → payment: 12.3/s, 2 % failed, half within 8.1 ms".
QString edge(const ShownEdge& row);
}  // namespace texts

}  // namespace sharecar::desktop
