#include "app/mainwindow.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDropEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>

#include "models/tracefile.h"
#include "views/breadcrumb.h"
#include "views/offlinebar.h"
#include "views/statusline.h"

namespace sharecar::desktop {
namespace {

constexpr QSize firstSize{1180, 760};
constexpr int roomInField = 48;  // for the frame and the button that clears it

QToolButton* toolButton(QAction* action, const char* name, QWidget* parent) {
  auto* button = named(new QToolButton(parent), name);
  button->setDefaultAction(action);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

MainWindow::MainWindow(Session& session, Settings& settings, QWidget* parent)
    : QMainWindow(parent),
      m_session(session),
      m_settings(settings),
      m_rail(new Rail(this)),
      m_breadcrumb(new Breadcrumb(this)),
      m_paste(named(new QLineEdit(this), "paste")),
      m_offline(new OfflineBar(session, this)),
      m_pages(new QStackedWidget(this)),
      m_status(new StatusLine(session.sources, session.customer, this)) {
  setObjectName("mainWindow");
  setAcceptDrops(true);
  makeMenus();
  makeTopBar();
  setStatusBar(m_status);
  connect(m_rail, &Rail::chosen, this, [this](const QString& place) { go({.place = place}); });
  connect(m_breadcrumb, &Breadcrumb::navigate, this, &MainWindow::go);
  connect(m_offline, &OfflineBar::tryNow, this, &MainWindow::tryNow);
  connect(m_paste, &QLineEdit::returnPressed, this, &MainWindow::paste);
  m_paste->installEventFilter(this);
  retranslate();
  resize(firstSize);
  restoreGeometry(settings.layout("window"));
}

void MainWindow::makeTopBar() {
  auto* bar = new QWidget(this);
  auto* top = new QHBoxLayout(bar);
  top->setContentsMargins(space::l, space::s, space::l, space::s);
  top->setSpacing(space::xs);
  top->addWidget(toolButton(m_back, "back", bar));
  top->addWidget(toolButton(m_forward, "forward", bar));
  top->addSpacing(space::s);
  top->addWidget(m_breadcrumb, 1);
  m_paste->setClearButtonEnabled(true);
  top->addWidget(m_paste);

  auto* middle = new QWidget(this);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(bar);
  column->addWidget(m_offline);
  column->addWidget(m_pages, 1);
  auto* layout = new QHBoxLayout(middle);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_rail);
  layout->addLayout(column, 1);
  setCentralWidget(middle);
}

QAction* MainWindow::action(QMenu* menu, const char* name, const QKeySequence& keys, void (MainWindow::*slot)()) {
  auto* out = named(new QAction(this), name);
  out->setShortcut(keys);
  connect(out, &QAction::triggered, this, slot);
  menu->addAction(out);
  return out;
}

void MainWindow::makeMenus() {
  m_menus.file = named(menuBar()->addMenu(QString()), "menuFile");
  m_newWindow = action(m_menus.file, "newWindow", QKeySequence::New, &MainWindow::newWindowWanted);
  m_quit = named(new QAction(this), "quit");
  m_quit->setShortcut(QKeySequence::Quit);
  connect(m_quit, &QAction::triggered, qApp, &QApplication::closeAllWindows);
  m_menus.file->addAction(m_quit);
  m_menus.go = named(menuBar()->addMenu(QString()), "menuGo");
  m_back = action(m_menus.go, "goBack", Qt::ALT | Qt::Key_Left, &MainWindow::back);
  m_forward = action(m_menus.go, "goForward", Qt::ALT | Qt::Key_Right, &MainWindow::forward);
  m_pasteAction = action(m_menus.go, "goPaste", Qt::CTRL | Qt::Key_L, &MainWindow::focusPaste);
  m_menus.view = named(menuBar()->addMenu(QString()), "menuView");
  m_menus.theme = named(m_menus.view->addMenu(QString()), "menuTheme");
  m_menus.language = named(m_menus.view->addMenu(QString()), "menuLanguage");
  makeChoices();
  m_resetLayout = action(m_menus.view, "resetLayout", {}, &MainWindow::resetLayout);
}

void MainWindow::makeChoices() {
  auto* themes = new QActionGroup(this);
  for (const auto choice : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark}) {
    auto* one = themes->addAction(QString());
    one->setCheckable(true);
    one->setChecked(m_settings.theme() == choice);
    connect(one, &QAction::triggered, this, [this, choice] {
      m_settings.setTheme(choice);
      setTheme(choice);
    });
    m_themes.push_back(one);
  }
  m_menus.theme->addActions(themes->actions());
  auto* languages = new QActionGroup(this);
  for (const auto choice : {LanguageChoice::System, LanguageChoice::English, LanguageChoice::Korean}) {
    auto* one = languages->addAction(QString());
    one->setCheckable(true);
    one->setChecked(m_settings.language() == choice);
    connect(one, &QAction::triggered, this, [this, choice] {
      m_settings.setLanguage(choice);
      setLanguage(choice);
    });
    m_languages.push_back(one);
  }
  m_menus.language->addActions(languages->actions());
}

void MainWindow::add(const PageEntry& entry) {
  m_entries.push_back(entry);
  m_pages->addWidget(entry.page);
  if (!entry.icon.isEmpty()) {
    m_rail->add(entry.area, entry.place, entry.icon, [page = entry.page] { return page->title(); });
  }
  connect(entry.page, &Page::navigate, this, &MainWindow::go);
  connect(entry.page, &Page::announce, m_status, &StatusLine::say);
  connect(entry.page, &Page::dataAtChanged, this, &MainWindow::showAge);
  connect(entry.page, &Page::addressRefined, this, [this, page = entry.page] {
    if (m_pages->currentWidget() != page) return;
    m_history.replace(page->address());
    moved();
  });
  connect(entry.page, &Page::addressChanged, this, [this, page = entry.page] {
    if (m_pages->currentWidget() != page) return;
    m_history.visit(page->address());
    moved();
  });
}

const PageEntry* MainWindow::entryOf(const QString& place) const {
  const auto found =
      std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) { return entry.place == place; });
  return found == m_entries.end() ? nullptr : &*found;
}

