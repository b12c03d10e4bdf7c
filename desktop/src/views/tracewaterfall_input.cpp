// The part of TraceWaterfall that takes keys, mouse and wheel.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>
#include <cmath>

#include "views/theme.h"
#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

constexpr double zoomStep = 0.8;
constexpr int dividerReach = 4;

}  // namespace

void TraceWaterfall::stepLeft() {
  if (m_selected == noRow) return;
  if (m_rows.hasChildren(m_selected) && !m_rows.isCollapsed(m_selected)) return setCollapsed(m_selected, true);
  if (const RowIndex above = m_rows.data()->rows()[m_selected].parent; above != noRow) select(above);
}

void TraceWaterfall::stepRight() {
  if (m_selected == noRow || !m_rows.hasChildren(m_selected)) return;
  if (m_rows.isCollapsed(m_selected)) return setCollapsed(m_selected, false);
  const int line = m_rows.lineOf(m_selected) + 1;
  if (line > 0 && line < m_rows.count()) select(m_rows.rowAt(line));
}

bool TraceWaterfall::moveKey(int key) {
  const int last = m_rows.count() - 1;
  if (last < 0) return false;
  const int line = m_rows.nearestLineOf(m_selected);
  const int page = std::max(1, verticalScrollBar()->pageStep() / rowHeight);
  const auto go = [&](int to) { select(m_rows.rowAt(std::clamp(to, 0, last))); };
  switch (key) {
    case Qt::Key_Down:
      go(line == TraceRows::noLine ? 0 : line + 1);
      return true;
    case Qt::Key_Up:
      go(line == TraceRows::noLine ? 0 : line - 1);
      return true;
    case Qt::Key_PageDown:
      go(std::max(line, 0) + page);
      return true;
    case Qt::Key_PageUp:
      go(std::max(line, 0) - page);
      return true;
    case Qt::Key_Home:
      go(0);
      return true;
    case Qt::Key_End:
      go(last);
      return true;
    case Qt::Key_Left:
      stepLeft();
      return true;
    case Qt::Key_Right:
      stepRight();
      return true;
    default:
      return false;
  }
}

std::vector<std::pair<QString, QString>> TraceWaterfall::keys() {
  return {{tr("Up, Down, Page, Home, End"), tr("move")},
          {tr("Right, Left"), tr("open, close; to the first child, to the parent")},
          {tr("Enter"), tr("show the details")},
          {"E, Shift+E", tr("next and previous error")},
          {"A, Z", tr("open all, close all")},
          {"F, /", tr("filter")},
          {"+, −, 0", tr("zoom in and out, show all of the time")},
          {"S", tr("zoom to the selected span")},
          {"P", tr("switch the critical path")},
          {"Ctrl+C", tr("copy the details")},
          {"?", tr("these keys")}};
}

bool TraceWaterfall::letterKey(QKeyEvent* event) {
  const bool shift = event->modifiers() & Qt::ShiftModifier;
  switch (event->key()) {
    case Qt::Key_E:
      nextError(!shift);
      return true;
    case Qt::Key_A:
      expandAll();
      return true;
    case Qt::Key_Z:
      collapseAll();
      return true;
    case Qt::Key_F:
    case Qt::Key_Slash:
      Q_EMIT filterWanted();
      return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoom(zoomStep);
      return true;
    case Qt::Key_Minus:
      zoom(1 / zoomStep);
      return true;
    case Qt::Key_0:
      showWhole();
      return true;
    case Qt::Key_S:
      zoomToSelected();
      return true;
    case Qt::Key_P:
      cyclePath();
      return true;
    case Qt::Key_Question:
      Q_EMIT helpWanted();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_selected != noRow) Q_EMIT activated(m_selected);
      return true;
    default:
      return false;
  }
}

void TraceWaterfall::cyclePath() { setPath(static_cast<ShownPath>((static_cast<int>(m_path) + 1) % 4)); }

void TraceWaterfall::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return Q_EMIT copyWanted();
  const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
  if (plain && (moveKey(event->key()) || letterKey(event))) return;
  QAbstractScrollArea::keyPressEvent(event);
}

bool TraceWaterfall::overDivider(int x) const { return std::abs(x - namesWidth()) <= dividerReach; }

void TraceWaterfall::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const int x = qRound(event->position().x());
  m_dragging = overDivider(x);
  if (m_dragging) return;
  const RowIndex row = rowAtY(qRound(event->position().y()));
  if (row == noRow) return;
  const int twisty = TracePainter::indentOf(m_rows.data()->rows()[row].depth);
  if (m_rows.hasChildren(row) && x >= twisty - 2 && x < twisty + tracelook::twisty + 2) {
    return setCollapsed(row, !m_rows.isCollapsed(row));
  }
  setSelected(row);
}

void TraceWaterfall::mouseMoveEvent(QMouseEvent* event) {
  const int x = qRound(event->position().x());
  if (m_dragging) {
    m_names = std::max(1, x);
    viewport()->update();
    return;
  }
  viewport()->setCursor(overDivider(x) ? Qt::SplitHCursor : Qt::ArrowCursor);
  const RowIndex row = rowAtY(qRound(event->position().y()));
  if (row == m_hovered) return;
  m_hovered = row;
  viewport()->update();
}

void TraceWaterfall::mouseReleaseEvent(QMouseEvent*) { m_dragging = false; }

void TraceWaterfall::mouseDoubleClickEvent(QMouseEvent* event) {
  const RowIndex row = rowAtY(qRound(event->position().y()));
  if (row == noRow || overDivider(qRound(event->position().x()))) return;
  if (event->position().x() < namesWidth()) return setCollapsed(row, !m_rows.isCollapsed(row));
  zoomToSelected();
  Q_EMIT activated(row);
}

// Ctrl zooms around the pointer, Shift moves in time.
void TraceWaterfall::wheelEvent(QWheelEvent* event) {
  const double steps = event->angleDelta().y() / 120.0;
  if (event->modifiers() & Qt::ControlModifier) {
    const double around = scale().timeAt(event->position().x() - namesWidth());
    setRange(m_range.zoomed(std::pow(zoomStep, steps), around, m_rows.data()->length()));
  } else if (event->modifiers() & Qt::ShiftModifier) {
    setRange(m_range.moved(-steps * (m_range.to - m_range.from) / 8, m_rows.data()->length()));
  } else {
    QAbstractScrollArea::wheelEvent(event);
  }
}

}  // namespace sharecar::desktop
