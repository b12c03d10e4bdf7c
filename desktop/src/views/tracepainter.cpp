#include "views/tracepainter.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include "models/tracetexts.h"
#include "tracemodel/printable.hpp"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

using namespace tracelook;

class PainterTexts {
  Q_DECLARE_TR_FUNCTIONS(TraceWaterfall)
};

constexpr int tickApart = 96;
constexpr int swatchWidth = 4;
constexpr int glyphRadius = 6;

QString shown(const std::string& text) {
  return text.empty() ? QString("?") : QString::fromStdString(tracemodel::printable(text));
}

// What a long name shows: no more than a painter can need.
QString elided(const QFontMetrics& metrics, const QString& text, int width) {
  return metrics.elidedText(text.left(512), Qt::ElideRight, std::max(0, width));
}

}  // namespace

TracePainter::TracePainter(QPainter& painter, const QPalette& palette, const Look& look)
    : m_painter(painter),
      m_look(look),
      m_data(*look.rows.data()),
      m_tokens(tokensOf(palette)),
      m_dark(isDark(palette)),
      m_ticks(look.scale.ticks(tickApart)) {}

TimeScale TracePainter::scaleOf(const TimeRange& range, int width, int names) {
  return {range.from, range.to, std::max(1, width - names - gutter)};
}

int TracePainter::indentOf(std::uint32_t depth) {
  return leftMargin + indent * static_cast<int>(std::min<std::uint32_t>(depth, mostIndents));
}

QRectF TracePainter::barOf(const Stretch& time, const TimeScale& scale, int names, const QRect& line) {
  const auto pixels = scale.pixelsOf(time);
  const double top = line.top() + (line.height() - barHeight) / 2;
  return {names + pixels.left, top, pixels.width, pixels.width > 0 ? barHeight * 1.0 : 0.0};
}

void TracePainter::header(const QRect& area) const {
  m_painter.fillRect(area, QColor(m_tokens.window));
  const auto metrics = m_painter.fontMetrics();
  m_painter.setPen(QColor(m_tokens.muted));
  const QRect names(area.left() + leftMargin, area.top(), m_look.names - 2 * leftMargin, area.height());
  m_painter.drawText(names, Qt::AlignVCenter | Qt::AlignLeft, elided(metrics, PainterTexts::tr("Operation, service"), names.width()));
  m_painter.setClipRect(area.adjusted(m_look.names, 0, 0, 0));
  for (const auto tick : m_ticks) {
    const int x = m_look.names + qRound(m_look.scale.xOf(static_cast<double>(tick)));
    const auto text = texts::traceDuration(tick);
    const int width = metrics.horizontalAdvance(text);
    if (x + space::xs + width > area.right()) continue;  // would be cut at the edge
    m_painter.setPen(QColor(m_tokens.border));
    m_painter.drawLine(x, area.bottom() - 6, x, area.bottom());
    m_painter.setPen(QColor(m_tokens.muted));
    m_painter.drawText(QRect(x + space::xs, area.top(), width + 1, area.height()), Qt::AlignVCenter, text);
  }
  m_painter.setClipping(false);
  m_painter.setPen(QColor(m_tokens.hatch));
  m_painter.drawLine(area.bottomLeft(), area.bottomRight());
  m_painter.drawLine(m_look.names - 1, area.top(), m_look.names - 1, area.bottom());
}

void TracePainter::row(RowIndex row, const QRect& area) const {
  ground(row, area);
  m_painter.setClipRect(QRect(area.left(), area.top(), m_look.names - 2, area.height()));
  name(row, area);
  m_painter.setClipRect(area.adjusted(m_look.names, 0, 0, 0));
  time(row, area);
  m_painter.setClipping(false);
}

