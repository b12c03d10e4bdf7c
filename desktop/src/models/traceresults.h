/// The traces that a search found, as a table.
#pragma once

#include "models/tablemodel.h"
#include "tracemodel/summary.hpp"

namespace sharecar::desktop {

struct FoundTrace {
  tracemodel::Summary summary;
  std::optional<double> slower = {};  ///< times the usual of its root; nothing while that is not known

  /// Stands out: what is shown as "4.0x slower".
  bool isSlow() const { return slower && *slower >= 2; }
  friend bool operator==(const FoundTrace&, const FoundTrace&) = default;
};

struct FoundTraceTraits {
  static std::string key(const FoundTrace& row) { return row.summary.trace_id; }
  static bool same(const FoundTrace& a, const FoundTrace& b) { return a == b; }
};

class TraceResultsModel : public TableModel<FoundTrace, FoundTraceTraits> {
 public:
  enum ColumnNumber { What, Start, Answer, Effect, Slower, SpanCount, Errors, Services, Order };

  static constexpr int rowRole = sortRole + 1;  ///< the FoundTrace itself, for delegates and plots

  explicit TraceResultsModel(QObject* parent = nullptr);

  QVariant data(const QModelIndex& index, int role) const override;
};

/// "gateway: post /orders", or the id of a trace without a root.
QString traceTitle(const tracemodel::Summary& summary);

}  // namespace sharecar::desktop

Q_DECLARE_METATYPE(sharecar::desktop::FoundTrace)