void MainWindow::go(const Address& address) {
  if (showPage(address)) m_history.visit(this->address());
  moved();
}

bool MainWindow::showPage(const Address& address) {
  const auto* entry = entryOf(address.place);
  if (!entry) {
    m_status->say(tr("There is no place called %1 here.").arg(address.place));
    return false;
  }
  auto* before = qobject_cast<Page*>(m_pages->currentWidget());
  if (before != entry->page && before) before->setActive(false);
  m_pages->setCurrentWidget(entry->page);
  entry->page->setActive(true);
  entry->page->open(address);
  return true;
}

Page* MainWindow::currentPage() const { return qobject_cast<Page*>(m_pages->currentWidget()); }

Address MainWindow::address() const {
  const auto* page = currentPage();
  return page ? page->address() : Address{};
}

void MainWindow::moved() {
  m_back->setEnabled(m_history.canGoBack());
  m_forward->setEnabled(m_history.canGoForward());
  const auto* page = qobject_cast<const Page*>(m_pages->currentWidget());
  if (!page) return;
  m_rail->setCurrent(page->address().place);
  m_breadcrumb->setPlace(*page);
  showAge();
  setWindowTitle((QStringList(page->title()) + page->crumbs()).join(QString::fromUtf8(" › ")) + " - ShareCar");
}

void MainWindow::showAge() {
  const auto* page = qobject_cast<const Page*>(m_pages->currentWidget());
  m_status->setDataAt(page ? page->dataAt() : std::nullopt);
  m_offline->setDataAt(page ? page->dataAt() : std::nullopt);
}

void MainWindow::back() {
  if (const auto address = m_history.back()) showPage(*address);
  moved();
}

void MainWindow::forward() {
  if (const auto address = m_history.forward()) showPage(*address);
  moved();
}

void MainWindow::focusPaste() {
  m_paste->setFocus(Qt::ShortcutFocusReason);
  m_paste->selectAll();
}

// A document would be cut to what fits in one line, so it never gets into the box.
bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  const bool pastes = watched == m_paste && event->type() == QEvent::KeyPress &&
                      static_cast<QKeyEvent*>(event)->matches(QKeySequence::Paste);
  return (pastes && openDocument(QGuiApplication::clipboard()->text())) || QMainWindow::eventFilter(watched, event);
}

/// False when the text is no trace as JSON. As a file it has an address, for going back to it.
bool MainWindow::openDocument(const QString& text) {
  const auto bytes = text.toUtf8();
  if (!looksLikeTraceFile({bytes.constData(), static_cast<std::size_t>(bytes.size())})) return false;
  if (!m_pasted) m_pasted.emplace();
  QFile file(m_pasted->filePath(QString("pasted-%1.json").arg(++m_documents)));
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
    m_status->say(tr("The pasted trace cannot be kept: %1").arg(file.errorString()));
    return true;
  }
  file.close();
  m_paste->clear();
  go(addressOfFile(file.fileName()));
  return true;
}

void MainWindow::paste() {
  if (openDocument(m_paste->text())) return;
  const auto address = addressOfPasted(m_paste->text(), m_session.isOperator);
  if (!address) {
    m_status->say(tr("This names nothing that ShareCar knows: try an order number or a trace id."));
    return;
  }
  m_paste->clear();
  go(*address);
}

void MainWindow::resetLayout() {
  m_settings.resetLayout();
  resize(firstSize);
}

void MainWindow::retranslate() {
  m_menus.file->setTitle(tr("&File"));
  m_newWindow->setText(tr("&New window"));
  m_quit->setText(tr("&Quit"));
  m_menus.go->setTitle(tr("&Go"));
  m_back->setText(tr("&Back"));
  m_forward->setText(tr("&Forward"));
  m_pasteAction->setText(tr("&Paste anything"));
  m_menus.view->setTitle(tr("&View"));
  m_menus.theme->setTitle(tr("&Theme"));
  m_menus.language->setTitle(tr("&Language"));
  m_resetLayout->setText(tr("&Reset layout"));
  m_themes[0]->setText(tr("As the system"));
  m_themes[1]->setText(tr("Light"));
  m_themes[2]->setText(tr("Dark"));
  m_languages[0]->setText(tr("As the system"));
  m_languages[1]->setText("English");
  m_languages[2]->setText(QString::fromUtf8("한국어"));
  m_back->setIcon(icon("go-previous"));
  m_forward->setIcon(icon("go-next"));
  m_paste->setPlaceholderText(m_session.isOperator ? tr("Order, trace id, log line, URL  (Ctrl+L)")
                                                   : tr("Order number  (Ctrl+L)"));
  m_paste->setMinimumWidth(m_paste->fontMetrics().horizontalAdvance(m_paste->placeholderText()) + roomInField);
  m_paste->setAccessibleName(tr("Paste anything to go there"));
  for (auto* button : findChildren<QToolButton*>()) {
    if (button->defaultAction()) button->setAccessibleName(button->defaultAction()->text().remove('&'));
  }
  moved();
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); })) {
    event->acceptProposedAction();
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  for (const auto& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) go(addressOfFile(url.toLocalFile()));
  }
}

void MainWindow::closeEvent(QCloseEvent* event) {
  m_settings.setLayout("window", saveGeometry());
  QMainWindow::closeEvent(event);
}

}  // namespace sharecar::desktop
