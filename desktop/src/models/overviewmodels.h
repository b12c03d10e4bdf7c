/// The tables of the overview: what is wrong, and every process.
#pragma once

#include "models/overview.h"
#include "models/tablemodel.h"

namespace sharecar::desktop {

struct SymptomTraits {
  static std::string key(const Symptom& row) {
    return std::to_string(static_cast<int>(row.kind)) + row.about.toStdString();
  }
  static bool same(const Symptom& a, const Symptom& b) { return a == b; }
};

class SymptomsModel : public TableModel<Symptom, SymptomTraits> {
 public:
  enum ColumnNumber { What, Rule };

  explicit SymptomsModel(QObject* parent = nullptr);
};

/// `now` is this computer's clock when the row was made: ages move.
struct ShownInstance {
  Instance instance;
  Timestamp now{};

  friend bool operator==(const ShownInstance&, const ShownInstance&) = default;
};

struct InstanceTraits {
  static std::string key(const ShownInstance& row) { return row.instance.service + row.instance.url; }
  static bool same(const ShownInstance& a, const ShownInstance& b) { return a == b; }
};

class InstancesModel : public TableModel<ShownInstance, InstanceTraits> {
 public:
  enum ColumnNumber { Service, Where, Health, Faults, Version, Up, Outbox, Lag };

  explicit InstancesModel(QObject* parent = nullptr);
};

}  // namespace sharecar::desktop
