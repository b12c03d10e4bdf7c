#include "views/graphview.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "models/breakertexts.h"
#include "models/texts.h"
#include "views/spoken.h"
#include "views/stateglyph.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr QSizeF nodeSize{116, 36};
constexpr qreal reach = 7;  // px around an arrow that count as on it
constexpr qreal arrow = 8;
constexpr qreal glyphSize = 16;

qreal widthOf(const GraphEdge& edge) { return std::clamp(1 + std::log2(1 + edge.perSecond) / 2, 1.0, 4.0); }

QString labelOf(const ShownEdge& row) {
  auto out = texts::perSecond(row.edge.perSecond);
  if (row.edge.errors > 0) out += QString::fromUtf8(" · ✕ ") + texts::percent(row.edge.errorPercent());
  if (row.edge.p50.count() > 0) out += QString::fromUtf8(" · ") + texts::duration(row.edge.p50);
  return out;
}

void drum(QPainter& painter, const QRectF& box) {
  constexpr qreal lid = 10;
  QPainterPath path;
  path.moveTo(box.left(), box.top() + lid / 2);
  path.arcTo(QRectF(box.left(), box.top(), box.width(), lid), 180, -180);
  path.lineTo(box.right(), box.bottom() - lid / 2);
  path.arcTo(QRectF(box.left(), box.bottom() - lid, box.width(), lid), 0, -180);
  path.closeSubpath();
  painter.drawPath(path);
  painter.drawArc(QRectF(box.left(), box.top(), box.width(), lid), 180 * 16, 180 * 16);
}

}  // namespace

GraphView::GraphView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void GraphView::show(std::vector<ShownEdge> edges, GraphPlaces places) {
  m_edges = std::move(edges);
  m_places = std::move(places);
  m_columns = 1;
  m_rows = 1;
  for (const auto& [name, place] : m_places) {
    m_columns = std::max(m_columns, place.column + 1);
    m_rows = std::max(m_rows, place.row + 1);
  }
  describe();
  update();
}

void GraphView::setChosen(const std::string& key) {
  m_chosen = key;
  update();
}

QRectF GraphView::boxOf(const GraphPlace& place) const {
  const qreal stepX = static_cast<qreal>(width()) / m_columns;
  const qreal stepY = height() / m_rows;
  const QPointF middle((place.column + .5) * stepX, (place.row + .5) * stepY);
  return {middle - QPointF(nodeSize.width() / 2, nodeSize.height() / 2), nodeSize};
}

// To the right from side to side, to the left below the boxes, within a column in a bow.
QPainterPath GraphView::pathOf(const ShownEdge& row) const {
  const auto from = m_places.find(row.edge.from);
  const auto to = m_places.find(row.edge.to);
  QPainterPath path;
  if (from == m_places.end() || to == m_places.end()) return path;
  const QRectF a = boxOf(from->second);
  const QRectF b = boxOf(to->second);
  const int columns = to->second.column - from->second.column;
  if (columns > 0) {
    const QPointF start(a.right(), a.center().y());
    const QPointF end(b.left() - 2, b.center().y());
    const qreal bend = (end.x() - start.x()) / 2;
    const qreal around = columns > 1 && std::abs(end.y() - start.y()) < nodeSize.height() ? -nodeSize.height() * 1.4 : 0;
    path.moveTo(start);
    path.cubicTo(start + QPointF(bend, around), end - QPointF(bend, -around), end);
  } else if (columns < 0) {
    const QPointF start(a.left(), a.center().y() + 8);
    const QPointF end(b.right() + 2, b.center().y() + 8);
    const qreal bend = (start.x() - end.x()) / 2;
    path.moveTo(start);
    path.cubicTo(start - QPointF(bend, -nodeSize.height()), end + QPointF(bend, nodeSize.height()), end);
  } else {
    const bool down = b.top() > a.top();
    const QPointF start(a.center().x() + 20, down ? a.bottom() : a.top());
    const QPointF end(b.center().x() + 20, down ? b.top() - 2 : b.bottom() + 2);
    path.moveTo(start);
    path.cubicTo(start + QPointF(28, 0), end + QPointF(28, 0), end);
  }
  return path;
}

QPoint GraphView::middleOf(const std::string& key) const {
  for (const auto& row : m_edges) {
    if (EdgeTraits::key(row) == key) return pathOf(row).pointAtPercent(.5).toPoint();
  }
  return {-1, -1};
}

const ShownEdge* GraphView::edgeAt(const QPointF& point) const {
  QPainterPathStroker stroker;
  for (const qreal within : {reach / 4, reach / 2, reach}) {  // the nearest, where several leave a node side by side
    stroker.setWidth(2 * within);
    for (const auto& row : m_edges) {
      if (stroker.createStroke(pathOf(row)).contains(point)) return &row;
    }
  }
  return nullptr;
}

