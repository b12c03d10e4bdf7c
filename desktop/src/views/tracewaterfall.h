/// The waterfall: the spans of a trace as a tree, each with its bar in time.
#pragma once

#include <QAbstractScrollArea>

#include "models/tracerows.h"
#include "models/tracescale.h"
#include "models/traceusual.h"
#include "views/tracepainter.h"

namespace sharecar::desktop {

/// Paints what is in sight and nothing else, so any number of spans scrolls alike; screen readers see a tree
/// (traceaccessible.h). Arrow keys move in the tree; single letters act while it has the focus (`keys()`).
/// Not a QTreeView: at 50,000 spans that keeps a persistent index for each that is open. Owned by its TraceView.
class TraceWaterfall : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit TraceWaterfall(QWidget* parent = nullptr);

  /// Another version of the same trace keeps selection, what is collapsed and the line on top.
  void setData(TraceDataPtr trace, bool sameTrace);
  void setUsual(UsualTimesPtr usual);
  void setFilter(std::shared_ptr<const FilteredRows> filter);
  void setPath(ShownPath path);
  void setRange(const TimeRange& range);

  const TraceRows& rows() const { return m_rows; }
  const TimeRange& range() const { return m_range; }
  ShownPath path() const { return m_path; }
  RowIndex selected() const { return m_selected; }
  /// Opens what is above it, selects it and scrolls there.
  void select(RowIndex row);

  void expandAll();
  void collapseAll();
  void setCollapsed(RowIndex row, bool collapsed);
  void nextError(bool forward);
  void zoom(double factor);
  void showWhole();
  /// Shows the time of the selected span alone.
  void zoomToSelected();

  /// Within the viewport; where a line is, and the bar in it. Empty for what is hidden.
  QRect rectOf(RowIndex row) const;
  QRectF barOf(RowIndex row) const;
  int namesWidth() const;
  /// The line at that height of the viewport; TraceRows::noLine when there is none.
  int lineAt(int y) const;
  /// What a screen reader says of a line.
  QString spoken(RowIndex row) const;
  /// Keys and what they do.
  static std::vector<std::pair<QString, QString>> keys();

  QSize sizeHint() const override { return {720, 360}; }
  QSize minimumSizeHint() const override { return {320, 120}; }

 Q_SIGNALS:
  void selectedChanged(sharecar::desktop::RowIndex row);
  void rangeChanged(const sharecar::desktop::TimeRange& range);
  void pathChanged();
  /// Enter or a double click.
  void activated(sharecar::desktop::RowIndex row);
  void filterWanted();
  void copyWanted();
  void helpWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  bool viewportEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  TimeScale scale() const;
  RowIndex rowAtY(int y) const;
  int lineTop(int line) const;
  void measure();
  void relisted();
  void keepInSight(int line);
  void setSelected(RowIndex row);
  bool moveKey(int key);
  bool letterKey(QKeyEvent* event);
  void stepLeft();
  void stepRight();
  void cyclePath();
  void toolTip(QHelpEvent* event);
  bool overDivider(int x) const;

  TraceRows m_rows;
  UsualTimesPtr m_usual;
  ShownPath m_path = ShownPath::Both;
  TimeRange m_range;
  RowIndex m_selected = noRow;
  RowIndex m_hovered = noRow;
  int m_names = 0;  ///< 0: a part of the width, until somebody drags the divider
  bool m_dragging = false;
};

}  // namespace sharecar::desktop
