#include "views/breakercard.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

#include "models/breakertexts.h"
#include "models/texts.h"
#include "views/spoken.h"
#include "views/stateglyph.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int glyphSize = 18;
constexpr int barHeight = 6;
constexpr int lineHeight = 18;

QString ms(double value) {
  return value > 0 ? texts::duration(std::chrono::microseconds{static_cast<std::int64_t>(value * 1000)})
                   : QString::fromUtf8("–");
}

QFont bold(QFont font) {
  font.setBold(true);
  return font;
}

}  // namespace

BreakerCard::BreakerCard(QWidget* parent) : QAbstractButton(parent) {
  setCheckable(true);
  setAutoExclusive(true);
  setFocusPolicy(Qt::StrongFocus);
  setFixedSize(cardSize);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
}

void BreakerCard::show(const SeenBreaker& seen, Timestamp now) {
  m_seen = seen;
  m_now = now;
  describe();
  update();
}

// A screen reader is not told: it would hear every tick.
void BreakerCard::setNow(Timestamp now) {
  m_now = now;
  update();
}

QString BreakerCard::waitingLine() const {
  return texts::waiting(waitingOf(m_seen, m_now), texts::localZone());
}

void BreakerCard::describe() {
  const auto& breaker = m_seen.breaker;
  const auto state = breakerState(breaker.state);
  setText(QString::fromUtf8("%1 → %2").arg(QString::fromStdString(breaker.service), QString::fromStdString(breaker.name)));
  setSpokenName(this,
                tr("%1, %2: %3").arg(text(), QString::fromStdString(breaker.instance), texts::breakerState(state)));
  setSpokenDescription(this, texts::breakerInWords(m_seen, m_now, texts::localZone()));
  setToolTip(texts::breakerStateMeans(state));
}

void BreakerCard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto& t = tokensOf(this);
  const bool marked = isChecked() || hasFocus();
  const QColor border(marked ? t.accent : underMouse() ? t.muted : t.hatch);
  const qreal width = isChecked() ? 2 : 1;
  painter.setPen(QPen(border, width));
  painter.setBrush(QColor(t.base));
  painter.drawRoundedRect(QRectF(rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 6, 6);
  if (hasFocus()) {
    painter.setPen(QPen(QColor(t.accent), 1, Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(4.5, 4.5, -4.5, -4.5), 4, 4);
  }
  paintHead(painter);
  const auto& breaker = m_seen.breaker;
  paintBar(painter, 62, tr("Failed"), failureBar(breaker));
  paintBar(painter, 94, tr("Slow > %1").arg(texts::duration(std::chrono::milliseconds{breaker.slow_call_ms})),
           slowBar(breaker));
  paintCounters(painter, 124);
  paintFoot(painter, 192);
}

void BreakerCard::paintHead(QPainter& painter) {
  const auto& t = tokensOf(this);
  const auto& breaker = m_seen.breaker;
  const auto state = breakerState(breaker.state);
  const QRect line(space::m, space::s, width() - 2 * space::m, lineHeight);
  const auto instance = QString::fromStdString(breaker.instance);
  painter.setPen(QColor(t.muted));
  painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, instance);
  const int left = line.width() - painter.fontMetrics().horizontalAdvance(instance) - space::s;
  painter.setFont(bold(font()));
  painter.setPen(QColor(t.text));
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(text(), Qt::ElideRight, left));
  const QRect below = line.translated(0, lineHeight + space::xs);
  paintStateGlyph(painter, QRectF(below.left(), below.top(), glyphSize, glyphSize), state, t);
  painter.setPen(QColor(stateColour(state, t)));
  painter.drawText(below.adjusted(glyphSize + space::s, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                   texts::breakerState(state));
  painter.setFont(font());
  painter.setPen(QColor(t.muted));
  painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter,
                   tr("since %1").arg(texts::exactTime(breaker.since, texts::localZone()).left(8)));
}

