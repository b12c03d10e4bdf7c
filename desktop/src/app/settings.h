/// What the client remembers: looks and window, never a secret.
#pragma once

#include <QSettings>

#include "views/languages.h"
#include "views/theme.h"

namespace sharecar::desktop {

/// An ini file. A file of a newer schema than ours is left alone and not read.
class Settings {
 public:
  static constexpr int schema = 1;

  /// `file`: usually ~/.config/ShareCar/desktop.ini.
  explicit Settings(const QString& file);
  static QString usualFile();

  ThemeChoice theme() const;
  void setTheme(ThemeChoice choice);
  LanguageChoice language() const;
  void setLanguage(LanguageChoice choice);

  /// Geometry and splitters, by name.
  QByteArray layout(const QString& name) const;
  void setLayout(const QString& name, const QByteArray& state);
  void resetLayout();

 private:
  QSettings m_file;
  bool m_usable;
};

}  // namespace sharecar::desktop
