/// Names and descriptions for screen readers.
#pragma once

#include <QWidget>

namespace sharecar::desktop {

// Each setting is an event that a screen reader hears, so what stays the same is not set again.
inline void setSpokenName(QWidget* widget, const QString& name) {
  if (widget->accessibleName() != name) widget->setAccessibleName(name);
}
inline void setSpokenDescription(QWidget* widget, const QString& text) {
  if (widget->accessibleDescription() != text) widget->setAccessibleDescription(text);
}

}  // namespace sharecar::desktop