// Scale of 0 to 100 %; the threshold is a line through the bar that stands out above and below it.
void BreakerCard::paintBar(QPainter& painter, int top, const QString& title, const RateBar& bar) {
  const auto& t = tokensOf(this);
  const int left = space::m;
  const int full = width() - 2 * space::m;
  painter.setPen(QColor(t.muted));
  painter.drawText(QRect(left, top - 6, full, lineHeight), Qt::AlignLeft | Qt::AlignVCenter, title);
  painter.setPen(QColor(bar.isOver() ? t.error : t.text));
  painter.drawText(QRect(left, top - 6, full, lineHeight), Qt::AlignRight | Qt::AlignVCenter,
                   texts::rate(bar, m_seen.breaker));
  const QRectF track(left, top + 14, full, barHeight);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(t.hatch));
  painter.drawRoundedRect(track, 3, 3);
  if (bar.rate && *bar.rate > 0) {
    const double part = std::min(*bar.rate, 100.0) / 100;
    painter.setBrush(QColor(bar.isOver() ? t.error : t.warning));
    painter.drawRoundedRect(QRectF(left, track.top(), std::max(3.0, full * part), barHeight), 3, 3);
  }
  const double at = left + full * std::min(bar.threshold, 100.0) / 100 - (bar.threshold >= 100 ? 1 : 0);
  painter.fillRect(QRectF(at - 1, track.top() - 3, 2, barHeight + 6), QColor(t.text));
}

void BreakerCard::paintCounters(QPainter& painter, int top) {
  const auto& t = tokensOf(this);
  const auto& breaker = m_seen.breaker;
  const std::pair<QString, qint64> counters[] = {{tr("Buffered"), breaker.buffered_calls},
                                                 {tr("Failed"), breaker.failed_calls},
                                                 {tr("Slow"), breaker.slow_calls},
                                                 {tr("Refused"), breaker.not_permitted_calls}};
  const std::pair<QString, double> percentiles[] = {{"p50", breaker.recent.p50_ms},
                                                    {"p90", breaker.recent.p90_ms},
                                                    {"p99", breaker.recent.p99_ms}};
  auto small = font();
  small.setPixelSize(11);
  painter.setFont(small);
  const int full = width() - 2 * space::m;
  int left = space::m;
  for (const auto& [name, value] : counters) {
    const QRect cell(left, top, full / 4, lineHeight);
    painter.setPen(QColor(t.muted));
    painter.drawText(cell, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setPen(QColor(t.text));
    painter.drawText(cell.translated(0, lineHeight - 2), Qt::AlignLeft | Qt::AlignVCenter, QLocale().toString(value));
    left += full / 4;
  }
  left = space::m;
  for (const auto& [name, value] : percentiles) {
    const QRect cell(left, top + 2 * lineHeight, full / 3, lineHeight);
    painter.setPen(QColor(t.muted));
    painter.drawText(cell, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setPen(QColor(t.text));
    const int gap = painter.fontMetrics().horizontalAdvance(name) + space::xs;
    painter.drawText(cell.adjusted(gap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, ms(value));
    left += full / 3;
  }
  painter.setFont(font());
}

void BreakerCard::paintFoot(QPainter& painter, int top) {
  const auto& t = tokensOf(this);
  const QRect line(space::m, top - 8, width() - 2 * space::m, lineHeight + 6);
  painter.setPen(QPen(QColor(t.hatch), 1));
  painter.drawLine(line.topLeft(), line.topRight());
  const auto waits = waitingLine();
  const auto& recent = m_seen.breaker.recent;
  const auto state = breakerState(m_seen.breaker.state);
  painter.setPen(QColor(waits.isEmpty() ? t.muted : stateColour(state, t)));
  const auto text =
      waits.isEmpty() ? tr("%n call(s) in the last 10 s", nullptr, static_cast<int>(recent.requests)) : waits;
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
}

void BreakerCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  QAbstractButton::changeEvent(event);
}

}  // namespace sharecar::desktop
