#include "views/style.h"

#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOptionButton>

#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr qreal radius = 4;

void box(QPainter* painter, const QRect& rect, QRgb fill, QRgb border, int width) {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(QColor(border), width));
  painter->setBrush(QColor(fill));
  const qreal half = width / 2.0;
  painter->drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius);
  painter->restore();
}

// What the page is there for, and what is chosen of a switch.
bool isFilled(const QStyleOption* option, const QWidget* widget) {
  const bool chosen = (option->state & QStyle::State_On) && qobject_cast<const QPushButton*>(widget);
  return (option->state & QStyle::State_Enabled) && (isPrimary(widget) || chosen);
}

void checkBox(const QStyleOption* option, QPainter* painter) {
  const auto& t = tokensOf(option->palette);
  const QRect rect = option->rect;
  box(painter, rect, t.base, option->state & QStyle::State_HasFocus ? t.accent : t.border, 1);
  if (!(option->state & QStyle::State_On)) return;
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(QColor(t.text), 2));
  const QPointF middle(rect.left() + rect.width() * .42, rect.bottom() - rect.height() * .22);
  painter->drawPolyline(QPolygonF{{QPointF(rect.left() + rect.width() * .22, rect.center().y() + 1.0), middle,
                                   QPointF(rect.right() - rect.width() * .16, rect.top() + rect.height() * .26)}});
  painter->restore();
}

void pushButton(const QStyleOption* option, QPainter* painter, const QWidget* widget) {
  const auto& t = tokensOf(option->palette);
  const bool enabled = option->state & QStyle::State_Enabled;
  const bool down = option->state & (QStyle::State_Sunken | QStyle::State_On);
  const bool focus = option->state & QStyle::State_HasFocus;
  if (isFilled(option, widget)) {
    const QColor fill = option->state & QStyle::State_Sunken ? QColor(t.accent).darker(115) : QColor(t.accent);
    return box(painter, option->rect, fill.rgba(), focus ? t.text : fill.rgba(), focus ? 2 : 1);
  }
  const QRgb fill = !enabled ? t.window : down ? t.hatch : t.base;
  box(painter, option->rect, fill, focus && enabled ? t.accent : enabled ? t.border : t.hatch, focus ? 2 : 1);
}

}  // namespace

void makePrimary(QWidget* button) { button->setProperty("primary", true); }

bool isPrimary(const QWidget* widget) { return widget && widget->property("primary").toBool(); }

Style::Style() : QProxyStyle(QStyleFactory::create("Fusion")) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
  const auto& t = tokensOf(option->palette);
  const bool focus = option->state & State_HasFocus;
  switch (element) {
    case PE_PanelButtonCommand:
      return pushButton(option, painter, widget);
    case PE_FrameLineEdit:
    case PE_PanelLineEdit:
      if (widget && widget->parentWidget() && widget->parentWidget()->inherits("QAbstractSpinBox")) return;
      if (widget && widget->parentWidget() && widget->parentWidget()->inherits("QComboBox")) return;
      return box(painter, option->rect, t.base, focus ? t.accent : t.border, focus ? 2 : 1);
    case PE_IndicatorCheckBox:
      return checkBox(option, painter);
    case PE_FrameFocusRect:
      if (widget && widget->inherits("QPushButton")) return;  // its border says so
      break;
    default:
      break;
  }
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
  const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
  if (element == CE_PushButtonLabel && button && isFilled(option, widget)) {
    QStyleOptionButton filled = *button;
    filled.palette.setColor(QPalette::ButtonText, QColor(tokensOf(option->palette).onAccent));
    return QProxyStyle::drawControl(element, &filled, painter, widget);
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

}  // namespace sharecar::desktop
