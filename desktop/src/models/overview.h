/// What is wrong with the platform, found by rules, each with the address of its cause. Pure.
#pragma once

#include <QString>
#include <vector>

#include "api/instance.h"
#include "contracts/order.hpp"
#include "models/breakers.h"

namespace sharecar::desktop {

/// Something that an operator should look at.
struct Symptom {
  enum class Kind { InstanceDown, BreakerNotClosed, OutboxOld, ProjectionLate, SagaOverdue, FaultActive };

  Kind kind = Kind::InstanceDown;
  QString about;  ///< "order 127.0.0.1:8081", "order/order-1/payment", "42", the name of a fault
  BreakerState state = BreakerState::Unknown;  ///< BreakerNotClosed
  std::chrono::milliseconds by{};              ///< OutboxOld, ProjectionLate: how old; SagaOverdue: since when
  Address cause;

  friend bool operator==(const Symptom&, const Symptom&) = default;
};

inline constexpr std::chrono::milliseconds oldestOutbox{5'000};
inline constexpr std::chrono::milliseconds longestLag{1'000};

/// The gravest kind first, then by name. `orders` are those that may be overdue; what is not past its payBy is left
/// out.
std::vector<Symptom> symptomsOf(const std::vector<Instance>& instances, const std::vector<SeenBreaker>& breakers,
                                const std::vector<contracts::Order>& orders, Timestamp now);

/// "127.0.0.1:8081": what of an instance's URL tells it from its siblings.
QString endpointOf(const Instance& instance);
Address instanceAddress(const Instance& instance);

namespace texts {
/// One line: what and how much.
QString symptom(const Symptom& symptom);
/// The rule that found it and what it means.
QString symptomRule(Symptom::Kind kind);
QString health(const std::string& code);
}  // namespace texts

}  // namespace sharecar::desktop
