/// Fusion, with controls that can be seen: borders of 3:1 against the window in both themes, and one filled button per
/// page for what it is there for.
#pragma once

#include <QProxyStyle>

namespace sharecar::desktop {

class Style : public QProxyStyle {
  Q_OBJECT
 public:
  Style();

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
};

/// Makes a button the filled one of its page.
void makePrimary(QWidget* button);
bool isPrimary(const QWidget* widget);

}  // namespace sharecar::desktop
