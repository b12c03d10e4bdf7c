/// In which order found traces are shown.
#pragma once

#include <QSortFilterProxyModel>

namespace sharecar::desktop {

/// Over a TraceResultsModel. Within equals the newest comes first.
class TraceOrder : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  enum By { SlowerThanUsual, Newest, Longest, MostErrors };

  explicit TraceOrder(QAbstractItemModel* model, QObject* parent = nullptr);

  void setBy(By by);
  /// The column that is sorted by, always from the greatest on.
  static int columnOf(By by);

 protected:
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

}  // namespace sharecar::desktop