void TracePainter::ground(RowIndex row, const QRect& area) const {
  if (row == m_look.selected) {
    QColor chosen(m_tokens.accent);
    chosen.setAlpha(m_look.focused ? 48 : 28);
    m_painter.fillRect(area, chosen);
    m_painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(m_tokens.accent));
  } else if (row == m_look.hovered) {
    m_painter.fillRect(area, QColor(m_tokens.alternate));
  }
  QColor line(m_tokens.hatch);
  line.setAlpha(110);
  m_painter.setPen(line);
  for (const auto tick : m_ticks) {
    const int x = m_look.names + qRound(m_look.scale.xOf(static_cast<double>(tick)));
    m_painter.drawLine(x, area.top(), x, area.bottom());
  }
  m_painter.setPen(QColor(m_tokens.hatch));
  m_painter.drawLine(m_look.names - 1, area.top(), m_look.names - 1, area.bottom());
}

QRgb TracePainter::textColour(RowIndex row) const {
  return m_look.rows.matches(row) ? m_tokens.text : m_tokens.muted;
}

// One line for each level above that is drawn.
void TracePainter::guides(std::uint32_t depth, const QRect& area) const {
  QColor line(m_tokens.hatch);
  m_painter.setPen(line);
  const auto levels = std::min<std::uint32_t>(depth, mostIndents);
  for (std::uint32_t level = 0; level < levels; ++level) {
    const int x = indentOf(level) + tracelook::twisty / 2;
    m_painter.drawLine(x, area.top(), x, area.bottom());
  }
}

void TracePainter::twisty(const QRect& area, bool collapsed) const {
  const QPointF middle = QRectF(area).center();
  QPainterPath path;
  if (collapsed) {
    path.addPolygon({{middle + QPointF(-2.5, -4.5), middle + QPointF(3, 0), middle + QPointF(-2.5, 4.5)}});
  } else {
    path.addPolygon({{middle + QPointF(-4.5, -2.5), middle + QPointF(4.5, -2.5), middle + QPointF(0, 3)}});
  }
  m_painter.setRenderHint(QPainter::Antialiasing);
  m_painter.fillPath(path, QColor(m_tokens.muted));
  m_painter.setRenderHint(QPainter::Antialiasing, false);
}

// A disc with a cross: here; a ring: below, where it is collapsed.
void TracePainter::errorGlyph(const QPointF& middle, bool here) const {
  m_painter.setRenderHint(QPainter::Antialiasing);
  m_painter.setPen(QPen(QColor(m_tokens.error), 1.5));
  m_painter.setBrush(here ? QBrush(QColor(m_tokens.error)) : QBrush(Qt::NoBrush));
  m_painter.drawEllipse(middle, glyphRadius - 0.75, glyphRadius - 0.75);
  m_painter.setPen(QPen(QColor(here ? m_tokens.onAccent : m_tokens.error), 1.5));
  const double arm = 2.4;
  m_painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm));
  m_painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm));
  m_painter.setBrush(Qt::NoBrush);
  m_painter.setRenderHint(QPainter::Antialiasing, false);
}

void TracePainter::name(RowIndex row, const QRect& area) const {
  const auto& it = m_data.rows()[row];
  const auto* span = m_data.spanOf(row);
  const auto metrics = m_painter.fontMetrics();
  guides(it.depth, area);
  int x = indentOf(it.depth);
  const bool collapsed = m_look.rows.isCollapsed(row);
  if (m_look.rows.hasChildren(row)) twisty(QRect(x, area.top(), tracelook::twisty, area.height()), collapsed);
  x += tracelook::twisty + space::xs;
  const auto write = [&](const QString& text, QRgb colour) {
    const QRect place(x, area.top(), m_look.names - space::s - x, area.height());
    const auto shorter = elided(metrics, text, place.width());
    m_painter.setPen(QColor(colour));
    m_painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shorter);
    x += metrics.horizontalAdvance(shorter) + space::s;
  };
  if (it.depth > mostIndents) write(QString::number(it.depth), m_tokens.muted);
  if (!span) return write(texts::spanName(nullptr), m_tokens.muted);
  const auto look = serviceColour(span->local.service_name, m_dark);
  m_painter.fillRect(QRect(x, area.top() + 5, swatchWidth, area.height() - 10), QColor(look.colour));
  x += swatchWidth + space::xs + 2;
  if (it.failed || (it.failsBelow && collapsed)) {
    errorGlyph({x + glyphRadius * 1.0, QRectF(area).center().y()}, it.failed);
    x += 2 * glyphRadius + space::xs;
  }
  if (m_data.isComparison() && it.other == tracemodel::Tree::none) write(PainterTexts::tr("only here"), m_tokens.warning);
  if (m_data.isComparison() && it.node == tracemodel::Tree::none) write(PainterTexts::tr("only there"), m_tokens.halfOpen);
  write(shown(span->name), textColour(row));
  write(shown(span->local.service_name), m_tokens.muted);
  if (collapsed) write('+' + QString::number(it.end - row - 1), m_tokens.accent);
}

