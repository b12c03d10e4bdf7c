#include "views/stateband.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "models/breakertexts.h"
#include "models/texts.h"
#include "views/spoken.h"
#include "views/stateglyph.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int bandHeight = 16;

Qt::BrushStyle patternOf(BreakerState state) {
  switch (state) {
    case BreakerState::Open:
      return Qt::SolidPattern;
    case BreakerState::ForcedOpen:
      return Qt::CrossPattern;
    case BreakerState::HalfOpen:
      return Qt::BDiagPattern;
    case BreakerState::Disabled:
    case BreakerState::MetricsOnly:
    case BreakerState::Unknown:
      return Qt::Dense6Pattern;
    case BreakerState::Closed:
      return Qt::NoBrush;
  }
  return Qt::NoBrush;
}

QString lineOf(const StateSpan& span) {
  const auto zone = texts::localZone();
  return QString::fromUtf8("%1: %2 – %3").arg(texts::breakerState(span.state), texts::exactTime(span.time.starts_at, zone),
                                              texts::exactTime(span.time.ends_at, zone));
}

}  // namespace

StateBand::StateBand(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setMouseTracking(true);
}

void StateBand::show(std::vector<StateSpan> spans, const Slot& window) {
  m_spans = std::move(spans);
  m_window = window;
  describe();
  update();
}

int StateBand::xOf(Timestamp at) const {
  const auto part = static_cast<double>((at - m_window.starts_at).count());
  return qRound(part * (width() - 1) / static_cast<double>(std::max<std::int64_t>(1, m_window.length().count())));
}

void StateBand::describe() {
  QStringList lines;
  for (const auto& span : m_spans) {
    lines += tr("%1 from %2").arg(texts::breakerState(span.state), texts::exactTime(span.time.starts_at, texts::localZone()));
  }
  if (!lines.isEmpty()) lines.front() = texts::breakerState(m_spans.front().state);  // its begin moves with the window
  setSpokenName(this, tr("States over time"));
  setSpokenDescription(this, lines.join("; "));
}

bool StateBand::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (const auto& span : m_spans) {
    if (help->x() >= xOf(span.time.starts_at) && help->x() < xOf(span.time.ends_at)) {
      QToolTip::showText(help->globalPos(), lineOf(span), this);
      return true;
    }
  }
  QToolTip::hideText();
  return true;
}

void StateBand::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto& t = tokensOf(this);
  const QRect band(0, 0, width() - 1, bandHeight);
  painter.fillRect(band, QColor(t.base));
  for (const auto& span : m_spans) {
    const int left = xOf(span.time.starts_at);
    const QRect place(left, 0, std::max(2, xOf(span.time.ends_at) - left), bandHeight);  // a short one is seen too
    const QColor colour(stateColour(span.state, t));
    if (span.state == BreakerState::Closed) {
      painter.fillRect(QRect(place.left(), bandHeight - 4, place.width(), 4), colour);
    } else {
      painter.fillRect(place, QBrush(colour, patternOf(span.state)));
    }
  }
  painter.setPen(QColor(t.border));
  painter.drawRect(band);
  painter.setPen(QColor(t.muted));
  const auto zone = texts::localZone();
  const QRect labels(0, bandHeight + 2, width(), height() - bandHeight - 2);
  painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, texts::exactTime(m_window.starts_at, zone).left(8));
  painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter, texts::exactTime(m_window.ends_at, zone).left(8));
}

void StateBand::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
