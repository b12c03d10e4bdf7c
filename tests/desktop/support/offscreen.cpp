#include "support/offscreen.h"

#include <QApplication>
#include <QDir>
#include <QFontDatabase>
#include <QRegularExpression>

namespace sharecar::desktop::test {
namespace {

bool isOneColour(const QImage& image) {
  const QRgb first = image.pixel(0, 0);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      if (image.pixel(x, y) != first) return false;
    }
  }
  return true;
}

}  // namespace

Timestamp fixedNow() {
  using namespace std::chrono;
  return sys_days{2026y / November / 21} + 5h + 30min;
}

void DesktopTest::init() {
  QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)"));
  setTheme(ThemeChoice::Light);
  setLanguage(LanguageChoice::English);
}

void settle() {
  for (int i = 0; i < 5; ++i) {
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
  }
}

void prepareOffscreen() {
  QFont font("Noto Sans");
  font.setFamilies({"Noto Sans", "NanumGothic"});
  font.setPixelSize(13);
  QApplication::setFont(font);
  prepareLooks();
}

void screenshots(QWidget& widget, const QString& name) {
  const QDir folder(qEnvironmentVariable("SHARECAR_SCREENSHOTS", QDir::tempPath() + "/sharecar-screenshots"));
  QDir().mkpath(folder.path());
  for (const auto& [theme, themeName] : {std::pair{ThemeChoice::Light, "light"}, {ThemeChoice::Dark, "dark"}}) {
    for (const auto& [language, languageName] :
         {std::pair{LanguageChoice::English, "en"}, {LanguageChoice::Korean, "ko"}}) {
      setTheme(theme);
      setLanguage(language);
      settle();
      const auto image = widget.grab().toImage();
      const auto file = folder.filePath(QString("%1-%2-%3.png").arg(name, themeName, languageName));
      QVERIFY2(!isOneColour(image), qPrintable(file + " shows nothing"));
      QVERIFY2(image.save(file), qPrintable(file));
    }
  }
  setTheme(ThemeChoice::Light);
  setLanguage(LanguageChoice::English);
}

}  // namespace sharecar::desktop::test
