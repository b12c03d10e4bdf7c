#include "views/breakerspage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "models/breakerlookup.h"
#include "models/breakertexts.h"
#include "models/texts.h"
#include "views/breakercard.h"
#include "views/breakerdetail.h"
#include "views/cardgrid.h"
#include "views/notice.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int tickMs = 200;  // of countdowns
constexpr BreakerOrder orders[] = {BreakerOrder::ErrorThenVolume, BreakerOrder::Alphabetical, BreakerOrder::Volume,
                                   BreakerOrder::Error,           BreakerOrder::P50,          BreakerOrder::P90,
                                   BreakerOrder::P99};

}  // namespace

BreakersPage::BreakersPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_order(makeChoice("breakerOrder", this)),
      m_filter(named(new QLineEdit(this), "breakerFilter")),
      m_count(named(new QLabel(this), "breakerCount")),
      m_notice(named(new Notice(this), "breakersNotice")),
      m_empty(named(new QLabel(this), "breakersEmpty")),
      m_scroll(named(new QScrollArea(this), "breakerScroll")),
      m_grid(new CardGrid(BreakerCard::cardSize, this)),
      m_detail(new BreakerDetail(session, this)) {
  setObjectName("breakersPage");
  build();
  m_tick.setInterval(tickMs);
  connect(&m_tick, &QTimer::timeout, this, &BreakersPage::tick);
  connect(m_order, &QComboBox::currentIndexChanged, this, &BreakersPage::arrange);
  connect(m_filter, &QLineEdit::textChanged, this, &BreakersPage::arrange);
  connect(m_notice, &Notice::retry, &session.watch, &PlatformWatch::askBreakers);
  connect(&session.watch, &PlatformWatch::breakersChanged, this, [this] {
    if (!m_session.watch.breakersFailure()) setDataAt(m_session.now());
    refresh();
  });
  connect(&session.watch, &PlatformWatch::stateChanged, this, [this] { arrange(); });
  connect(m_detail, &BreakerDetail::navigate, this, &Page::navigate);
  retranslate();
}

void BreakersPage::build() {
  m_filter->setClearButtonEnabled(true);
  m_empty->setWordWrap(true);
  m_empty->setAlignment(Qt::AlignCenter);
  m_scroll->setWidget(m_grid);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setFocusPolicy(Qt::NoFocus);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space::s);
  bar->addWidget(m_filter, 1);
  bar->addWidget(m_order);
  bar->addWidget(m_count);
  auto* left = new QWidget(this);
  auto* list = new QVBoxLayout(left);
  list->setContentsMargins(0, 0, 0, 0);
  list->setSpacing(space::s);
  list->addLayout(bar);
  list->addWidget(m_notice);
  list->addWidget(m_empty);
  list->addWidget(m_scroll, 1);
  auto* splitter = named(new QSplitter(this), "breakersSplitter");
  splitter->addWidget(left);
  splitter->addWidget(m_detail);
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({BreakerCard::cardSize.width() * 2 + 2 * space::l, 400});
  splitter->setChildrenCollapsible(false);
  left->setMinimumWidth(BreakerCard::cardSize.width() + space::l);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->addWidget(splitter);
}

QStringList BreakersPage::crumbs() const { return m_key.isEmpty() ? QStringList() : m_key.split('/'); }

Address BreakersPage::address() const {
  return m_key.isEmpty() ? Address{.place = "breakers"} : breakerAddress(m_key);
}

// "breakers/order" and "breakers/order/order-1", as the breadcrumb leads to, narrow the list.
void BreakersPage::open(const Address& address) {
  if (address.path.size() == 1 || address.path.size() == 2) m_filter->setText(address.path.join('/'));
  m_wanted = address.query.isEmpty() ? Address() : address;
  m_key = address.path.size() == 3 ? address.path.join('/') : QString();
  if (!m_key.isEmpty() && !m_cards.contains(m_key)) m_filter->clear();
  m_detail->follow(m_key);
  findWanted();
  refresh();
}

void BreakersPage::findWanted() {
  if (m_wanted.place.isEmpty() || !m_session.watch.hasBreakers()) return;
  const auto wanted = std::exchange(m_wanted, {}).query;
  const auto word = [&](const char* name) { return wanted.queryItemValue(name).toStdString(); };
  choose(findBreaker(m_session.watch.breakers(), word("service"), word("name")));
}

