#include "app/settings.h"

#include <QStandardPaths>

namespace sharecar::desktop {
namespace {

// A number out of the file, or the first choice when it is none of ours.
template <class Choice>
Choice choiceOf(const QVariant& value, Choice last) {
  const int number = value.toInt();
  return number >= 0 && number <= static_cast<int>(last) ? static_cast<Choice>(number) : Choice{};
}

}  // namespace

QString Settings::usualFile() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/ShareCar/desktop.ini";
}

Settings::Settings(const QString& file)
    : m_file(file, QSettings::IniFormat), m_usable(m_file.value("schema", schema).toInt() <= schema) {
  if (m_usable) m_file.setValue("schema", schema);
}

ThemeChoice Settings::theme() const {
  return m_usable ? choiceOf(m_file.value("theme"), ThemeChoice::Dark) : ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice choice) {
  if (m_usable) m_file.setValue("theme", static_cast<int>(choice));
}

LanguageChoice Settings::language() const {
  return m_usable ? choiceOf(m_file.value("language"), LanguageChoice::Korean) : LanguageChoice::System;
}

void Settings::setLanguage(LanguageChoice choice) {
  if (m_usable) m_file.setValue("language", static_cast<int>(choice));
}

QByteArray Settings::layout(const QString& name) const {
  return m_usable ? m_file.value("layout/" + name).toByteArray() : QByteArray();
}

void Settings::setLayout(const QString& name, const QByteArray& state) {
  if (m_usable) m_file.setValue("layout/" + name, state);
}

void Settings::resetLayout() {
  if (m_usable) m_file.remove("layout");
}

}  // namespace sharecar::desktop
