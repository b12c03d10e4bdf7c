#include "views/breakerdetail.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "models/breakertexts.h"
#include "models/texts.h"
#include "views/breakercontrol.h"
#include "views/notice.h"
#include "views/page.h"
#include "views/spoken.h"
#include "views/stateband.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;

constexpr auto remembered = 24h;  // by the platform
constexpr auto bandTime = 10min;

// The newest transition to OPEN that a call caused.
const contracts::BreakerEvent* tripOf(const BreakerEventsModel& events) {
  const auto found = std::find_if(events.rows().begin(), events.rows().end(),
                                  [](const auto& row) { return row.event.to == "OPEN" && row.event.trace_id; });
  return found == events.rows().end() ? nullptr : &found->event;
}

}  // namespace

BreakerDetail::BreakerDetail(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_headline(named(new QLabel(this), "breakerHeadline")),
      m_state(named(new QLabel(this), "breakerState")),
      m_band(named(new StateBand(this), "breakerBand")),
      m_trip(named(new QPushButton(this), "breakerTrip")),
      m_break(named(new QPushButton(this), "breakerScenarios")),
      m_tabs(named(new QTabWidget(this), "breakerTabs")),
      m_eventTable(makeTable(&m_events, "breakerEvents", this)),
      m_settingTable(makeTable(&m_settings, "breakerSettings", this)),
      m_changeTable(makeTable(&m_changes, "breakerChanges", this)),
      m_control(new BreakerControl(session, this)),
      m_notice(named(new Notice(this), "breakerNotice")) {
  build();
  for (auto* table : {m_eventTable, m_settingTable, m_changeTable}) table->setSortingEnabled(false);
  connect(m_eventTable, &QTableView::activated, this, &BreakerDetail::openTraceOf);
  connect(m_trip, &QPushButton::clicked, this, &BreakerDetail::openTripTrace);
  connect(m_break, &QPushButton::clicked, this, [this] {
    QUrlQuery query;
    query.addQueryItem("breaker", m_key.section('/', 0, 0) + '/' + m_key.section('/', 2));
    Q_EMIT navigate({.place = "scenarios", .query = query});
  });
  connect(m_notice, &Notice::retry, this, &BreakerDetail::askHistory);
  connect(m_control, &BreakerControl::changed, this, [this](const contracts::BreakerChange& change) {
    m_session.journal.add(JournalEntry::Kind::BreakerSet,
                          {m_key, QString::fromStdString(change.to), QString::fromStdString(change.reason)},
                          breakerAddress(m_key));
    m_session.watch.askBreakers();
    askHistory();
  });
  connect(m_control, &BreakerControl::undone, this, [this] {
    m_session.journal.add(JournalEntry::Kind::BreakerUndone, {m_key}, breakerAddress(m_key));
    m_session.watch.askBreakers();
    askHistory();
  });
  connect(&session.watch, &PlatformWatch::breakerDid, this, [this](const contracts::BreakerEvent& event) {
    if (breakerKey(event) != m_key) return;
    fillLog();
    if (event.type == "STATE_TRANSITION") askHistory();
  });
  retranslate();
}

void BreakerDetail::build() {
  auto font = m_headline->font();
  font.setBold(true);
  m_headline->setFont(font);
  m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_state->setWordWrap(true);
  m_tabs->setDocumentMode(true);
  for (auto* tab : {static_cast<QWidget*>(m_eventTable), static_cast<QWidget*>(m_control),
                    static_cast<QWidget*>(m_changeTable), static_cast<QWidget*>(m_settingTable)}) {
    m_tabs->addTab(tab, QString());
  }
  auto* links = new QHBoxLayout;
  links->setSpacing(space::s);
  links->addWidget(m_trip);
  links->addWidget(m_break);
  links->addStretch();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::m, 0, 0, 0);
  layout->setSpacing(space::s);
  layout->addWidget(m_headline);
  layout->addWidget(m_state);
  layout->addWidget(m_band);
  layout->addLayout(links);
  layout->addWidget(m_notice);
  layout->addWidget(m_tabs, 1);
}

void BreakerDetail::follow(const QString& key) {
  if (m_key == key) return;
  m_key = key;
  m_timeline.clear();
  m_told.clear();
  m_changes.apply({});
  m_notice->clear();
  m_asked = false;
  fillLog();
}

