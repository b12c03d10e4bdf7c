#include "views/tracestrip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "views/theme.h"
#include "views/tracepainter.h"

namespace sharecar::desktop {
namespace {

constexpr int laneHeight = 20;
constexpr int momentWidth = 8;
constexpr int mostLanes = 6;

QRgb colourOf(StripMark::Kind kind, const Tokens& tokens) {
  switch (kind) {
    case StripMark::Kind::Closed:
      return tokens.ok;
    case StripMark::Kind::HalfOpen:
      return tokens.halfOpen;
    case StripMark::Kind::Open:
      return tokens.error;
    case StripMark::Kind::Fault:
    case StripMark::Kind::Lag:
      break;
  }
  return tokens.warning;
}

// Closed: a filled disc; half open: half of it; open: a ring; fault: a triangle; lag: a bar.
void glyph(QPainter& painter, StripMark::Kind kind, const QRectF& box) {
  switch (kind) {
    case StripMark::Kind::Closed:
      return painter.drawEllipse(box);
    case StripMark::Kind::HalfOpen:
      painter.drawPie(box, 90 * 16, 180 * 16);
      painter.setBrush(Qt::NoBrush);
      return painter.drawEllipse(box);
    case StripMark::Kind::Open:
      painter.setBrush(Qt::NoBrush);
      return painter.drawEllipse(box);
    case StripMark::Kind::Fault:
      return void(painter.drawPolygon(
          QPolygonF{{box.bottomLeft(), box.bottomRight(), QPointF(box.center().x(), box.top())}}));
    case StripMark::Kind::Lag:
      return painter.drawRect(box.adjusted(2, 0, -2, 0));
  }
}

}  // namespace

TraceStrip::TraceStrip(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setVisible(false);
}

void TraceStrip::setMarks(std::vector<StripMark> marks, std::int64_t begin) {
  m_marks = std::move(marks);
  m_begin = begin;
  m_lanes.clear();
  QStringList spoken;
  for (const auto& mark : m_marks) {
    if (!m_lanes.contains(mark.lane) && m_lanes.size() < mostLanes) m_lanes += mark.lane;
    spoken += mark.lane + ": " + mark.text;
  }
  setAccessibleName(tr("What happened around the trace"));
  setAccessibleDescription(spoken.mid(0, 20).join("; "));
  setVisible(!m_marks.empty());
  updateGeometry();
  update();
}

void TraceStrip::setScale(const TimeRange& range, int names) {
  m_range = range;
  m_names = names;
  update();
}

QSize TraceStrip::sizeHint() const { return {320, static_cast<int>(m_lanes.size()) * laneHeight + 2 * space::xs}; }

TimeScale TraceStrip::scale() const { return TracePainter::scaleOf(m_range, width(), m_names); }

int TraceStrip::laneOf(const StripMark& mark) const { return static_cast<int>(m_lanes.indexOf(mark.lane)); }

QRectF TraceStrip::rectOf(const StripMark& mark) const {
  const int lane = laneOf(mark);
  const auto pixels = scale().pixelsOf({mark.at - m_begin, mark.length});
  if (lane < 0 || pixels.width <= 0) return {};
  const double width = std::max<double>(pixels.width, momentWidth);
  return {m_names + pixels.left, space::xs + lane * laneHeight + 6.0, width, momentWidth};
}

void TraceStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto& tokens = tokensOf(this);
  painter.fillRect(rect(), QColor(tokens.base));
  painter.setPen(QColor(tokens.hatch));
  painter.drawLine(0, 0, width(), 0);
  painter.drawLine(m_names - 1, 0, m_names - 1, height());
  for (int lane = 0; lane < m_lanes.size(); ++lane) {
    const QRect names(tracelook::leftMargin, space::xs + lane * laneHeight, m_names - 2 * tracelook::leftMargin,
                      laneHeight);
    painter.setPen(QColor(tokens.muted));
    painter.drawText(names, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_lanes[lane], Qt::ElideRight, names.width()));
  }
  painter.setRenderHint(QPainter::Antialiasing);
  for (const auto& mark : m_marks) {
    const QRectF box = rectOf(mark);
    if (box.isEmpty()) continue;
    const QColor colour(colourOf(mark.kind, tokens));
    QColor band(colour);
    band.setAlpha(70);
    painter.fillRect(box, band);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(colour);
    glyph(painter, mark.kind, QRectF(box.topLeft(), QSizeF(momentWidth, momentWidth)));
  }
}

bool TraceStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (const auto& mark : m_marks) {
    const QRectF box = rectOf(mark).adjusted(-2, -4, 2, 4);
    if (!box.contains(help->pos())) continue;
    QToolTip::showText(help->globalPos(), mark.lane + ": " + mark.text, this);
    return true;
  }
  QToolTip::hideText();
  return true;
}

}  // namespace sharecar::desktop
