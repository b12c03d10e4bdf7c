#include "models/scenarios.h"

#include <algorithm>

namespace sharecar::desktop {
namespace {

/// Null when there is none.
template <class Rows, class Is>
auto* first(Rows& rows, Is is) {
  const auto found = std::find_if(rows.begin(), rows.end(), is);
  return found == rows.end() ? nullptr : &*found;
}

auto runOf(const QString& id) {
  return [wanted = id.toStdString()](const contracts::RunInfo& one) { return one.run_id == wanted; };
}

}  // namespace

std::vector<ShownCheck> checksOf(const contracts::ScenarioInfo& scenario, const contracts::RunInfo* run) {
  std::vector<ShownCheck> out;
  for (const auto& check : scenario.checks) {
    out.push_back({.number = static_cast<int>(out.size()), .says = check.says, .limit = check.limit});
  }
  if (!run) return out;
  for (std::size_t i = 0; i < std::min(out.size(), run->checks.size()); ++i) {
    const auto& seen = run->checks[i];
    out[i].observed = seen.observed;
    out[i].limit = seen.limit;
    out[i].state = seen.ok ? ShownCheck::State::Ok : ShownCheck::State::Failed;
    out[i].after = std::chrono::milliseconds{seen.after_ms};
  }
  return out;
}

ScenarioRuns::ScenarioRuns(LauncherApi& launcher, Api& api, Journal& journal, QObject* parent)
    : QObject(parent), m_launcher(launcher), m_api(api), m_journal(journal) {}

const contracts::ScenarioInfo* ScenarioRuns::scenario(const QString& name) const {
  return first(m_scenarios, [wanted = name.toStdString()](const auto& one) { return one.name == wanted; });
}

const contracts::RunInfo* ScenarioRuns::run(const QString& id) const {
  return first(m_runs, runOf(id));
}

const contracts::RunInfo* ScenarioRuns::newestOf(const QString& scenario) const {
  return first(m_runs, [wanted = scenario.toStdString()](const auto& one) { return one.scenario == wanted; });
}

const contracts::RunInfo* ScenarioRuns::running() const {
  return first(m_runs, [](const auto& one) { return !one.end; });
}

void ScenarioRuns::look() {
  m_access = m_launcher.access();
  if (m_access != LauncherApi::Access::Ready) return void(Q_EMIT changed());
  m_scenariosCall = m_launcher.scenarios([this](const Answer<std::vector<contracts::ScenarioInfo>>& answer) {
    m_lookFailure.reset();
    if (answer) {
      m_scenarios = *answer;
    } else {
      m_lookFailure = answer.error();
    }
    Q_EMIT changed();
  });
  m_runsCall = m_launcher.runs([this](const Answer<std::vector<contracts::RunInfo>>& answer) {
    if (answer) takeRuns(*answer);
    Q_EMIT changed();
  });
}

void ScenarioRuns::lookAgain() {
  m_failure.reset();
  look();
}

void ScenarioRuns::takeRuns(std::vector<contracts::RunInfo> runs) {
  const bool wasRunning = run(m_followed) && !run(m_followed)->end;
  m_runs = std::move(runs);
  const auto* followed = run(m_followed);
  if (!followed || followed->end) m_events.reset();
  if (wasRunning && followed && followed->end) tellEnd(*followed);
  if (const auto* now = running()) follow(QString::fromStdString(now->run_id));
}

void ScenarioRuns::tellEnd(const contracts::RunInfo& run) {
  m_step.reset();
  m_failure.reset();
  const auto scenario = QString::fromStdString(run.scenario);
  const auto verdict = QString::fromLatin1(boost::describe::enum_to_string(run.end->verdict, "failed"));
  m_journal.add(JournalEntry::Kind::ScenarioEnded, {scenario, verdict}, {.place = "scenarios", .path = {scenario}});
}

void ScenarioRuns::start(const QString& scenario) {
  m_failure.reset();
  m_startCall = m_launcher.start(scenario, m_api.click("run scenario"),
                                 [this, scenario](const Answer<contracts::RunStarted>& answer) {
                                   if (!answer) {
                                     m_failure = answer.error();
                                     return look();  // it may be that another run goes on
                                   }
                                   contracts::RunInfo run;
                                   run.run_id = answer->run_id;
                                   run.scenario = scenario.toStdString();
                                   run.started_at = m_journal.now();
                                   m_runs.insert(m_runs.begin(), run);
                                   m_journal.add(JournalEntry::Kind::ScenarioBegun, {scenario},
                                                 {.place = "scenarios", .path = {scenario}});
                                   follow(QString::fromStdString(run.run_id));
                                   Q_EMIT changed();
                                 });
  Q_EMIT changed();
}

void ScenarioRuns::healNow() {
  const auto* now = running();
  if (!now) return;
  m_healCall = m_launcher.heal(QString::fromStdString(now->run_id), m_api.click("heal now"),
                               [this](const Answer<QByteArray>& answer) {
                                 if (!answer) m_failure = answer.error();
                                 look();
                               });
  Q_EMIT changed();
}

void ScenarioRuns::follow(const QString& id) {
  if (m_followed == id && m_events) return;
  m_followed = id;
  m_step.reset();
  m_events = m_launcher.events(id);
  connect(m_events.get(), &EventStream::event, this, &ScenarioRuns::take);
  m_events->open();
}

// The stream tells everything from the beginning when it comes anew: what is known already is not taken twice.
void ScenarioRuns::take(const QByteArray& name, const QByteArray& data) {
  const auto event = decodeRunEvent(name, data);
  auto* run = first(m_runs, runOf(m_followed));
  if (!event || !run || run->end) return;
  if (const auto* step = std::get_if<contracts::RunStep>(&*event)) m_step = *step;
  if (const auto* check = std::get_if<contracts::RunCheck>(&*event)) {
    if (std::find(run->checks.begin(), run->checks.end(), *check) == run->checks.end()) run->checks.push_back(*check);
  }
  if (const auto* end = std::get_if<contracts::RunEnd>(&*event)) {
    run->end = *end;
    m_events->close();
    m_events.release()->deleteLater();  // it is telling this
    tellEnd(*run);
  }
  Q_EMIT changed();
}

}  // namespace sharecar::desktop
