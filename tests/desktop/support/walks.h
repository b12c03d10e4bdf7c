/// Checks that look at every widget of a window.
#pragma once

#include <QStringList>
#include <QWidget>

namespace sharecar::desktop::test {

/// Interactive widgets without an object name or without a name for screen readers, one line each.
QStringList unnamedWidgets(const QWidget& window);

/// Texts that are shown and have no room: labels (also those of several lines), buttons, check boxes, tabs, heads of
/// tables, what a combo box or a field shows; one line each.
QStringList clippedTexts(const QWidget& window);

/// Texts of widgets that are shown, of actions of their menus and heads of tables.
QStringList shownTexts(const QWidget& window);

}  // namespace sharecar::desktop::test