void TracePainter::bar(const QRectF& rect, std::uint16_t service, bool failed) const {
  const auto look = serviceColour(m_data.services()[service], m_dark);
  m_painter.fillRect(rect, QColor(look.colour));
  if (look.hatched && rect.width() > 3) m_painter.fillRect(rect, QBrush(QColor(m_tokens.base), Qt::BDiagPattern));
  if (!failed) return;
  const QRectF cap(rect.right() - endCap / 2.0, rect.top() - 3, endCap, rect.height() + 6);
  m_painter.fillRect(cap.adjusted(-1, 0, 1, 0), QColor(m_tokens.base));
  m_painter.fillRect(cap, QColor(m_tokens.error));
}

void TracePainter::outlinedBar(const QRectF& rect, std::uint16_t service) const {
  const QColor colour(serviceColour(m_data.services()[service], m_dark).colour);
  m_painter.fillRect(rect, QColor(m_tokens.base));
  m_painter.setPen(colour);
  m_painter.setBrush(QBrush(colour, Qt::Dense6Pattern));
  m_painter.drawRect(rect.adjusted(0, 0, -1, -1));
  m_painter.setBrush(Qt::NoBrush);
}

void TracePainter::time(RowIndex row, const QRect& area) const {
  const auto& it = m_data.rows()[row];
  const QRectF own = barOf(it.time, m_look.scale, m_look.names, area);
  if (!m_data.isComparison()) {
    if (!own.isEmpty()) bar(own, it.service, it.failed);
    path(row, area);
    usualMark(row, area);
    return label(row, own, area);
  }
  const QRectF other = barOf(it.otherTime, m_look.scale, m_look.names, area);
  constexpr double half = barHeight / 2.0;
  if (!own.isEmpty()) bar(QRectF(own.left(), own.top() - 1, own.width(), half), it.service, it.failed);
  if (!other.isEmpty()) outlinedBar(QRectF(other.left(), other.top() + half + 1, other.width(), half), it.service);
  label(row, own.isEmpty() ? other : own.united(other.isEmpty() ? own : other), area);
}

