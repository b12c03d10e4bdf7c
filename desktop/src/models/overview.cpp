#include "models/overview.h"

#include <QCoreApplication>
#include <QUrl>
#include <algorithm>
#include <tuple>

#include "models/breakertexts.h"
#include "models/texts.h"

namespace sharecar::desktop {
namespace {

using std::chrono::milliseconds;

class Overview {
  Q_DECLARE_TR_FUNCTIONS(Overview)
};

QString nameOf(const Instance& instance) {
  return QString::fromStdString(instance.service) + ' ' + endpointOf(instance);
}

void symptomsOfInstance(const Instance& instance, std::vector<Symptom>& out) {
  using Kind = Symptom::Kind;
  const auto cause = instanceAddress(instance);
  const auto add = [&](Kind kind, milliseconds by) {
    out.push_back({.kind = kind, .about = nameOf(instance), .by = by, .cause = cause});
  };
  if (instance.health != "UP") add(Kind::InstanceDown, {});
  const milliseconds outbox{instance.outbox_oldest_ms.value_or(0)};
  if (outbox > oldestOutbox) add(Kind::OutboxOld, outbox);
  const milliseconds lag{instance.lag_ms.value_or(0)};
  if (lag > longestLag) add(Kind::ProjectionLate, lag);
  for (const auto& fault : instance.faults.value_or(std::vector<Fault>{})) {
    const auto about = nameOf(instance) + ": " + QString::fromStdString(fault.name);
    out.push_back({.kind = Kind::FaultActive, .about = about, .cause = cause});
  }
}

}  // namespace

QString endpointOf(const Instance& instance) { return QUrl(QString::fromStdString(instance.url)).authority(); }

Address instanceAddress(const Instance& instance) {
  return {.place = "overview", .path = {QString::fromStdString(instance.service), endpointOf(instance)}};
}

std::vector<Symptom> symptomsOf(const std::vector<Instance>& instances, const std::vector<SeenBreaker>& breakers,
                                const std::vector<contracts::Order>& orders, Timestamp now) {
  std::vector<Symptom> out;
  for (const auto& instance : instances) symptomsOfInstance(instance, out);
  for (const auto& seen : breakers) {
    const auto state = breakerState(seen.breaker.state);
    if (state == BreakerState::Closed) continue;
    const auto key = breakerKey(seen.breaker);
    out.push_back(
        {.kind = Symptom::Kind::BreakerNotClosed, .about = key, .state = state, .cause = breakerAddress(key)});
  }
  for (const auto& order : orders) {
    const auto payBy = order.pay_by ? order.pay_by : order.payment.pay_by;
    if (!payBy || *payBy >= now) continue;
    const auto number = QString::number(order.order_id.value);
    out.push_back({.kind = Symptom::Kind::SagaOverdue,
                   .about = number,
                   .by = std::chrono::floor<milliseconds>(now - *payBy),
                   .cause = {.place = "orders", .path = {number}}});
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return std::tie(a.kind, a.about) < std::tie(b.kind, b.about); });
  return out;
}

namespace texts {

QString health(const std::string& code) {
  if (code == "UP") return Overview::tr("Up");
  if (code == "DOWN") return Overview::tr("Down");
  if (code == "OUT_OF_SERVICE") return Overview::tr("Out of service");
  return Overview::tr("Unknown");
}

QString symptom(const Symptom& symptom) {
  using Kind = Symptom::Kind;
  switch (symptom.kind) {
    case Kind::InstanceDown:
      return Overview::tr("%1 is not up").arg(symptom.about);
    case Kind::BreakerNotClosed:
      return Overview::tr("Breaker %1: %2").arg(symptom.about, breakerState(symptom.state));
    case Kind::OutboxOld:
      return Overview::tr("%1: an event waits for %2 to be published").arg(symptom.about, duration(symptom.by));
    case Kind::ProjectionLate:
      return Overview::tr("%1 shows what was true %2 ago").arg(symptom.about, duration(symptom.by));
    case Kind::SagaOverdue:
      return Overview::tr("Order %1 should have been over %2 ago").arg(symptom.about, duration(symptom.by));
    case Kind::FaultActive:
      return Overview::tr("%1 is broken on purpose").arg(symptom.about);
  }
  return {};
}

QString symptomRule(Symptom::Kind kind) {
  using Kind = Symptom::Kind;
  switch (kind) {
    case Kind::InstanceDown:
      return Overview::tr("A process that does not answer UP. Its work waits or is refused.");
    case Kind::BreakerNotClosed:
      return Overview::tr("A circuit breaker that is not closed. It refuses calls, or an operator decided for it.");
    case Kind::OutboxOld:
      return Overview::tr("The oldest unpublished event is over 5 s old. Other services do not know of it yet.");
    case Kind::ProjectionLate:
      return Overview::tr("A read model is over 1 s behind. People see old states.");
    case Kind::SagaOverdue:
      return Overview::tr("A booking without a final state after its payBy. Somebody waits for it.");
    case Kind::FaultActive:
      return Overview::tr("A fault is injected. What fails because of it is no surprise.");
  }
  return {};
}

}  // namespace texts
}  // namespace sharecar::desktop
