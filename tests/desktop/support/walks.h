/// Checks that look at every widget of a window.
#pragma once

#include <QStringList>
#include <QWidget>

namespace sharecar::desktop::test {

/// Interactive widgets without an object name or without a name for screen readers, one line each.
QStringList unnamedWidgets(const QWidget& window);

/// Labels and buttons that are shown and too small for their text, one line each.
QStringList clippedTexts(const QWidget& window);

}  // namespace sharecar::desktop::test