// Over the bars, so it has an outline of opposite luminance. What only the last effect waits for is dashed.
void TracePainter::path(RowIndex row, const QRect& area) const {
  if (m_look.path == ShownPath::None) return;
  for (auto i = m_data.pathBegin(row); i < m_data.pathBegin(row + 1); ++i) {
    const auto& part = m_data.path()[i];
    const bool answer = part.toAnswer && m_look.path != ShownPath::ToLastEffect;
    const bool effect = part.toLastEffect && m_look.path != ShownPath::ToAnswer;
    if (!answer && !effect) continue;
    const QRectF bar = barOf(part.time, m_look.scale, m_look.names, area);
    if (bar.isEmpty()) continue;
    const QRectF line(bar.left(), bar.center().y() - pathHeight / 2.0, bar.width(), pathHeight);
    m_painter.fillRect(line.adjusted(0, -1, 0, 1), QColor(m_tokens.base));
    if (answer) {
      m_painter.fillRect(line, QColor(m_tokens.text));
      continue;
    }
    QPen pen(QColor(m_tokens.text), pathHeight, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({2, 1.5});
    m_painter.setPen(pen);
    m_painter.drawLine(QPointF(line.left(), line.center().y()), QPointF(line.right(), line.center().y()));
  }
}

// From the median to p95, below the bar, measured from the span's start: a bar that ends beyond it took longer than 95
// of 100 do.
void TracePainter::usualMark(RowIndex row, const QRect& area) const {
  const auto* span = m_data.spanOf(row);
  const auto& time = m_data.rows()[row].time;
  if (!m_look.usual || !span || !time.isKnown()) return;
  const auto* known = m_look.usual->find(span->local.service_name, span->name);
  if (!known) return;
  const QRectF mark = barOf({time.start + known->p50, known->p95 - known->p50}, m_look.scale, m_look.names, area);
  if (mark.isEmpty()) return;
  const double y = area.bottom() - 2;
  m_painter.fillRect(QRectF(mark.left(), y, mark.width(), 1), QColor(m_tokens.muted));
  m_painter.fillRect(QRectF(mark.left() - 1, y - 5, 2, 6), QColor(m_tokens.muted));
  m_painter.fillRect(QRectF(mark.right() - 1, y - 3, 1, 4), QColor(m_tokens.muted));
}

QString TracePainter::labelOf(RowIndex row) const {
  const auto& it = m_data.rows()[row];
  if (m_data.isComparison() && it.time.isKnown() && it.otherTime.isKnown()) {
    const auto change = it.otherTime.length - it.time.length;
    const auto sign = change < 0 ? QString::fromUtf8("−") : change > 0 ? QString("+") : QString();
    return texts::traceDuration(it.time.length) + "  " + sign + texts::traceDuration(std::abs(change));
  }
  QString text = texts::traceDuration(it.time.isKnown() ? it.time.length : it.otherTime.length);
  if (m_data.shiftOf(row) != 0) text += "  " + PainterTexts::tr("clock corrected");
  if (const auto why = texts::place(m_data.placeOf(row)); !why.isEmpty()) text += "  " + why;
  return text;
}

// "4.1× slower": only beyond what is ordinary.
QString TracePainter::slownessOf(RowIndex row) const {
  const auto* span = m_data.spanOf(row);
  const auto length = m_data.rows()[row].time.length;
  if (!m_look.usual || !span || m_data.isComparison()) return {};
  const auto* known = m_look.usual->find(span->local.service_name, span->name);
  if (!known || known->p50 <= 0 || length <= known->p95) return {};
  const double factor = static_cast<double>(length) / static_cast<double>(known->p50);
  return factor < tracemodel::slower_than_usual ? QString() : PainterTexts::tr("%1 slower").arg(texts::times(factor));
}

// Right of the bar; left of it where that has no room; else at the edge, over the bar's end.
void TracePainter::label(RowIndex row, const QRectF& bar, const QRect& area) const {
  if (bar.isEmpty()) return;
  const QString text = labelOf(row);
  const QString slow = slownessOf(row);
  const auto metrics = m_painter.fontMetrics();
  const int first = metrics.horizontalAdvance(text);
  const int width = first + (slow.isEmpty() ? 0 : space::s + metrics.horizontalAdvance(slow));
  QRect place(qRound(bar.right()) + space::s, area.top(), width + 1, area.height());
  if (place.right() > area.right() - space::xs) {
    place.moveRight(qRound(bar.left()) - space::s);
    if (place.left() < m_look.names + space::xs) {
      place.moveRight(area.right() - space::xs);
      m_painter.fillRect(place.adjusted(-space::xs, 5, space::xs, -5), QColor(m_tokens.base));
    }
  }
  m_painter.setPen(QColor(row == m_look.selected ? m_tokens.text : m_tokens.muted));
  m_painter.drawText(place, Qt::AlignVCenter | Qt::TextSingleLine, text);
  if (slow.isEmpty()) return;
  place.setLeft(place.left() + first + space::s);
  m_painter.setPen(QColor(m_tokens.warning));
  m_painter.drawText(place, Qt::AlignVCenter | Qt::TextSingleLine, slow);
}

}  // namespace sharecar::desktop