void BreakerDetail::refresh() {
  const auto* seen = m_session.watch.find(m_key);
  for (auto* part : std::initializer_list<QWidget*>{m_state, m_band, m_break, m_tabs}) part->setVisible(seen != nullptr);
  if (!seen) {
    m_trip->hide();
    m_asked = false;  // it may come back
    m_headline->setText(m_key.isEmpty() ? tr("Choose a breaker") : tr("There is no breaker %1 now").arg(m_key));
    return;
  }
  if (!m_asked) askHistory();
  m_trip->setVisible(tripOf(m_events) != nullptr);
  const auto& breaker = seen->breaker;
  const auto state = breakerState(breaker.state);
  m_headline->setText(QString::fromUtf8("%1 → %2, %3")
                          .arg(QString::fromStdString(breaker.service), QString::fromStdString(breaker.name),
                               QString::fromStdString(breaker.instance)));
  m_settings.apply(breaker.config);
  m_control->follow(*seen);
  // What counts down is seen and not heard.
  setSpokenName(m_state, texts::breakerState(state) + ": " + texts::breakerStateMeans(state));
  tick();
}

void BreakerDetail::tick() {
  const auto* seen = m_session.watch.find(m_key);
  if (!seen) return;
  const auto now = m_session.now();
  const auto state = breakerState(seen->breaker.state);
  const auto waits = texts::waiting(waitingOf(*seen, now), texts::localZone());
  m_state->setText(QStringList{m_state->accessibleName(), waits}.join('\n').trimmed());
  const auto serverNow = seen->serverNow(now);
  const Slot window{serverNow - bandTime, serverNow};
  std::vector<contracts::TimelineEntry> transitions;
  for (const auto& row : m_events.rows()) {
    if (!row.event.from || !row.event.to) continue;
    contracts::TimelineEntry entry;
    entry.at = row.event.at;
    entry.from = *row.event.from;
    entry.to = *row.event.to;
    transitions.push_back(std::move(entry));
  }
  m_band->show(stateBand(std::move(transitions), state, window), window);
}

void BreakerDetail::askHistory() {
  const auto* seen = m_session.watch.find(m_key);
  if (!seen) return;
  m_asked = true;
  const auto now = seen->serverNow(m_session.now());
  m_timelineCall = m_session.api.breakerTimeline({now - remembered, now + 1min}, [this](const auto& answer) {
    if (!answer) return m_notice->show(answer.error());
    m_notice->clear();
    m_timeline = *answer;
    fillLog();
  });
  m_eventsCall = m_session.api.breakerEvents(seen->breaker, [this](const auto& answer) {
    if (!answer) return m_notice->show(answer.error());
    m_told = *answer;
    fillLog();
  });
  m_changesCall =
      m_session.api.breakerChanges([this](const Answer<std::vector<contracts::BreakerChange>>& answer) {
        if (!answer) return m_notice->show(answer.error());
        std::vector<contracts::BreakerChange> mine;
        for (const auto& change : *answer) {
          if (breakerKey(change.service, change.instance, change.name) == m_key) mine.push_back(change);
        }
        std::sort(mine.begin(), mine.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
        const bool first = m_changes.rowCount() == 0 && !mine.empty();
        m_changes.apply(std::move(mine));
        if (first) fitColumns(m_changeTable, BreakerChangesModel::Reason);
      });
}

void BreakerDetail::fillLog() {
  auto events = m_told;
  events.insert(events.end(), m_session.watch.events().begin(), m_session.watch.events().end());
  const bool first = m_events.rowCount() == 0;
  m_events.apply(eventLog(m_key, m_timeline, std::move(events)));
  if (first && m_events.rowCount() > 0) fitColumns(m_eventTable, BreakerEventsModel::Detail);
  refresh();
}

void BreakerDetail::openTraceOf(const QModelIndex& index) {
  const auto& event = m_events.rowAt(index).event;
  if (event.trace_id) Q_EMIT navigate({.place = "traces", .path = {QString::fromStdString(*event.trace_id)}});
}

void BreakerDetail::openTripTrace() {
  if (const auto* trip = tripOf(m_events)) {
    Q_EMIT navigate({.place = "traces", .path = {QString::fromStdString(*trip->trace_id)}});
  }
}

void BreakerDetail::retranslate() {
  m_trip->setText(tr("Trace that tripped it"));
  m_break->setText(tr("Scenarios that break it"));
  for (auto* button : {m_trip, m_break}) button->setAccessibleName(button->text());
  const QStringList titles{tr("Events"), tr("Control"), tr("Journal"), tr("Configuration")};
  for (int i = 0; i < m_tabs->count(); ++i) m_tabs->setTabText(i, titles[i]);
  m_tabs->setAccessibleName(tr("Details of the breaker"));
  m_eventTable->setAccessibleName(tr("Events of the breaker"));
  m_changeTable->setAccessibleName(tr("What operators did to the breaker"));
  m_settingTable->setAccessibleName(tr("Effective configuration and where it came from"));
  m_events.retranslate();
  m_settings.retranslate();
  m_changes.retranslate();
  fitColumns(m_eventTable, BreakerEventsModel::Detail);
  fitColumns(m_changeTable, BreakerChangesModel::Reason);
  fitColumns(m_settingTable, SettingsModel::Key);
  refresh();
}

void BreakerDetail::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
