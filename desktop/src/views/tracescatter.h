/// Found traces as a plot of duration over time: circles, crosses for those with errors, rings for the slow ones.
#pragma once

#include <QItemSelectionModel>
#include <QWidget>

#include "models/scatter.h"

namespace sharecar::desktop {

/// Of a model of found traces, also through proxies. A click opens the nearest, with Ctrl it collects them; the
/// left and right arrow keys go through them in time and Enter opens. Owned by its page.
class TraceScatter : public QWidget {
  Q_OBJECT
 public:
  TraceScatter(QAbstractItemModel* model, QItemSelectionModel* selection, QWidget* parent = nullptr);

  QSize minimumSizeHint() const override { return {240, 160}; }
  /// Where a row is, for tests.
  QPointF positionOf(int row) const;

 Q_SIGNALS:
  void activated(const QModelIndex& index);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  std::vector<ScatterPoint> points() const;
  ScatterScale scale() const;
  QRect plot() const;
  int rowAt(const QPointF& position) const;
  void choose(int row, QItemSelectionModel::SelectionFlags flags);
  void paintAxes(QPainter& painter, const ScatterScale& scale) const;
  void paintPoint(QPainter& painter, int row, const QPointF& at) const;
  void describe();
  QString tip(int row) const;

  QAbstractItemModel* m_model;
  QItemSelectionModel* m_selection;
};

}  // namespace sharecar::desktop
