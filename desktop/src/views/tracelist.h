/// Found traces as a list: two lines and a bar each, as long as its trace took.
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace sharecar::desktop {

/// Paints a row of TraceResultsModel, also through proxies.
class TraceDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A list of `model`; the caller owns it.
QListView* makeTraceList(QAbstractItemModel* model, QWidget* parent);

}  // namespace sharecar::desktop
