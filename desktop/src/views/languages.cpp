#include "views/languages.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace sharecar::desktop {
namespace {

bool korean = false;

// Lives as long as the application, as Qt wants it; loading another language tells every widget.
QTranslator& own() {
  static auto* translator = new QTranslator(qApp);
  return *translator;
}
QTranslator& qtsOwn() {
  static auto* translator = new QTranslator(qApp);
  return *translator;
}

}  // namespace

bool speaksKorean() { return korean; }

void setLanguage(LanguageChoice choice) {
  const bool systemIsKorean = QLocale::system().language() == QLocale::Korean;
  korean = choice == LanguageChoice::Korean || (choice == LanguageChoice::System && systemIsKorean);
  QLocale::setDefault(korean ? QLocale(QLocale::Korean, QLocale::SouthKorea)
                             : QLocale(QLocale::English, QLocale::UnitedKingdom));
  for (auto* translator : {&qtsOwn(), &own()}) QCoreApplication::removeTranslator(translator);
  if (korean && qtsOwn().load("qtbase_ko", QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QCoreApplication::installTranslator(&qtsOwn());
  }
  if (own().load(korean ? ":/sharecar_ko.qm" : ":/sharecar_en.qm")) QCoreApplication::installTranslator(&own());
}

}  // namespace sharecar::desktop
