#include "views/scenariospage.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "models/breakerlookup.h"
#include "models/texts.h"
#include "views/notice.h"
#include "views/spoken.h"
#include "views/style.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int lookAgainMs = 1'000;

void makeBold(QLabel* label) {
  auto font = label->font();
  font.setBold(true);
  label->setFont(font);
}

}  // namespace

ScenariosPage::ScenariosPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_notice(named(new Notice(this), "scenariosNotice")),
      m_all(named(new QPushButton(this), "scenariosAll")),
      m_list(makeTable(&m_scenarios, "scenarios", this)),
      m_headline(named(new QLabel(this), "scenarioHeadline")),
      m_explains(named(new QLabel(this), "scenarioExplains")),
      m_run(named(new QPushButton(this), "scenarioRun")),
      m_heal(named(new QPushButton(this), "scenarioHeal")),
      m_state(named(new QLabel(this), "scenarioState")),
      m_toBreaker(named(new QPushButton(this), "scenarioBreaker")),
      m_toBooking(named(new QPushButton(this), "scenarioBooking")),
      m_toTraces(named(new QPushButton(this), "scenarioTraces")),
      m_checkTable(makeTable(&m_checks, "scenarioChecks", this)),
      m_historyTitle(named(new QLabel(this), "scenarioHistoryTitle")),
      m_history(makeTable(&m_runs, "scenarioHistory", this)),
      m_detail(new QWidget(this)) {
  setObjectName("scenariosPage");
  build();
  m_due.setInterval(lookAgainMs);
  connect(&m_due, &QTimer::timeout, this, [this] {
    m_session.scenarios.look();
    findBooking();
  });
  connect(&session.scenarios, &ScenarioRuns::changed, this, &ScenariosPage::refresh);
  connect(m_notice, &Notice::retry, &session.scenarios, &ScenarioRuns::lookAgain);
  connect(m_run, &QPushButton::clicked, this, [this] { m_session.scenarios.start(m_scenario); });
  connect(m_heal, &QPushButton::clicked, &session.scenarios, &ScenarioRuns::healNow);
  connect(m_all, &QPushButton::clicked, this, [this] {
    m_breaker.clear();
    refresh();
    Q_EMIT addressChanged();
  });
  connect(m_toBreaker, &QPushButton::clicked, this, &ScenariosPage::openBreaker);
  connect(m_toBooking, &QPushButton::clicked, this,
          [this] { Q_EMIT navigate({.place = "orders", .path = {QString::number(m_booking)}}); });
  connect(m_toTraces, &QPushButton::clicked, this, &ScenariosPage::openTraces);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
    if (!now.isValid()) return;
    const auto name = QString::fromStdString(m_scenarios.rowAt(now).name);
    if (name == m_scenario) return;
    m_scenario = name;
    showDetail();
    Q_EMIT addressChanged();
  });
  retranslate();
}

void ScenariosPage::build() {
  for (auto* table : {m_list, m_checkTable, m_history}) table->setSortingEnabled(false);
  makeBold(m_headline);
  makeBold(m_historyTitle);
  m_explains->setWordWrap(true);
  m_state->setWordWrap(true);
  makePrimary(m_run);
  for (auto* button : {m_run, m_heal, m_toBreaker, m_toBooking, m_toTraces}) button->setEnabled(false);
  m_history->setFixedHeight(6 * rowHeight);
  auto* left = new QWidget(this);
  auto* list = new QVBoxLayout(left);
  list->setContentsMargins(0, 0, 0, 0);
  list->setSpacing(space::s);
  list->addWidget(m_all);
  list->addWidget(m_list, 1);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::s);
  buttons->addWidget(m_run);
  buttons->addWidget(m_heal);
  buttons->addSpacing(space::l);
  buttons->addWidget(m_toBreaker);
  buttons->addWidget(m_toBooking);
  buttons->addWidget(m_toTraces);
  buttons->addStretch();
  auto* detail = new QVBoxLayout(m_detail);
  detail->setContentsMargins(space::m, 0, 0, 0);
  detail->setSpacing(space::s);
  detail->addWidget(m_headline);
  detail->addWidget(m_explains);
  detail->addLayout(buttons);
  detail->addWidget(m_state);
  detail->addWidget(m_checkTable, 1);
  detail->addWidget(m_historyTitle);
  detail->addWidget(m_history);
  auto* splitter = named(new QSplitter(this), "scenariosSplitter");
  splitter->addWidget(left);
  splitter->addWidget(m_detail);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 2);
  splitter->setSizes({320, 640});
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->setSpacing(space::s);
  layout->addWidget(m_notice);
  layout->addWidget(splitter, 1);
}

