#include "models/traceorder.h"

#include "models/traceresults.h"

namespace sharecar::desktop {

int TraceOrder::columnOf(By by) {
  switch (by) {
    case SlowerThanUsual:
      return TraceResultsModel::Slower;
    case Newest:
      return TraceResultsModel::Start;
    case Longest:
      return TraceResultsModel::Effect;
    case MostErrors:
      return TraceResultsModel::Errors;
  }
  return TraceResultsModel::Start;
}

TraceOrder::TraceOrder(QAbstractItemModel* model, QObject* parent) : QSortFilterProxyModel(parent) {
  setSourceModel(model);
  setSortRole(TraceResultsModel::sortRole);
  setBy(SlowerThanUsual);
}

void TraceOrder::setBy(By by) { sort(columnOf(by), Qt::DescendingOrder); }

bool TraceOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  if (QSortFilterProxyModel::lessThan(left, right)) return true;
  if (QSortFilterProxyModel::lessThan(right, left)) return false;
  const auto start = [](const QModelIndex& index) {
    return index.siblingAtColumn(TraceResultsModel::Start).data(TraceResultsModel::sortRole).toLongLong();
  };
  const bool earlier = start(left) < start(right);
  return sortOrder() == Qt::DescendingOrder ? earlier : start(left) > start(right);
}

}  // namespace sharecar::desktop
