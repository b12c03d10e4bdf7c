#include "app/console.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>

#include "models/breakertexts.h"
#include "views/journaldock.h"
#include "views/keyhelp.h"
#include "views/palette.h"
#include "views/statusline.h"

namespace sharecar::desktop {
namespace {

constexpr int journalHeight = 160;

// Without the letter for Alt, which is behind the text where the text has no such letter: "뒤로(&B)".
QString plain(const QAction* action) {
  static const QRegularExpression letter("\\(&.\\)");
  return action->text().remove(letter).remove('&');
}

// The entries of a menu and of those within it; a menu's name goes before its entries: "Theme: Dark".
void collect(const QMenu* menu, const QString& before, std::vector<std::pair<QString, QAction*>>& out) {
  for (auto* action : menu->actions()) {
    if (action->isSeparator()) continue;
    if (const auto* inner = action->menu()) {
      collect(inner, plain(action) + ": ", out);
    } else {
      out.emplace_back(before + plain(action), action);
    }
  }
}

std::vector<std::pair<QString, QAction*>> actionsOf(const QMenuBar* bar) {
  std::vector<std::pair<QString, QAction*>> out;
  for (auto* action : bar->actions()) {
    if (action->menu()) collect(action->menu(), {}, out);
  }
  return out;
}

}  // namespace

Console::Console(MainWindow& window, Session& session)
    : QObject(&window),
      m_window(window),
      m_session(session),
      m_palette(new Palette(&window)),
      m_help(new KeyHelp(&window)),
      m_openPalette(action("menuGo", "goPalette", {Qt::CTRL | Qt::Key_K})),
      m_openHelp(action("menuView", "showKeys", {QKeySequence("?"), QKeySequence(Qt::Key_F1)})) {
  setObjectName("console");
  if (session.isOperator) {
    m_journal = new JournalDock(session.journal, &window);
    window.addDockWidget(Qt::BottomDockWidgetArea, m_journal);
    window.resizeDocks({m_journal}, {journalHeight}, Qt::Vertical);
    m_journal->hide();
    m_toggleJournal = action("menuView", "showJournal", {Qt::CTRL | Qt::Key_J});
    m_toggleJournal->setCheckable(true);
    connect(m_toggleJournal, &QAction::toggled, m_journal, &QWidget::setVisible);
    connect(m_journal, &QDockWidget::visibilityChanged, m_toggleJournal, &QAction::setChecked);
    connect(m_journal, &JournalDock::navigate, &window, &MainWindow::go);
    connect(&session.journal, &Journal::added, &window.statusLine(), &StatusLine::say);
  }
  connect(m_openPalette, &QAction::triggered, this, [this] { m_palette->open(items(), m_session.isOperator); });
  connect(m_openHelp, &QAction::triggered, this, [this] { m_help->open(keys()); });
  connect(m_palette, &Palette::chosen, this, &Console::take);
  qApp->installEventFilter(this);
  retranslate();
}

QAction* Console::action(const char* menu, const char* name, const QList<QKeySequence>& keys) {
  auto* out = named(new QAction(&m_window), name);
  out->setShortcuts(keys);
  m_window.findChild<QMenu*>(menu)->addAction(out);
  return out;
}

std::vector<PaletteItem> Console::items() const {
  std::vector<PaletteItem> out;
  for (const auto& entry : m_window.entries()) {
    const Address address{.place = entry.place};
    out.push_back({.text = entry.page->title(), .hint = address.toString(), .address = address});
  }
  for (const auto& [key, seen] : m_session.watch.breakers()) {
    const auto address = breakerAddress(key);
    out.push_back({.text = tr("Breaker %1: %2").arg(key, texts::breakerState(breakerState(seen.breaker.state))),
                   .hint = tr("Breakers"),
                   .address = address});
  }
  for (const auto& [text, action] : actionsOf(m_window.menuBar())) {
    if (action->isEnabled() && action != m_openPalette) {
      out.push_back({.text = text, .hint = action->shortcut().toString(QKeySequence::NativeText), .action = text});
    }
  }
  return out;
}

std::vector<KeyGroup> Console::keys() const {
  KeyGroup everywhere{.title = tr("Everywhere"), .keys = {}};
  for (const auto& [text, action] : actionsOf(m_window.menuBar())) {
    QStringList keys;
    for (const auto& one : action->shortcuts()) keys += one.toString(QKeySequence::NativeText);
    if (!keys.isEmpty()) everywhere.keys.push_back({keys.join(", "), text});
  }
  everywhere.keys.push_back({tr("Tab, Shift+Tab"), tr("Next and previous control")});
  everywhere.keys.push_back({tr("Enter"), tr("Open what is chosen in a list")});
  std::vector<KeyGroup> out{std::move(everywhere)};
  if (const auto* page = m_window.currentPage()) out.push_back({page->title(), page->keys()});
  return out;
}

void Console::take(const PaletteItem& item) {
  if (item.address) return m_window.go(*item.address);
  for (const auto& [text, action] : actionsOf(m_window.menuBar())) {
    if (text == item.action) return action->trigger();
  }
}

void Console::retranslate() {
  m_openPalette->setText(tr("&Commands"));
  m_openHelp->setText(tr("&Keys"));
  if (m_toggleJournal) m_toggleJournal->setText(tr("&Journal"));
  if (m_palette->isVisible()) m_palette->open(items(), m_session.isOperator);
  if (m_help->isVisible()) m_help->open(keys());
}

// A line edit would take Ctrl+K for "delete to the end of the line".
bool Console::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &m_window && event->type() == QEvent::LanguageChange) {
    QMetaObject::invokeMethod(this, &Console::retranslate, Qt::QueuedConnection);  // after the menus
  }
  if (event->type() != QEvent::ShortcutOverride || !m_window.isActiveWindow()) return QObject::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->keyCombination() != QKeyCombination(Qt::CTRL, Qt::Key_K)) return QObject::eventFilter(watched, event);
  event->ignore();  // nobody has taken it, so it is a shortcut
  return true;
}

}  // namespace sharecar::desktop
