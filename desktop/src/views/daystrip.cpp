#include "views/daystrip.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>

#include "models/texts.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int barHeight = 32;
constexpr int labelEveryHours = 6;

void hatch(QPainter& painter, const QRect& area, QRgb ground, QRgb lines) {
  painter.fillRect(area, QColor(ground));
  painter.fillRect(area, QBrush(QColor(lines), Qt::BDiagPattern));
}

}  // namespace

DayStrip::DayStrip(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::PointingHandCursor);
}

void DayStrip::setDay(const Slot& day, const std::string& zone) {
  m_scale.shown = day;
  m_zone = zone;
  describe();
}

void DayStrip::setTaken(std::vector<Slot> taken) {
  m_taken = std::move(taken);
  update();
}

void DayStrip::setChosen(const std::optional<Slot>& chosen) {
  m_chosen = chosen;
  describe();
}

void DayStrip::setNow(Timestamp now) {
  m_now = now;
  update();
}

void DayStrip::describe() {
  setAccessibleName(tr("Day of the car, %1").arg(texts::day(m_scale.shown.starts_at, m_zone)));
  setAccessibleDescription(m_chosen ? texts::span(*m_chosen, m_zone) : tr("Nothing is chosen"));
  setToolTip(tr("Drag to choose. Arrow keys move it by 10 minutes, with Shift its end."));
  update();
}

QRect DayStrip::bar() const { return {0, 0, width(), barHeight}; }

QRect DayStrip::rectOf(const Slot& slot) const {
  const int left = m_scale.xOf(slot.starts_at);
  return {left, 0, std::max(0, m_scale.xOf(slot.ends_at) - left), barHeight};
}

void DayStrip::resizeEvent(QResizeEvent*) { m_scale.width = width(); }

void DayStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto& tokens = tokensOf(this);
  painter.fillRect(bar(), QColor(tokens.base));
  if (m_now > m_scale.shown.starts_at)
    hatch(painter, rectOf({m_scale.shown.starts_at, m_now}), tokens.window, tokens.hatch);
  for (const auto& one : m_taken) hatch(painter, rectOf(one), tokens.alternate, tokens.muted);

  using std::chrono::hours;
  painter.setPen(QColor(tokens.hatch));
  int hour = 0;
  for (auto at = m_scale.shown.starts_at; at <= m_scale.shown.ends_at; at += hours{1}, ++hour) {
    const int x = std::min(m_scale.xOf(at), width() - 1);
    const bool labelled = hour % labelEveryHours == 0;
    painter.setPen(QColor(labelled ? tokens.border : tokens.hatch));
    painter.drawLine(x, labelled ? 0 : barHeight - 6, x, barHeight);
    if (!labelled) continue;
    const bool last = at + hours{labelEveryHours} > m_scale.shown.ends_at;
    const QRect place(last ? x - 60 : x, barHeight + space::xs, 60, 18);
    painter.setPen(QColor(tokens.muted));
    const auto text = last ? QString("24:00") : texts::time(at, m_zone);
    painter.drawText(place, last ? Qt::AlignRight : Qt::AlignLeft, text);
  }
  if (m_chosen && m_chosen->overlaps(m_scale.shown)) {
    const QRect mine = rectOf(*m_chosen).adjusted(0, 1, 0, -1);
    QColor fill(tokens.accent);
    painter.setPen(QPen(fill, 2));
    fill.setAlpha(m_locked ? 60 : 110);
    painter.setBrush(fill);
    painter.drawRect(mine.adjusted(1, 0, -1, -1));
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QColor(hasFocus() ? tokens.accent : tokens.border));
  painter.drawRect(bar().adjusted(0, 0, -1, -1));
}

void DayStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_locked) return;
  m_pressedAt = qRound(event->position().x());
  drag(m_pressedAt);
}

void DayStrip::mouseMoveEvent(QMouseEvent* event) {
  if ((event->buttons() & Qt::LeftButton) && m_pressedAt >= 0 && !m_locked) drag(qRound(event->position().x()));
}

void DayStrip::drag(int x) {
  const Slot wanted = dragged(m_scale, m_pressedAt, x, m_taken, m_now);
  if (wanted.length().count() > 0) nudge(wanted);
}

// Chooses what may be chosen.
void DayStrip::nudge(const Slot& wanted) {
  if (m_chosen == wanted || faultOf(wanted, m_taken, m_now) != TimeFault::None) return;
  setChosen(wanted);
  Q_EMIT chose(wanted);
}

void DayStrip::keyPressEvent(QKeyEvent* event) {
  const int steps = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (steps == 0 || !m_chosen || m_locked) return QWidget::keyPressEvent(event);
  Slot wanted = *m_chosen;
  if (!(event->modifiers() & Qt::ShiftModifier)) wanted.starts_at += steps * grid;
  wanted.ends_at += steps * grid;
  nudge(wanted);
}

void DayStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
