/// What a trained eye sees in a trace, as a list.
#pragma once

#include "models/tablemodel.h"
#include "models/tracetexts.h"

namespace sharecar::desktop {

struct FindingTraits {
  static int key(const ShownFinding& row) { return row.number; }
  static bool same(const ShownFinding& a, const ShownFinding& b) { return a == b; }
};

/// In the order of findingsOf: the worst on top.
class TraceFindingsModel : public TableModel<ShownFinding, FindingTraits> {
 public:
  enum ColumnNumber { What, Where };

  explicit TraceFindingsModel(QObject* parent = nullptr);
  void show(TraceDataPtr data, std::vector<ShownFinding> findings);

 private:
  TraceDataPtr m_data;
};

}  // namespace sharecar::desktop
