/// Everything that one span says, as names and values.
#pragma once

#include "models/address.h"
#include "models/tablemodel.h"
#include "models/tracedata.h"
#include "models/traceusual.h"

namespace sharecar::desktop {

struct TraceDetail {
  enum class Part { Fact, Annotation, Tag };

  int number = 0;
  Part part = Part::Fact;
  QString name;
  QString value;
  std::optional<Address> link = {};  ///< where activating it leads

  friend bool operator==(const TraceDetail&, const TraceDetail&) = default;
};

/// Facts first (times by the trace's clock and what was corrected), then annotations in order, then tags by name.
std::vector<TraceDetail> detailsOf(const TraceData& data, RowIndex row, const tracemodel::UsualTimes* usual,
                                   bool isOperator, const std::string& zone);
/// "name: value" a line, for the clipboard.
QString detailsText(const std::vector<TraceDetail>& details);

struct DetailTraits {
  static int key(const TraceDetail& row) { return row.number; }
  static bool same(const TraceDetail& a, const TraceDetail& b) { return a == b; }
};

class TraceDetailsModel : public TableModel<TraceDetail, DetailTraits> {
 public:
  enum ColumnNumber { Name, Value };

  explicit TraceDetailsModel(QObject* parent = nullptr);
  QVariant data(const QModelIndex& index, int role) const override;
  static constexpr int linkRole = Qt::UserRole + 1;  ///< true where there is somewhere to go
};

}  // namespace sharecar::desktop
