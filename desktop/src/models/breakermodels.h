/// The tables of one breaker: what it did, how it is set up, what operators did to it.
#pragma once

#include "models/breakers.h"
#include "models/tablemodel.h"

namespace sharecar::desktop {

/// An event and what tells it from others, which stays the same when older ones become known.
struct ShownBreakerEvent {
  std::string id;
  contracts::BreakerEvent event;
};

struct BreakerEventTraits {
  static const std::string& key(const ShownBreakerEvent& row) { return row.id; }
  static bool same(const ShownBreakerEvent&, const ShownBreakerEvent&) { return true; }  // events never change
};

class BreakerEventsModel : public TableModel<ShownBreakerEvent, BreakerEventTraits> {
 public:
  enum ColumnNumber { Time, What, Detail, Trace };

  explicit BreakerEventsModel(QObject* parent = nullptr);
};

struct SettingTraits {
  static std::string key(const contracts::Setting& row) { return row.key; }
  static bool same(const contracts::Setting& a, const contracts::Setting& b) { return a == b; }
};

class SettingsModel : public TableModel<contracts::Setting, SettingTraits> {
 public:
  enum ColumnNumber { Key, Value, Source };

  explicit SettingsModel(QObject* parent = nullptr);
};

struct BreakerChangeTraits {
  static std::string key(const contracts::BreakerChange& row) { return row.change_id; }
  static bool same(const contracts::BreakerChange& a, const contracts::BreakerChange& b) { return a == b; }
};

class BreakerChangesModel : public TableModel<contracts::BreakerChange, BreakerChangeTraits> {
 public:
  enum ColumnNumber { Time, Change, Reason, Back };

  explicit BreakerChangesModel(QObject* parent = nullptr);
};

/// What is known of the breaker `key`, the newest first: transitions of the platform's memory, and events that it told
/// or this client heard itself. What several tell is told once.
std::vector<ShownBreakerEvent> eventLog(const QString& key, const std::vector<contracts::TimelineEntry>& timeline,
                                        std::vector<contracts::BreakerEvent> events);

}  // namespace sharecar::desktop