QStringList ScenariosPage::crumbs() const { return m_scenario.isEmpty() ? QStringList() : QStringList(m_scenario); }

Address ScenariosPage::address() const {
  Address out{.place = "scenarios"};
  if (!m_scenario.isEmpty()) out.path = {m_scenario};
  if (!m_breaker.isEmpty()) out.query.addQueryItem("breaker", m_breaker);
  return out;
}

void ScenariosPage::open(const Address& address) {
  m_scenario = address.id();
  m_breaker = address.query.queryItemValue("breaker", QUrl::FullyDecoded);
  m_wantedRun = address.query.queryItemValue("run");
  refresh();
}

std::vector<KeyHint> ScenariosPage::keys() const {
  return {{tr("Up, Down"), tr("Choose a scenario")}};
}

void ScenariosPage::setActive(bool active) {
  if (!active) return m_due.stop();
  m_due.start();
  m_session.scenarios.look();
}

const contracts::RunInfo* ScenariosPage::shownRun() const {
  const auto* now = m_session.scenarios.running();
  if (now && QString::fromStdString(now->scenario) == m_scenario) return now;
  return m_session.scenarios.newestOf(m_scenario);
}

void ScenariosPage::refresh() {
  const auto& all = m_session.scenarios;
  if (all.access() != LauncherApi::Access::Ready) {
    m_notice->show(Notice::Kind::Information, texts::access(all.access()));
  } else if (all.failure() && all.failure()->status == 409) {
    m_notice->show(Notice::Kind::Warning, {tr("Another scenario is running."), tr("Wait for its verdict, or heal it.")});
  } else if (all.failure()) {
    m_notice->show(*all.failure());
  } else {
    m_notice->clear();
  }
  std::vector<contracts::ScenarioInfo> wanted;
  for (const auto& one : all.scenarios()) {
    const auto isOfBreaker = [&](const auto& broken) {
      return m_breaker == QString::fromStdString(broken.service + '/' + broken.breaker);
    };
    if (m_breaker.isEmpty() || std::any_of(one.breaks.begin(), one.breaks.end(), isOfBreaker)) wanted.push_back(one);
  }
  if (const auto* run = all.run(m_wantedRun)) {
    m_wantedRun.clear();
    m_scenario = QString::fromStdString(run->scenario);
  }
  const bool first = m_scenarios.rowCount() == 0 && !wanted.empty();
  m_scenarios.apply(std::move(wanted));
  if (first) fitColumns(m_list, ScenariosModel::Breaks);
  m_all->setVisible(!m_breaker.isEmpty());
  m_all->setText(tr("Those that break %1: show all").arg(m_breaker));
  setSpokenName(m_all, m_all->text());
  const auto index = m_scenarios.indexOf(m_scenario.toStdString());
  if (m_list->currentIndex().row() != index.row()) m_list->setCurrentIndex(index);
  if (!all.runs().empty() && m_runs.rowCount() == 0) {
    m_runs.apply(all.runs());
    fitColumns(m_history, RunsModel::Why);
  } else {
    m_runs.apply(all.runs());
  }
  showDetail();
}

void ScenariosPage::showDetail() {
  const auto& all = m_session.scenarios;
  const auto* scenario = all.scenario(m_scenario);
  for (auto* part : std::initializer_list<QWidget*>{m_explains, m_run, m_heal, m_state, m_toBreaker, m_toBooking,
                                                   m_toTraces, m_checkTable}) {
    part->setVisible(scenario != nullptr);
  }
  m_historyTitle->setVisible(!all.runs().empty());
  m_history->setVisible(!all.runs().empty());
  if (!scenario) {
    const bool isEmpty = all.scenarios().empty();
    m_headline->setText(isEmpty ? QString() : tr("Choose a scenario: each breaks one thing and shows what the platform does"));
    return;
  }
  m_headline->setText(m_scenario);
  m_explains->setText(texts::words(scenario->explains));
  const auto* running = all.running();
  const auto* run = shownRun();
  const bool first = m_checks.rowCount() == 0;
  m_checks.apply(checksOf(*scenario, run));
  if (first) fitColumns(m_checkTable, ChecksModel::What);
  m_run->setEnabled(!running);
  m_run->setToolTip(running ? tr("%1 is running").arg(QString::fromStdString(running->scenario)) : QString());
  m_heal->setEnabled(running && !all.isHealing());
  showRun(run, run && run == running);
}

