/// What every place of a window has beside it: command palette, keys, journal.
#pragma once

#include "app/mainwindow.h"

namespace sharecar::desktop {

class JournalDock;
class KeyHelp;
class Palette;
struct KeyGroup;
struct PaletteItem;

/// Adds its actions to the window's menus and is owned by it. The journal is for operators.
class Console : public QObject {
  Q_OBJECT
 public:
  /// After the pages are added.
  Console(MainWindow& window, Session& session);

  /// Every place that can be named now, and every action of the menus that may be done now.
  std::vector<PaletteItem> items() const;
  std::vector<KeyGroup> keys() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QAction* action(const char* menu, const char* name, const QList<QKeySequence>& keys);
  void retranslate();
  void take(const PaletteItem& item);

  MainWindow& m_window;
  Session& m_session;
  Palette* m_palette;
  KeyHelp* m_help;
  JournalDock* m_journal = nullptr;
  QAction* m_openPalette;
  QAction* m_openHelp;
  QAction* m_toggleJournal = nullptr;
};

}  // namespace sharecar::desktop
