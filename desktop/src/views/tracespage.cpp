#include "views/tracespage.h"

#include <QLabel>
#include <QShortcut>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/theme.h"
#include "views/tracefiletab.h"
#include "views/tracesearch.h"
#include "views/tracetab.h"

namespace sharecar::desktop {
namespace {

constexpr int longestTitle = 28;

}  // namespace

TracesPage::TracesPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_tabs(named(new QTabWidget(this), "traceTabs")),
      m_empty(named(new QLabel(this), "noTabs")) {
  setObjectName("tracesPage");
  m_tabs->setDocumentMode(true);
  m_tabs->tabBar()->setObjectName("traceTabBar");
  m_tabs->tabBar()->setExpanding(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->addWidget(m_tabs);
  layout->addWidget(m_empty);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  if (session.isOperator) {
    m_search = new TraceSearch(session, this);
    add(m_search);
  }
  connect(m_tabs, &QTabWidget::currentChanged, this, &Page::addressChanged);
  const auto* shortcut = new QShortcut(QKeySequence::Close, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
  connect(shortcut, &QShortcut::activated, this, [this] { close(m_tabs->currentIndex()); });
  retranslate();
}

TracePlace* TracesPage::placeAt(int tab) const { return qobject_cast<TracePlace*>(m_tabs->widget(tab)); }

TracePlace* TracesPage::current() const { return placeAt(m_tabs->currentIndex()); }

QStringList TracesPage::crumbs() const { return current() ? current()->crumbs() : QStringList(); }

std::vector<Crumb> TracesPage::origin() const { return current() ? current()->origin() : std::vector<Crumb>(); }

Address TracesPage::address() const { return current() ? current()->address() : Address{.place = "traces"}; }

void TracesPage::open(const Address& address) {
  const QSignalBlocker quiet(m_tabs);  // who opens an address knows where it is
  TracePlace* found = nullptr;
  for (int tab = 0; tab < m_tabs->count() && !found; ++tab) {
    if (placeAt(tab)->isFor(address)) found = placeAt(tab);
  }
  if (!found) {
    found = make(address);
    if (!found) return;
    add(found);
  }
  m_tabs->setCurrentWidget(found);
  found->open(address);
}

TracePlace* TracesPage::make(const Address& address) {
  if (const auto file = fileOf(address); !file.isEmpty()) return new TraceFileTab(m_session, file, this);
  const TraceLoader::Wanted wanted{.traceId = address.id(),
                                   .order = address.query.queryItemValue("order").toLongLong()};
  if (wanted == TraceLoader::Wanted{}) return nullptr;
  return new TraceTab(m_session, wanted, address.query.queryItemValue("compare"), this);
}

void TracesPage::add(TracePlace* place) {
  const int tab = m_tabs->addTab(place, place->title());
  if (place != m_search) {
    auto* button = named(new QToolButton(this), "closeTab");
    button->setAutoRaise(true);
    button->setIconSize({12, 12});
    connect(button, &QToolButton::clicked, this, [this, place] { close(m_tabs->indexOf(place)); });
    m_tabs->tabBar()->setTabButton(tab, QTabBar::RightSide, button);
  }
  connect(place, &TracePlace::navigate, this, &Page::navigate);
  connect(place, &TracePlace::announce, this, &Page::announce);
  connect(place, &TracePlace::dataCame, this, [this] { setDataAt(m_session.now()); });
  connect(place, &TracePlace::moved, this, [this, place] {
    if (place == current()) Q_EMIT addressChanged();
  });
  connect(place, &TracePlace::refined, this, [this, place] {
    nameTab(place);
    if (place == current()) Q_EMIT addressRefined();
  });
  nameTab(place);
  showEmpty();
}

void TracesPage::close(int tab) {
  auto* place = placeAt(tab);
  if (!place || place == m_search) return;
  m_tabs->removeTab(tab);
  place->deleteLater();
  showEmpty();
}

void TracesPage::showEmpty() {
  m_tabs->setVisible(m_tabs->count() > 0);
  m_empty->setVisible(m_tabs->count() == 0);
}

void TracesPage::nameTab(TracePlace* place) {
  const int tab = m_tabs->indexOf(place);
  const auto full = place->title();
  m_tabs->setTabText(tab, full.size() > longestTitle ? full.left(longestTitle - 1) + QChar(0x2026) : full);
  m_tabs->setTabToolTip(tab, full);
  if (auto* button = qobject_cast<QToolButton*>(m_tabs->tabBar()->tabButton(tab, QTabBar::RightSide))) {
    button->setIcon(icon("tab-close"));
    button->setAccessibleName(tr("Close %1").arg(full));
  }
}

void TracesPage::retranslate() {
  m_tabs->setAccessibleName(tr("Opened traces"));
  m_tabs->tabBar()->setAccessibleName(tr("Opened traces"));
  m_empty->setText(
      tr("No trace is open. A booking opens its own with \"What happened?\", and a file can be dropped here."));
  showEmpty();
  for (int tab = 0; tab < m_tabs->count(); ++tab) nameTab(placeAt(tab));
}

}  // namespace sharecar::desktop
