/// What happened while this client ran: to breakers, processes and scenarios, and what its operator did.
#pragma once

#include <QObject>
#include <functional>

#include "models/address.h"
#include "models/platformwatch.h"
#include "models/tablemodel.h"

namespace sharecar::desktop {

struct JournalEntry {
  enum class Kind {
    BreakerState,   ///< breaker, from, to
    Health,         ///< process, from, to
    BreakerSet,     ///< breaker, to, reason
    BreakerUndone,  ///< breaker
    ScenarioBegun,  ///< scenario
    ScenarioEnded,  ///< scenario, verdict
  };

  qint64 number = 0;
  Timestamp at{};
  Kind kind = Kind::BreakerState;
  QStringList words;  ///< codes and names; the text is made when it is shown
  Address address;    ///< of what it is about
};

struct JournalTraits {
  static qint64 key(const JournalEntry& row) { return row.number; }
  static bool same(const JournalEntry& a, const JournalEntry& b) { return a.number == b.number; }
};

class JournalModel : public TableModel<JournalEntry, JournalTraits> {
 public:
  enum ColumnNumber { Time, What };

  explicit JournalModel(QObject* parent = nullptr);
};

/// Shared by all windows; forgets the oldest of more than a thousand. GUI thread.
class Journal : public QObject {
  Q_OBJECT
 public:
  static constexpr std::size_t mostEntries = 1'000;

  /// `watch` outlives this. `now`: this computer's clock.
  Journal(PlatformWatch& watch, std::function<Timestamp()> now, QObject* parent = nullptr);

  void add(JournalEntry::Kind kind, const QStringList& words, const Address& address);
  JournalModel& model() { return m_model; }
  Timestamp now() const { return m_now(); }

 Q_SIGNALS:
  /// In the language of the moment.
  void added(const QString& text);

 private:
  std::function<Timestamp()> m_now;
  JournalModel m_model;
  qint64 m_number = 0;
};

namespace texts {
QString journal(const JournalEntry& entry);
/// Of a scenario's run: "passed", "failed", "healed".
QString verdict(const std::string& code);
}  // namespace texts

}  // namespace sharecar::desktop
