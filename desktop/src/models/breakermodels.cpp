#include "models/breakermodels.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "contracts/time.hpp"
#include "models/breakertexts.h"
#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class BreakerTables {
  Q_DECLARE_TR_FUNCTIONS(BreakerTables)
};

QVariant sortTime(Timestamp at) { return QVariant(qlonglong{at.time_since_epoch().count()}); }

QString stateWord(const std::string& code) { return texts::breakerState(breakerState(code)); }

// Enough to tell traces apart by eye.
QString shortId(const std::string& id) {
  constexpr std::size_t most = 8;
  const auto text = QString::fromStdString(id.substr(0, most));
  return id.size() > most ? text + QString::fromUtf8("…") : text;
}

QString timeOf(Timestamp at) { return texts::exactTime(at, texts::localZone()); }

QString backOf(const contracts::BreakerChange& row) {
  if (row.reverted_at && row.reverted_by == "undo") return BreakerTables::tr("undone %1").arg(timeOf(*row.reverted_at));
  if (row.reverted_at && row.reverted_by == "time") {
    return BreakerTables::tr("reverted %1").arg(timeOf(*row.reverted_at));
  }
  if (row.reverted_at && row.reverted_by == "instance") {
    return BreakerTables::tr("ended with its process %1").arg(timeOf(*row.reverted_at));
  }
  if (row.reverted_by == "failure") return BreakerTables::tr("not known whether it was made");
  if (row.reverted_at) return BreakerTables::tr("replaced %1").arg(timeOf(*row.reverted_at));
  if (row.reverts_at) return BreakerTables::tr("reverts %1").arg(timeOf(*row.reverts_at));
  return BreakerTables::tr("stays");
}

std::vector<Column<ShownBreakerEvent>> eventColumns() {
  using Row = const ShownBreakerEvent&;
  using C = Column<ShownBreakerEvent>;
  return {
      C([] { return BreakerTables::tr("Time"); }, [](Row row) { return timeOf(row.event.at); })
          .sortedBy([](Row row) { return sortTime(row.event.at); })
          .withToolTip([](Row row) { return texts::dayAndTime(row.event.at, texts::localZone()); }),
      C([] { return BreakerTables::tr("Event"); }, [](Row row) { return texts::breakerEvent(row.event.type); })
          .withToolTip([](Row row) { return QString::fromStdString(row.event.type); }),
      C([] { return BreakerTables::tr("Detail"); }, [](Row row) { return texts::breakerEventDetail(row.event); })
          .withToolTip([](Row row) { return texts::breakerEventDetail(row.event); }),
      C([] { return BreakerTables::tr("Trace"); },
        [](Row row) { return shortId(row.event.trace_id.value_or("")); })
          .withToolTip([](Row row) {
            if (!row.event.trace_id) return BreakerTables::tr("No call caused it: time did");
            return BreakerTables::tr("Enter or double click opens the trace that caused it: %1")
                .arg(QString::fromStdString(*row.event.trace_id));
          }),
  };
}

std::vector<Column<contracts::Setting>> settingColumns() {
  using Row = const contracts::Setting&;
  using C = Column<contracts::Setting>;
  return {C([] { return BreakerTables::tr("Setting"); }, [](Row row) { return QString::fromStdString(row.key); })
              .withToolTip([](Row row) { return QString::fromStdString(row.key); }),
          C([] { return BreakerTables::tr("Value"); }, [](Row row) { return QString::fromStdString(row.value); })
              .onTheRight(),
          C([] { return BreakerTables::tr("From"); }, [](Row row) { return QString::fromStdString(row.source); })
              .withToolTip([](Row row) { return QString::fromStdString(row.source); })};
}

std::vector<Column<contracts::BreakerChange>> changeColumns() {
  using Row = const contracts::BreakerChange&;
  using C = Column<contracts::BreakerChange>;
  return {C([] { return BreakerTables::tr("Time"); }, [](Row row) { return timeOf(row.at); })
              .sortedBy([](Row row) { return sortTime(row.at); })
              .withToolTip([](Row row) { return texts::dayAndTime(row.at, texts::localZone()); }),
          C([] { return BreakerTables::tr("Change"); },
            [](Row row) { return QString::fromUtf8("%1 → %2").arg(stateWord(row.from), stateWord(row.to)); }),
          C([] { return BreakerTables::tr("Reason"); }, [](Row row) { return QString::fromStdString(row.reason); })
              .withToolTip([](Row row) { return QString::fromStdString(row.reason); }),
          C([] { return BreakerTables::tr("Then"); }, backOf)};
}

contracts::BreakerEvent transitionOf(const contracts::TimelineEntry& entry) {
  contracts::BreakerEvent out;
  out.service = entry.service;
  out.instance = entry.instance;
  out.name = entry.name;
  out.type = "STATE_TRANSITION";
  out.at = entry.at;
  out.from = entry.from;
  out.to = entry.to;
  out.trace_id = entry.trace_id;
  return out;
}

}  // namespace

BreakerEventsModel::BreakerEventsModel(QObject* parent) : TableModel(eventColumns(), parent) {}

SettingsModel::SettingsModel(QObject* parent) : TableModel(settingColumns(), parent) {}

BreakerChangesModel::BreakerChangesModel(QObject* parent) : TableModel(changeColumns(), parent) {}

std::vector<ShownBreakerEvent> eventLog(const QString& key, const std::vector<contracts::TimelineEntry>& timeline,
                                        std::vector<contracts::BreakerEvent> events) {
  for (const auto& entry : timeline) {
    if (entry.kind == "transition") events.push_back(transitionOf(entry));
  }
  std::erase_if(events, [&](const auto& event) { return breakerKey(event) != key; });
  std::map<std::string, contracts::BreakerEvent> known;  // by what they tell, in the order of time
  for (auto& event : events) {
    const auto id = to_rfc3339(event.at) + ' ' + event.type + ' ' + event.to.value_or("") + event.trace_id.value_or("");
    known.try_emplace(id, std::move(event));
  }
  std::vector<ShownBreakerEvent> out;
  for (auto& [id, event] : known) out.push_back({id, std::move(event)});
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.event.at > b.event.at; });
  return out;
}

}  // namespace sharecar::desktop