std::vector<KeyHint> BreakersPage::keys() const {
  return {{tr("Space"), tr("Choose a breaker")}, {tr("Enter"), tr("Open the trace of an event")}};
}

void BreakersPage::setActive(bool active) {
  if (active) {
    m_session.watch.start();
    m_tick.start();
    refresh();
  } else {
    m_tick.stop();
  }
}

void BreakersPage::choose(const QString& key) {
  if (m_key == key) return;
  m_key = key;
  m_detail->follow(key);
  Q_EMIT addressChanged();
}

bool BreakersPage::isWanted(const SeenBreaker& seen) const {
  const auto words = m_filter->text().trimmed();
  return words.isEmpty() || breakerKey(seen.breaker).contains(words, Qt::CaseInsensitive) ||
         QString::fromStdString(seen.breaker.state).compare(words, Qt::CaseInsensitive) == 0;
}

void BreakersPage::refresh() {
  const auto& watch = m_session.watch;
  if (watch.breakersFailure()) {
    m_notice->show(*watch.breakersFailure(), m_session);
  } else {
    m_notice->clear();
  }
  findWanted();
  bool moved = false;
  for (auto it = m_cards.begin(); it != m_cards.end();) {
    if (watch.find(it->first)) {
      ++it;
      continue;
    }
    it->second->deleteLater();
    it = m_cards.erase(it);
    moved = true;
  }
  const auto now = m_session.now();
  for (const auto& [key, seen] : watch.breakers()) {
    auto*& card = m_cards[key];
    if (!card) {
      card = new BreakerCard(m_grid);
      card->setObjectName("breaker_" + key);
      connect(card, &BreakerCard::clicked, this, [this, key = key] { choose(key); });
      moved = true;
    }
    card->show(seen, now);
    card->setChecked(key == m_key);
  }
  if (moved) arrange();
  m_empty->setVisible(m_cards.empty() && watch.hasBreakers());
  m_detail->refresh();
}

void BreakersPage::arrange() {
  std::vector<SeenBreaker> wanted;
  for (const auto& [key, seen] : m_session.watch.breakers()) {
    const auto card = m_cards.find(key);
    if (card == m_cards.end()) continue;
    card->second->setVisible(isWanted(seen));
    if (isWanted(seen)) wanted.push_back(seen);
  }
  sortBreakers(wanted, orders[std::max(0, m_order->currentIndex())]);
  std::vector<QWidget*> cards;
  for (const auto& seen : wanted) cards.push_back(m_cards.at(breakerKey(seen.breaker)));
  m_grid->setCards(std::move(cards));
  const auto open = std::count_if(wanted.begin(), wanted.end(), [](const auto& seen) {
    return breakerState(seen.breaker.state) != BreakerState::Closed;
  });
  m_count->setText(tr("%n breaker(s), %1 not closed", nullptr, static_cast<int>(wanted.size())).arg(open));
}

// Only the countdowns move; a card without one is left alone.
void BreakersPage::tick() {
  const auto now = m_session.now();
  for (const auto& [key, card] : m_cards) {
    const auto waits = waitingOf(card->shown(), now).what;
    if (waits != Waiting::For::Nothing && waits != Waiting::For::Probes) card->setNow(now);
  }
  m_detail->tick();
}

void BreakersPage::retranslate() {
  {
    const QSignalBlocker quiet(m_order);
    const int row = std::max(0, m_order->currentIndex());
    m_order->clear();
    for (const auto order : orders) m_order->addItem(tr("Sort: %1").arg(texts::breakerOrder(order)));
    m_order->setCurrentIndex(row);
  }
  m_order->setAccessibleName(tr("Order of the breakers"));
  m_filter->setPlaceholderText(tr("Filter"));
  m_filter->setAccessibleName(tr("Show only these breakers"));
  m_empty->setText(tr("No service has a breaker yet. A breaker appears here when its service has started."));
  m_scroll->setAccessibleName(tr("Breakers"));
  arrange();
}

}  // namespace sharecar::desktop
