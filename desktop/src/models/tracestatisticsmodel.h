/// Where the time of a trace goes, by service or by operation; beside it the trace that it is compared with.
#pragma once

#include <optional>

#include "models/tablemodel.h"
#include "models/tracedata.h"

namespace sharecar::desktop {

/// A share of this trace, of the other one, or of both.
struct ShownShare {
  tracemodel::Share share = {};
  std::optional<tracemodel::Share> other = {};
  std::int64_t whole = 0;  ///< the sum of all self times

  std::string key() const { return share.service + '\n' + share.name; }
  friend bool operator==(const ShownShare&, const ShownShare&) = default;
};

struct ShareTraits {
  static std::string key(const ShownShare& row) { return row.key(); }
  static bool same(const ShownShare& a, const ShownShare& b) { return a == b; }
};

/// What both traces have, what only one has. Pure.
std::vector<ShownShare> sharesOf(const TraceData& data, tracemodel::GroupBy by);

class TraceStatisticsModel : public TableModel<ShownShare, ShareTraits> {
 public:
  enum ColumnNumber { Who, Self, Part, Difference, Total, Longest, Spans, Errors };

  explicit TraceStatisticsModel(QObject* parent = nullptr);
};

}  // namespace sharecar::desktop
