/// Scenarios: what each teaches, the run that goes on, and those that were.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "api/launcherapi.h"
#include "models/journal.h"
#include "models/tablemodel.h"
#include "models/texts.h"

namespace sharecar::desktop {

/// A check of a scenario and how it went in a run.
struct ShownCheck {
  enum class State { Open, Ok, Failed };

  int number = 0;  ///< from 0
  contracts::Words says;
  std::string limit;
  std::string observed = {};
  State state = State::Open;
  std::optional<std::chrono::milliseconds> after = {};  ///< since its step began

  friend bool operator==(const ShownCheck&, const ShownCheck&) = default;
};
/// The checks of a scenario in their order, filled with what the run has seen so far; `run` may be null.
std::vector<ShownCheck> checksOf(const contracts::ScenarioInfo& scenario, const contracts::RunInfo* run);

/// Shared by all windows: a run goes on whatever page is in sight. Asks for nothing until somebody looks. GUI thread.
class ScenarioRuns : public QObject {
  Q_OBJECT
 public:
  ScenarioRuns(LauncherApi& launcher, Api& api, Journal& journal, QObject* parent = nullptr);

  /// Reads scenarios and runs, and follows the one that goes on.
  void look();
  /// The same after a failure, which has been read.
  void lookAgain();
  void start(const QString& scenario);
  void healNow();

  LauncherApi::Access access() const { return m_access; }
  const std::vector<contracts::ScenarioInfo>& scenarios() const { return m_scenarios; }
  const contracts::ScenarioInfo* scenario(const QString& name) const;
  /// Newest first.
  const std::vector<contracts::RunInfo>& runs() const { return m_runs; }
  const contracts::RunInfo* run(const QString& id) const;
  const contracts::RunInfo* newestOf(const QString& scenario) const;
  /// The one that goes on; null when none does.
  const contracts::RunInfo* running() const;
  /// The step that is being done; nothing when none is.
  const std::optional<contracts::RunStep>& step() const { return m_step; }
  /// Of what was asked by hand until it is asked again, otherwise of the last look.
  const std::optional<Failure>& failure() const { return m_failure ? m_failure : m_lookFailure; }
  bool isHealing() const { return m_healCall.isRunning(); }

 Q_SIGNALS:
  void changed();

 private:
  void follow(const QString& id);
  void take(const QByteArray& name, const QByteArray& data);
  void takeRuns(std::vector<contracts::RunInfo> runs);
  void tellEnd(const contracts::RunInfo& run);

  LauncherApi& m_launcher;
  Api& m_api;
  Journal& m_journal;
  LauncherApi::Access m_access = LauncherApi::Access::NotTold;
  std::vector<contracts::ScenarioInfo> m_scenarios;
  std::vector<contracts::RunInfo> m_runs;
  std::optional<contracts::RunStep> m_step;
  std::optional<Failure> m_failure;
  std::optional<Failure> m_lookFailure;
  QString m_followed;
  std::unique_ptr<EventStream> m_events;
  Call m_scenariosCall;
  Call m_runsCall;
  Call m_startCall;
  Call m_healCall;
};

struct ScenarioTraits {
  static const std::string& key(const contracts::ScenarioInfo& row) { return row.name; }
  static bool same(const contracts::ScenarioInfo& a, const contracts::ScenarioInfo& b) {
    return a.explains == b.explains && a.breaks == b.breaks && a.checks == b.checks;
  }
};

class ScenariosModel : public TableModel<contracts::ScenarioInfo, ScenarioTraits> {
 public:
  enum ColumnNumber { Name, Breaks };

  explicit ScenariosModel(QObject* parent = nullptr);
};

struct CheckTraits {
  static int key(const ShownCheck& row) { return row.number; }
  static bool same(const ShownCheck& a, const ShownCheck& b) { return a == b; }
};

class ChecksModel : public TableModel<ShownCheck, CheckTraits> {
 public:
  enum ColumnNumber { Mark, What, Limit, Observed, After };

  explicit ChecksModel(QObject* parent = nullptr);
};

struct RunTraits {
  static const std::string& key(const contracts::RunInfo& row) { return row.run_id; }
  static bool same(const contracts::RunInfo& a, const contracts::RunInfo& b) {
    return a.checks == b.checks && a.end == b.end;
  }
};

class RunsModel : public TableModel<contracts::RunInfo, RunTraits> {
 public:
  enum ColumnNumber { Started, Scenario, Verdict, Took, Why };

  explicit RunsModel(QObject* parent = nullptr);
};

namespace texts {
/// In the language of the moment.
QString words(const contracts::Words& words);
/// Why scenarios cannot be run from here, and what to do.
Explained access(LauncherApi::Access access);
}  // namespace texts

}  // namespace sharecar::desktop
