#include "models/journal.h"

#include <QCoreApplication>

#include "models/breakertexts.h"
#include "models/overview.h"
#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Entries {
  Q_DECLARE_TR_FUNCTIONS(Journal)
};

QString stateWord(const QString& code) { return texts::breakerState(breakerState(code.toStdString())); }

std::vector<Column<JournalEntry>> columns() {
  using Row = const JournalEntry&;
  using C = Column<JournalEntry>;
  return {C([] { return Entries::tr("Time"); }, [](Row row) { return texts::exactTime(row.at, texts::localZone()); })
              .withToolTip([](Row row) { return texts::dayAndTime(row.at, texts::localZone()); }),
          C([] { return Entries::tr("What happened"); }, [](Row row) { return texts::journal(row); })};
}

}  // namespace

namespace texts {

QString verdict(const std::string& code) {
  if (code == "passed") return QString::fromUtf8("✓ ") + Entries::tr("passed");
  if (code == "healed") return QString::fromUtf8("◌ ") + Entries::tr("healed early");
  return QString::fromUtf8("✕ ") + Entries::tr("failed");
}

QString journal(const JournalEntry& entry) {
  using Kind = JournalEntry::Kind;
  const auto word = [&](int i) { return entry.words.value(i); };
  switch (entry.kind) {
    case Kind::BreakerState:
      return Entries::tr("Breaker %1: %2, was %3").arg(word(0), stateWord(word(2)), stateWord(word(1)));
    case Kind::Health:
      return Entries::tr("%1: %2, was %3").arg(word(0), health(word(2).toStdString()), health(word(1).toStdString()));
    case Kind::BreakerSet:
      return Entries::tr("You set breaker %1 to %2: \"%3\"").arg(word(0), stateWord(word(1)), word(2));
    case Kind::BreakerUndone:
      return Entries::tr("You undid what was set by hand on breaker %1").arg(word(0));
    case Kind::ScenarioBegun:
      return Entries::tr("Scenario %1 began").arg(word(0));
    case Kind::ScenarioEnded:
      return Entries::tr("Scenario %1 ended: %2").arg(word(0), verdict(word(1).toStdString()));
  }
  return {};
}

}  // namespace texts

JournalModel::JournalModel(QObject* parent) : TableModel(columns(), parent) {}

Journal::Journal(PlatformWatch& watch, std::function<Timestamp()> now, QObject* parent)
    : QObject(parent), m_now(std::move(now)) {
  connect(&watch, &PlatformWatch::stateChanged, this, [this](const contracts::Breaker& breaker, const QString& from) {
    const auto key = breakerKey(breaker);
    add(JournalEntry::Kind::BreakerState, {key, from, QString::fromStdString(breaker.state)}, breakerAddress(key));
  });
  connect(&watch, &PlatformWatch::healthChanged, this, [this](const Instance& instance, const QString& from) {
    const auto name = QString::fromStdString(instance.service) + ' ' + endpointOf(instance);
    add(JournalEntry::Kind::Health, {name, from, QString::fromStdString(instance.health)}, instanceAddress(instance));
  });
}

void Journal::add(JournalEntry::Kind kind, const QStringList& words, const Address& address) {
  const JournalEntry entry{.number = ++m_number, .at = m_now(), .kind = kind, .words = words, .address = address};
  m_model.applyOne(entry);
  if (m_model.rows().size() > mostEntries) {
    auto rows = m_model.rows();
    rows.pop_back();
    m_model.apply(std::move(rows));
  }
  Q_EMIT added(texts::journal(entry));
}

}  // namespace sharecar::desktop