void ScenariosPage::showRun(const contracts::RunInfo* run, bool runs) {
  m_toBreaker->setEnabled(!brokenBreaker().isEmpty());
  m_toTraces->setEnabled(run != nullptr);
  m_toBooking->setEnabled(run && m_booking != 0 && m_bookingOf == QString::fromStdString(run->run_id));
  if (!run) return m_state->setText(tr("It was not run yet."));
  if (m_session.scenarios.isHealing()) return m_state->setText(tr("Healing"));
  if (runs) {
    const auto& step = m_session.scenarios.step();
    return m_state->setText(step ? tr("Step %1 of %2: %3").arg(step->number).arg(step->of).arg(texts::words(step->says))
                                 : tr("Begins"));
  }
  if (!run->end) return m_state->clear();
  const auto verdict = texts::verdict(boost::describe::enum_to_string(run->end->verdict, "failed"));
  const auto took = texts::duration(std::chrono::milliseconds{run->end->took_ms});
  const auto why = QString::fromStdString(run->end->why);
  m_state->setText(why.isEmpty() ? tr("%1 in %2").arg(verdict, took) : tr("%1 in %2: %3").arg(verdict, took, why));
}

// The newest booking that was placed while the run went on.
void ScenariosPage::findBooking() {
  const auto* run = shownRun();
  if (!run || m_bookingCall.isRunning()) return;
  const auto id = QString::fromStdString(run->run_id);
  if (run->end && m_bookingOf == id) return;
  contracts::FindOrders wanted;
  wanted.from = run->started_at;
  if (run->end) wanted.to = run->end->at;
  wanted.size = 1;
  wanted.sort = "orderId,desc";
  m_bookingCall = m_session.api.findOrders(wanted, [this, id](const Answer<Listed<contracts::Order>>& answer) {
    if (!answer) return;
    m_bookingOf = id;
    m_booking = answer->rows.empty() ? 0 : answer->rows.front().order_id.value;
    showDetail();
  });
}

// One that is not closed, if any.
QString ScenariosPage::brokenBreaker() const {
  const auto* scenario = m_session.scenarios.scenario(m_scenario);
  if (!scenario) return {};
  for (const auto& broken : scenario->breaks) {
    const auto key = findBreaker(m_session.watch.breakers(), broken.service, broken.breaker);
    if (!key.isEmpty()) return key;
  }
  return {};
}

void ScenariosPage::openBreaker() { Q_EMIT navigate(breakerAddress(brokenBreaker())); }

// Every span of the run bears its id.
void ScenariosPage::openTraces() {
  const auto* run = shownRun();
  if (!run) return;
  QUrlQuery query;
  query.addQueryItem("annotationQuery", "scenario.run=" + QString::fromStdString(run->run_id));
  Q_EMIT navigate({.place = "traces", .query = query});
}

void ScenariosPage::retranslate() {
  m_run->setText(tr("Run"));
  m_run->setAccessibleName(tr("Run the scenario"));
  m_heal->setText(tr("Heal now"));
  m_heal->setAccessibleName(tr("Heal everything now and end the run"));
  m_toBreaker->setText(tr("Its breaker"));
  m_toBooking->setText(tr("Newest booking"));
  m_toTraces->setText(tr("Its traces"));
  for (auto* button : {m_toBreaker, m_toBooking, m_toTraces}) button->setAccessibleName(button->text());
  m_historyTitle->setText(tr("Runs so far"));
  m_list->setAccessibleName(tr("Scenarios"));
  m_checkTable->setAccessibleName(tr("What is expected, and what was seen"));
  m_history->setAccessibleName(tr("Runs so far, the newest first"));
  m_scenarios.retranslate();
  m_checks.retranslate();
  m_runs.retranslate();
  fitColumns(m_list, ScenariosModel::Breaks);
  fitColumns(m_checkTable, ChecksModel::What);
  fitColumns(m_history, RunsModel::Why);
  refresh();
}

}  // namespace sharecar::desktop
