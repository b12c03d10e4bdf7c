#include "views/tracewaterfall.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "models/tracetexts.h"
#include "views/theme.h"
#include "views/traceaccessible.h"

namespace sharecar::desktop {
namespace {

constexpr int leastNames = 160;
constexpr int leastTimes = 120;
constexpr double namesPart = 0.38;
constexpr int mostNamesUnasked = 420;

}  // namespace

TraceWaterfall::TraceWaterfall(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setMouseTracking(true);
  viewport()->setBackgroundRole(QPalette::Base);
  verticalScrollBar()->setSingleStep(rowHeight);
  m_rows.setData(std::make_shared<TraceData>(std::make_shared<ReadTrace>(Spans{})), false);
  installTraceAccessibility();
}

void TraceWaterfall::setData(TraceDataPtr trace, bool sameTrace) {
  const auto& before = m_rows.data();
  const bool keep = sameTrace && before && !before->empty();
  const auto selected = keep && m_selected != noRow ? before->keyOf(m_selected) : std::string{};
  const int top = verticalScrollBar()->value();
  const int topLine = std::min(top / rowHeight, m_rows.count() - 1);
  const auto topKey = keep && topLine >= 0 ? before->keyOf(m_rows.rowAt(topLine)) : std::string{};
  const bool wasWhole = !keep || m_range.isWhole(before->length());
  const bool wasSelected = keep && m_selected != noRow;
  m_rows.setData(std::move(trace), keep);
  const auto& now = *m_rows.data();
  m_selected = wasSelected ? now.rowOfKey(selected) : noRow;
  m_hovered = noRow;
  m_range = wasWhole ? TimeRange{0, static_cast<double>(now.length())}
                     : TimeRange::clamped(m_range.from, m_range.to, now.length());
  relisted();
  const int line = keep ? m_rows.nearestLineOf(now.rowOfKey(topKey)) : 0;
  verticalScrollBar()->setValue(line == TraceRows::noLine ? 0 : line * rowHeight + (keep ? top % rowHeight : 0));
  if (wasSelected && m_selected == noRow) Q_EMIT selectedChanged(noRow);
  Q_EMIT rangeChanged(m_range);
}

void TraceWaterfall::setUsual(UsualTimesPtr usual) {
  m_usual = std::move(usual);
  viewport()->update();
}

void TraceWaterfall::setFilter(std::shared_ptr<const FilteredRows> filter) {
  m_rows.setFilter(std::move(filter));
  relisted();
  keepInSight(m_rows.nearestLineOf(m_selected));
}

void TraceWaterfall::setPath(ShownPath path) {
  m_path = path;
  viewport()->update();
  Q_EMIT pathChanged();
}

void TraceWaterfall::setRange(const TimeRange& range) {
  const auto clamped = TimeRange::clamped(range.from, range.to, m_rows.data()->length());
  if (clamped == m_range) return;
  m_range = clamped;
  viewport()->update();
  Q_EMIT rangeChanged(m_range);
}

void TraceWaterfall::relisted() {
  measure();
  viewport()->update();
  QAccessibleTableModelChangeEvent changed(this, QAccessibleTableModelChangeEvent::ModelReset);
  QAccessible::updateAccessibility(&changed);
}

void TraceWaterfall::measure() {
  const int seen = std::max(0, viewport()->height() - tracelook::header);
  verticalScrollBar()->setRange(0, std::max(0, m_rows.count() * rowHeight - seen));
  verticalScrollBar()->setPageStep(std::max(rowHeight, seen / rowHeight * rowHeight - rowHeight));
}

int TraceWaterfall::namesWidth() const {
  const int width = viewport()->width();
  const int wanted = m_names != 0 ? m_names : std::min(mostNamesUnasked, static_cast<int>(width * namesPart));
  return std::clamp(wanted, std::min(leastNames, width), std::max(leastNames, width - leastTimes));
}

TimeScale TraceWaterfall::scale() const {
  return TracePainter::scaleOf(m_range, viewport()->width(), namesWidth());
}

int TraceWaterfall::lineTop(int line) const {
  return tracelook::header + line * rowHeight - verticalScrollBar()->value();
}

QRect TraceWaterfall::rectOf(RowIndex row) const {
  const int line = m_rows.lineOf(row);
  return line == TraceRows::noLine ? QRect() : QRect(0, lineTop(line), viewport()->width(), rowHeight);
}

QRectF TraceWaterfall::barOf(RowIndex row) const {
  const QRect line = rectOf(row);
  if (line.isEmpty()) return {};
  return TracePainter::barOf(m_rows.data()->rows()[row].time, scale(), namesWidth(), line);
}

RowIndex TraceWaterfall::rowAtY(int y) const {
  const int line = lineAt(y);
  return line == TraceRows::noLine ? noRow : m_rows.rowAt(line);
}

int TraceWaterfall::lineAt(int y) const {
  if (y < tracelook::header) return TraceRows::noLine;
  const int line = (y - tracelook::header + verticalScrollBar()->value()) / rowHeight;
  return line < m_rows.count() ? line : TraceRows::noLine;
}

void TraceWaterfall::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  const QRect all = viewport()->rect();
  painter.fillRect(all, palette().base());
  const TracePainter::Look look{.rows = m_rows,
                                .usual = m_usual.get(),
                                .path = m_path,
                                .scale = scale(),
                                .names = namesWidth(),
                                .selected = m_selected,
                                .hovered = m_hovered,
                                .focused = hasFocus()};
  const TracePainter trace(painter, palette(), look);
  const int first = verticalScrollBar()->value() / rowHeight;
  for (int line = first; line < m_rows.count() && lineTop(line) < all.bottom(); ++line) {
    trace.row(m_rows.rowAt(line), QRect(0, lineTop(line), all.width(), rowHeight));
  }
  trace.header(QRect(0, 0, all.width(), tracelook::header));
}

