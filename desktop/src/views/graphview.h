/// The graph as a picture: services as boxes, stores as drums, calls as arrows.
#pragma once

#include <QWidget>

#include "models/graphmodel.h"

namespace sharecar::desktop {

/// An arrow is as thick as it is busy and red, dashed and labelled where calls fail; the glyph of its breaker is on it. A
/// click on one asks for its traces. Everything that it shows is in the table beside it too, which is for the keyboard.
class GraphView : public QWidget {
  Q_OBJECT
 public:
  explicit GraphView(QWidget* parent = nullptr);

  void show(std::vector<ShownEdge> edges, GraphPlaces places);
  /// The edge that the table has chosen; empty: none.
  void setChosen(const std::string& key);

  QSize minimumSizeHint() const override { return {480, 280}; }
  /// The middle of an edge on the screen, for tests.
  QPoint middleOf(const std::string& key) const;

 Q_SIGNALS:
  void edgeClicked(const std::string& key);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QRectF boxOf(const GraphPlace& place) const;
  QPainterPath pathOf(const ShownEdge& edge) const;
  const ShownEdge* edgeAt(const QPointF& point) const;
  void paintEdge(QPainter& painter, const ShownEdge& edge, std::vector<QRectF>& labels) const;
  void paintNode(QPainter& painter, const std::string& name, const QRectF& box) const;
  void describe();

  std::vector<ShownEdge> m_edges;
  GraphPlaces m_places;
  int m_columns = 1;
  double m_rows = 1;
  std::string m_chosen;
  std::string m_hovered;
};

}  // namespace sharecar::desktop
