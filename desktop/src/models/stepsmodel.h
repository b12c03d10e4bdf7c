/// What happened to one booking, in order.
#pragma once

#include "contracts/mypage.hpp"
#include "models/tablemodel.h"

namespace sharecar::desktop {

/// A step with its time since the first one.
struct ShownStep {
  contracts::Step step;
  std::chrono::microseconds since{};
  std::string zone;

  friend bool operator==(const ShownStep&, const ShownStep&) = default;
};

struct StepTraits {
  static std::string key(const ShownStep& row) { return row.step.span_id + row.step.code; }
  static bool same(const ShownStep& a, const ShownStep& b) { return a == b; }
};

class StepsModel : public TableModel<ShownStep, StepTraits> {
 public:
  enum ColumnNumber { Time, Since, What, By, Reason };

  explicit StepsModel(QObject* parent = nullptr);
  void show(const contracts::MyPage& page, const std::string& zone);
};

}  // namespace sharecar::desktop
