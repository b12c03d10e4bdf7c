/// The window: rail, breadcrumb, one page at a time, status line; back, forward and the box for pasting anything.
#pragma once

#include <QMainWindow>
#include <QTemporaryDir>
#include <optional>
#include <vector>

#include "app/settings.h"
#include "models/history.h"
#include "views/page.h"
#include "views/rail.h"

class QAction;
class QLineEdit;
class QMenu;
class QStackedWidget;

namespace sharecar::desktop {

class Breadcrumb;
class OfflineBar;
class StatusLine;

/// One page of the rail: made by pages.cpp, the list of all.
struct PageEntry {
  Area area = Area::Drive;
  QString place;  ///< in addresses
  QString icon;   ///< a name of the freedesktop icon naming specification; empty: not on the rail, addresses lead there
  Page* page = nullptr;
};

/// Several may be open on one Session. GUI thread.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  MainWindow(Session& session, Settings& settings, QWidget* parent = nullptr);

  void add(const PageEntry& entry);
  /// Goes there and remembers it; says so when there is no such place.
  void go(const Address& address);
  Address address() const;
  const std::vector<PageEntry>& entries() const { return m_entries; }
  Page* currentPage() const;
  StatusLine& statusLine() { return *m_status; }

 Q_SIGNALS:
  void newWindowWanted();
  /// The platform is away, and the person does not want to wait.
  void tryNow();

 protected:
  void changeEvent(QEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct Menus {
    QMenu* file;
    QMenu* go;
    QMenu* view;
    QMenu* theme;
    QMenu* language;
  };
  void makeTopBar();
  void makeMenus();
  void makeChoices();
  QAction* action(QMenu* menu, const char* name, const QKeySequence& keys, void (MainWindow::*slot)());
  bool showPage(const Address& address);
  void moved();
  void showAge();
  void retranslate();
  void back();
  void forward();
  void focusPaste();
  void paste();
  bool openDocument(const QString& text);
  void resetLayout();
  const PageEntry* entryOf(const QString& place) const;

  Session& m_session;
  Settings& m_settings;
  std::vector<PageEntry> m_entries;
  History m_history;
  std::optional<QTemporaryDir> m_pasted;  ///< documents that were pasted, for as long as this window
  int m_documents = 0;
  Rail* m_rail;
  Breadcrumb* m_breadcrumb;
  QLineEdit* m_paste;
  OfflineBar* m_offline;
  QStackedWidget* m_pages;
  StatusLine* m_status;
  Menus m_menus{};
  QAction* m_newWindow = nullptr;
  QAction* m_quit = nullptr;
  QAction* m_back = nullptr;
  QAction* m_forward = nullptr;
  QAction* m_pasteAction = nullptr;
  QAction* m_resetLayout = nullptr;
  std::vector<QAction*> m_themes;
  std::vector<QAction*> m_languages;
};

}  // namespace sharecar::desktop
