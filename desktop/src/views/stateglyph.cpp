#include "views/stateglyph.h"

#include <QPainter>

namespace sharecar::desktop {

Rgb stateColour(BreakerState state, const Tokens& tokens) {
  switch (state) {
    case BreakerState::Closed:
      return tokens.ok;
    case BreakerState::HalfOpen:
      return tokens.halfOpen;
    case BreakerState::Open:
    case BreakerState::ForcedOpen:
      return tokens.error;
    case BreakerState::Disabled:
    case BreakerState::Unknown:
      return tokens.muted;
    case BreakerState::MetricsOnly:
      return tokens.accent;
  }
  return tokens.muted;
}

void paintStateGlyph(QPainter& painter, const QRectF& square, BreakerState state, const Tokens& tokens) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(square.topLeft());
  painter.scale(square.width() / 16, square.height() / 16);
  const QColor colour(stateColour(state, tokens));
  const QPen thick(colour, 2, Qt::SolidLine, Qt::RoundCap);
  painter.setPen(thick);
  painter.drawEllipse(QRectF(1, 1, 14, 14));
  switch (state) {
    case BreakerState::Closed:  // a wire that is whole
      painter.drawLine(QPointF(4, 8), QPointF(12, 8));
      break;
    case BreakerState::Open:  // a switch that stands up
      painter.drawLine(QPointF(4, 10), QPointF(10.5, 5));
      painter.drawPoint(QPointF(12, 10));
      break;
    case BreakerState::HalfOpen:
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawPie(QRectF(3.5, 3.5, 9, 9), 90 * 16, 180 * 16);
      break;
    case BreakerState::ForcedOpen:  // no entry
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse(QRectF(1, 1, 14, 14));
      painter.fillRect(QRectF(4, 6.5, 8, 3), QColor(tokens.base));
      break;
    case BreakerState::Disabled:
      painter.drawLine(QPointF(3.5, 12.5), QPointF(12.5, 3.5));
      break;
    case BreakerState::MetricsOnly:
      painter.drawLine(QPointF(5, 11), QPointF(5, 9));
      painter.drawLine(QPointF(8, 11), QPointF(8, 5));
      painter.drawLine(QPointF(11, 11), QPointF(11, 7.5));
      break;
    case BreakerState::Unknown:
      painter.drawPoint(QPointF(8, 8));
      break;
  }
  painter.restore();
}

}  // namespace sharecar::desktop
