/// How the client looks: Fusion, one palette per theme, a few measures. No style sheets.
#pragma once

#include <QIcon>
#include <QPalette>

#include "models/colours.h"

class QWidget;

namespace sharecar::desktop {

enum class ThemeChoice { System, Light, Dark };

/// Distances in pixels: 4, 8, 12, 16, 24 and no others.
namespace space {
inline constexpr int xs = 4, s = 8, m = 12, l = 16, xl = 24;
}
inline constexpr int rowHeight = 24;

/// Before the first setTheme(): Fusion, the icon theme, and what the system itself prefers.
void prepareLooks();
/// Switches everything that is open; widgets get QEvent::PaletteChange and repaint.
void setTheme(ThemeChoice choice);
bool isDark(const QPalette& palette);
/// The colours for a widget that paints itself; ask at each paint.
const Tokens& tokensOf(const QWidget* widget);
const Tokens& tokensOf(const QPalette& palette);

/// A Breeze icon in the colours of the theme of the moment: ask again after a PaletteChange.
QIcon icon(const QString& name);

}  // namespace sharecar::desktop