void GraphView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  std::vector<QRectF> taken;
  for (const auto& [name, place] : m_places) taken.push_back(boxOf(place));
  // Those that fail last: on top, and their labels find room first when drawn before others'.
  std::vector<const ShownEdge*> order;
  for (const auto& row : m_edges) order.push_back(&row);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->edge.errorPercent() > b->edge.errorPercent(); });
  for (const auto* row : order) paintEdge(painter, *row, taken);
  for (const auto& [name, place] : m_places) paintNode(painter, name, boxOf(place));
}

void GraphView::paintEdge(QPainter& painter, const ShownEdge& row, std::vector<QRectF>& taken) const {
  const auto& t = tokensOf(this);
  const auto path = pathOf(row);
  if (path.isEmpty()) return;
  const auto key = EdgeTraits::key(row);
  const bool marked = key == m_chosen || key == m_hovered;
  const bool fails = row.edge.errors > 0;
  const QColor colour(marked ? t.accent : fails ? t.error : t.border);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colour, widthOf(row.edge) + (marked ? 1 : 0), fails ? Qt::DashLine : Qt::SolidLine));
  painter.drawPath(path);
  const QPointF tip = path.pointAtPercent(1);
  const qreal angle = std::atan2(tip.y() - path.pointAtPercent(.97).y(), tip.x() - path.pointAtPercent(.97).x());
  const auto side = [&](qreal turn) {
    return tip - QPointF(std::cos(angle + turn), std::sin(angle + turn)) * arrow;
  };
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(QPolygonF{{tip, side(.45), side(-.45)}});
  if (row.breaker) {
    const QPointF at = path.pointAtPercent(.3);
    const QRectF glyph(at - QPointF(glyphSize / 2, glyphSize / 2), QSizeF(glyphSize, glyphSize));
    painter.setBrush(QColor(t.base));
    painter.drawEllipse(glyph.adjusted(-2, -2, 2, 2));
    paintStateGlyph(painter, glyph, row.breaker->state, t);
    taken.push_back(glyph);
  }
  auto small = font();
  small.setPixelSize(11);
  painter.setFont(small);
  const auto text = labelOf(row);
  const QSizeF size(painter.fontMetrics().horizontalAdvance(text) + 8, 16);
  for (const qreal part : {.5, .6, .42, .7}) {  // where there is room; without room only the mark of the mouse shows it
    const QPointF middle = path.pointAtPercent(part);
    const QRectF label(middle - QPointF(size.width() / 2, size.height() / 2), size);
    const auto overlaps = [&](const QRectF& other) { return other.intersects(label); };
    if (!marked && std::any_of(taken.begin(), taken.end(), overlaps)) continue;
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(t.window));
    painter.drawRoundedRect(label, 3, 3);
    painter.setPen(QColor(marked ? t.accent : fails ? t.error : t.muted));
    painter.drawText(label, Qt::AlignCenter, text);
    taken.push_back(label);
    break;
  }
  painter.setFont(font());
}

void GraphView::paintNode(QPainter& painter, const std::string& name, const QRectF& box) const {
  const auto& t = tokensOf(this);
  const auto kind = nodeKind(name);
  const bool isStore = kind == NodeKind::Database || kind == NodeKind::Broker;
  painter.setBrush(QColor(t.base));
  painter.setPen(QPen(QColor(t.border), 1, kind == NodeKind::Outside ? Qt::DashLine : Qt::SolidLine));
  if (kind == NodeKind::Database) {
    drum(painter, box);
  } else {
    const qreal radius = kind == NodeKind::Broker ? box.height() / 2 : 4;
    painter.drawRoundedRect(box, radius, radius);
  }
  if (!isStore) {
    const auto colour = serviceColour(name, isDark(palette()));
    painter.fillRect(QRectF(box.left() + 1, box.top() + 5, 5, box.height() - 10), QColor(colour.colour));
  }
  painter.setPen(QColor(t.text));
  const QRectF label = isStore ? box.adjusted(4, kind == NodeKind::Database ? 6 : 0, -4, 0) : box.adjusted(10, 0, -4, 0);
  painter.drawText(label, Qt::AlignCenter,
                   painter.fontMetrics().elidedText(QString::fromStdString(name), Qt::ElideRight,
                                                    static_cast<int>(label.width())));
}

bool GraphView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  if (const auto* row = edgeAt(help->pos())) {
    QToolTip::showText(help->globalPos(), texts::edge(*row) + '\n' + tr("A click shows its traces"), this);
  } else {
    QToolTip::hideText();
  }
  return true;
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
  const auto* row = edgeAt(event->position());
  const auto key = row ? EdgeTraits::key(*row) : std::string();
  setCursor(row ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (key == m_hovered) return;
  m_hovered = key;
  update();
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (const auto* row = edgeAt(event->position())) Q_EMIT edgeClicked(EdgeTraits::key(*row));
}

void GraphView::leaveEvent(QEvent*) {
  m_hovered.clear();
  update();
}

void GraphView::describe() {
  QStringList lines;
  for (const auto& row : m_edges) lines += texts::edge(row);
  setSpokenName(this, tr("Graph of the services"));
  setSpokenDescription(this, lines.join("; "));
}

void GraphView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
