// The tables and words of scenarios.
#include <QCoreApplication>
#include <QLocale>

#include "models/scenarios.h"
#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Scenarios {
  Q_DECLARE_TR_FUNCTIONS(Scenarios)
};

QString breaksOf(const contracts::ScenarioInfo& row) {
  QStringList out;
  for (const auto& one : row.breaks) {
    out += QString::fromUtf8("%1 → %2").arg(QString::fromStdString(one.service), QString::fromStdString(one.breaker));
  }
  return out.join(", ");
}

QString markOf(ShownCheck::State state) {
  switch (state) {
    case ShownCheck::State::Open:
      return QString::fromUtf8("○");
    case ShownCheck::State::Ok:
      return QString::fromUtf8("✓");
    case ShownCheck::State::Failed:
      return QString::fromUtf8("✕");
  }
  return {};
}

QString wordOf(ShownCheck::State state) {
  switch (state) {
    case ShownCheck::State::Open:
      return Scenarios::tr("not seen yet");
    case ShownCheck::State::Ok:
      return Scenarios::tr("as expected");
    case ShownCheck::State::Failed:
      return Scenarios::tr("not as expected");
  }
  return {};
}

QString verdictOf(const contracts::RunInfo& row) {
  return row.end ? texts::verdict(boost::describe::enum_to_string(row.end->verdict, "failed"))
                 : Scenarios::tr("goes on");
}

std::vector<Column<ShownCheck>> checkColumns() {
  using Row = const ShownCheck&;
  using C = Column<ShownCheck>;
  return {C([] { return Scenarios::tr("Seen"); }, [](Row row) { return markOf(row.state) + ' ' + wordOf(row.state); }),
          C([] { return Scenarios::tr("Expected"); }, [](Row row) { return texts::words(row.says); }),
          C([] { return Scenarios::tr("Limit"); }, [](Row row) { return QString::fromStdString(row.limit); }),
          C([] { return Scenarios::tr("Observed"); }, [](Row row) { return QString::fromStdString(row.observed); }),
          C([] { return Scenarios::tr("After"); },
            [](Row row) { return row.after ? texts::duration(*row.after) : QString(); })
              .onTheRight()};
}

std::vector<Column<contracts::ScenarioInfo>> scenarioColumns() {
  using Row = const contracts::ScenarioInfo&;
  using C = Column<contracts::ScenarioInfo>;
  return {C([] { return Scenarios::tr("Scenario"); }, [](Row row) { return QString::fromStdString(row.name); })
              .withToolTip([](Row row) { return texts::words(row.explains); }),
          C([] { return Scenarios::tr("Breaks"); }, breaksOf)};
}

std::vector<Column<contracts::RunInfo>> runColumns() {
  using Row = const contracts::RunInfo&;
  using C = Column<contracts::RunInfo>;
  return {
      C([] { return Scenarios::tr("Started"); }, [](Row row) { return texts::dayAndTime(row.started_at, texts::localZone()); })
          .withToolTip([](Row row) { return texts::exactTime(row.started_at, texts::localZone()); }),
      C([] { return Scenarios::tr("Scenario"); }, [](Row row) { return QString::fromStdString(row.scenario); }),
      C([] { return Scenarios::tr("Verdict"); }, verdictOf),
      C([] { return Scenarios::tr("Took"); },
        [](Row row) { return row.end ? texts::duration(std::chrono::milliseconds{row.end->took_ms}) : QString(); })
          .onTheRight(),
      C([] { return Scenarios::tr("Why"); },
        [](Row row) { return row.end ? QString::fromStdString(row.end->why) : QString(); })
          .withToolTip([](Row row) { return row.end ? QString::fromStdString(row.end->why) : QString(); }),
  };
}

}  // namespace

ScenariosModel::ScenariosModel(QObject* parent) : TableModel(scenarioColumns(), parent) {}
ChecksModel::ChecksModel(QObject* parent) : TableModel(checkColumns(), parent) {}
RunsModel::RunsModel(QObject* parent) : TableModel(runColumns(), parent) {}

namespace texts {

QString words(const contracts::Words& words) {
  const bool korean = QLocale().language() == QLocale::Korean && !words.ko.empty();
  return QString::fromStdString(korean ? words.ko : words.en);
}

Explained access(LauncherApi::Access access) {
  switch (access) {
    case LauncherApi::Access::Ready:
      return {};
    case LauncherApi::Access::NotTold:
      return {Scenarios::tr("Scenarios run only on the computer that runs the platform."),
              Scenarios::tr("Start the client there with ./sharecar desktop --operator.")};
    case LauncherApi::Access::Missing:
      return {Scenarios::tr("No platform was started by the launcher here."), Scenarios::tr("Start it with ./sharecar up.")};
    case LauncherApi::Access::Forbidden:
      return {Scenarios::tr("The launcher belongs to another user of this computer."),
              Scenarios::tr("Only who started the platform may break it.")};
    case LauncherApi::Access::Nonsense:
      return {Scenarios::tr("The launcher's file cannot be understood."), Scenarios::tr("Start it with ./sharecar up.")};
  }
  return {};
}

}  // namespace texts
}  // namespace sharecar::desktop