void TraceWaterfall::resizeEvent(QResizeEvent*) { measure(); }
void TraceWaterfall::scrollContentsBy(int, int) { viewport()->update(); }

void TraceWaterfall::setSelected(RowIndex row) {
  if (row == m_selected) return;
  m_selected = row;
  viewport()->update();
  if (const int line = m_rows.lineOf(row); row != noRow && line != TraceRows::noLine) {
    QAccessibleEvent focused(this, QAccessible::Focus);
    focused.setChild(line);
    QAccessible::updateAccessibility(&focused);
  }
  Q_EMIT selectedChanged(row);
}

void TraceWaterfall::select(RowIndex row) {
  if (row == noRow || row >= m_rows.data()->rows().size()) return setSelected(noRow);
  if (m_rows.lineOf(row) == TraceRows::noLine) {
    m_rows.reveal(row);
    relisted();
  }
  setSelected(row);
  keepInSight(m_rows.lineOf(row));
}

void TraceWaterfall::keepInSight(int line) {
  if (line == TraceRows::noLine) return;
  const int top = line * rowHeight;
  const int seen = std::max(rowHeight, viewport()->height() - tracelook::header);
  const int now = verticalScrollBar()->value();
  if (top < now) verticalScrollBar()->setValue(top);
  if (top + rowHeight > now + seen) verticalScrollBar()->setValue(top + rowHeight - seen);
}

void TraceWaterfall::expandAll() {
  m_rows.expandAll();
  relisted();
  keepInSight(m_rows.nearestLineOf(m_selected));
}

void TraceWaterfall::collapseAll() {
  m_rows.collapseAll();
  if (const int line = m_rows.nearestLineOf(m_selected); line != TraceRows::noLine) setSelected(m_rows.rowAt(line));
  relisted();
  keepInSight(m_rows.nearestLineOf(m_selected));
}

void TraceWaterfall::setCollapsed(RowIndex row, bool collapsed) {
  m_rows.setCollapsed(row, collapsed);
  if (const int line = m_rows.nearestLineOf(m_selected); line != TraceRows::noLine) setSelected(m_rows.rowAt(line));
  relisted();
}

void TraceWaterfall::nextError(bool forward) { select(m_rows.nextError(m_selected, forward)); }

void TraceWaterfall::zoom(double factor) {
  double around = (m_range.from + m_range.to) / 2;
  if (m_selected != noRow) {
    const auto& time = m_rows.data()->rows()[m_selected].time;
    const double middle = static_cast<double>(time.start) + static_cast<double>(time.length) / 2;
    if (time.isKnown() && middle >= m_range.from && middle <= m_range.to) around = middle;
  }
  setRange(m_range.zoomed(factor, around, m_rows.data()->length()));
}

void TraceWaterfall::showWhole() { setRange({0, static_cast<double>(m_rows.data()->length())}); }

void TraceWaterfall::zoomToSelected() {
  if (m_selected == noRow) return;
  const auto& time = m_rows.data()->rows()[m_selected].time;
  if (!time.isKnown()) return;
  const double margin = std::max(1.0, static_cast<double>(time.length) * 0.05);
  setRange({static_cast<double>(time.start) - margin, static_cast<double>(time.end()) + margin});
}

bool TraceWaterfall::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    toolTip(static_cast<QHelpEvent*>(event));
    return true;
  }
  if (event->type() == QEvent::Leave && m_hovered != noRow) {
    m_hovered = noRow;
    viewport()->update();
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void TraceWaterfall::toolTip(QHelpEvent* event) {
  const RowIndex row = rowAtY(event->pos().y());
  if (row == noRow) return QToolTip::hideText();
  QToolTip::showText(event->globalPos(), spoken(row), viewport(), rectOf(row));
}

void TraceWaterfall::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}

void TraceWaterfall::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

QString TraceWaterfall::spoken(RowIndex row) const {
  const auto& trace = *m_rows.data();
  const auto& it = trace.rows()[row];
  QStringList out{texts::spanName(trace.spanOf(row))};
  const auto& time = it.time.isKnown() ? it.time : it.otherTime;
  if (time.isKnown()) {
    out += texts::traceDuration(time.length);
    out += tr("begins after %1").arg(texts::traceDuration(time.start));
  }
  if (it.failed) out += tr("failed");
  if (!it.failed && it.failsBelow) out += tr("something below has failed");
  bool answer = false;
  bool effect = false;
  for (auto i = trace.pathBegin(row); i < trace.pathBegin(row + 1); ++i) {
    answer = answer || trace.path()[i].toAnswer;
    effect = effect || trace.path()[i].toLastEffect;
  }
  if (answer) out += tr("on the way to the answer");
  if (!answer && effect) out += tr("on the way to the last effect");
  if (trace.shiftOf(row) != 0) out += tr("clock corrected");
  if (const auto why = texts::place(trace.placeOf(row)); !why.isEmpty()) out += why;
  if (trace.isComparison() && it.other == tracemodel::Tree::none) out += tr("only here");
  if (trace.isComparison() && it.node == tracemodel::Tree::none) out += tr("only there");
  return out.join(", ");
}

}  // namespace sharecar::desktop
