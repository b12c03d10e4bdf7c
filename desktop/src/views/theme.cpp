#include "views/theme.h"

#include <QApplication>
#include <QWidget>

#include "views/style.h"

namespace sharecar::desktop {
namespace {

bool systemIsDark = false;

QPalette paletteOf(const Tokens& t) {
  QPalette out;
  const auto set = [&out](QPalette::ColorRole role, QRgb colour) { out.setColor(role, QColor(colour)); };
  set(QPalette::Window, t.window);
  set(QPalette::Base, t.base);
  set(QPalette::AlternateBase, t.alternate);
  set(QPalette::Button, t.alternate);
  set(QPalette::ToolTipBase, t.base);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
    set(role, t.text);
  }
  set(QPalette::BrightText, t.error);
  set(QPalette::PlaceholderText, t.muted);
  set(QPalette::Highlight, t.accent);
  set(QPalette::HighlightedText, t.onAccent);
  set(QPalette::Link, t.accent);
  set(QPalette::LinkVisited, t.accent);
  // Fusion draws outlines and bevels from these.
  set(QPalette::Light, t.base);
  set(QPalette::Midlight, t.alternate);
  set(QPalette::Mid, t.border);
  set(QPalette::Dark, t.border);
  set(QPalette::Shadow, t.border);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
    out.setColor(QPalette::Disabled, role, QColor(t.muted));
  }
  out.setColor(QPalette::Disabled, QPalette::Highlight, QColor(t.hatch));
  return out;
}

}  // namespace

bool isDark(const QPalette& palette) { return palette.color(QPalette::Window).lightness() < 128; }

const Tokens& tokensOf(const QPalette& palette) { return isDark(palette) ? darkTokens : lightTokens; }

const Tokens& tokensOf(const QWidget* widget) { return tokensOf(widget->palette()); }

void prepareLooks() {
  systemIsDark = isDark(QApplication::palette());
  QApplication::setStyle(new Style);
  QIcon::setThemeSearchPaths(QIcon::themeSearchPaths() << "/usr/share/icons");
}

void setTheme(ThemeChoice choice) {
  const bool dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && systemIsDark);
  QIcon::setThemeName(dark ? "breeze-dark" : "breeze");
  QApplication::setPalette(paletteOf(dark ? darkTokens : lightTokens));
}

QIcon icon(const QString& name) { return QIcon::fromTheme(name); }

}  // namespace sharecar::desktop
