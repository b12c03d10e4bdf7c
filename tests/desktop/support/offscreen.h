/// The same looks in every run: offscreen, pinned fonts, a fixed clock.
#pragma once

#include <QTest>
#include <QWidget>

#include "models/session.h"
#include "views/languages.h"
#include "views/theme.h"

namespace sharecar::desktop::test {

/// Saturday, 21 November 2026, 05:30 UTC: 14:30 in Seoul.
Timestamp fixedNow();

/// Every test is one of these: it begins light and in English, and a warning of Qt fails it (what the
/// offscreen plugin does not support is harmless).
class DesktopTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
};

/// Layouts have reacted to what has just changed.
void settle();

/// Called by SHARECAR_DESKTOP_TEST.
void prepareOffscreen();

/// Grabs the widget and writes NAME-light-en.png and so on: the four looks, in the folder SHARECAR_SCREENSHOTS. Leaves
/// the light theme and English behind. Fails when a look is empty, which is a single colour.
void screenshots(QWidget& widget, const QString& name);

}  // namespace sharecar::desktop::test

/// main() of a test program.
#define SHARECAR_DESKTOP_TEST(Class)             \
  int main(int argc, char** argv) {              \
    qputenv("QT_QPA_PLATFORM", "offscreen");     \
    QApplication application(argc, argv);        \
    sharecar::desktop::test::prepareOffscreen(); \
    Class tests;                                 \
    return QTest::qExec(&tests, argc, argv);     \
  }
