#include "models/cancellations.h"

#include <algorithm>

namespace sharecar::desktop {
namespace {

constexpr int mostTries = 6;
constexpr int againMs = 500;

}  // namespace

Cancellations::Cancellations(Api& api, std::chrono::milliseconds undo, QObject* parent)
    : QObject(parent), m_api(api), m_undo(undo) {}

Cancellations::~Cancellations() = default;

void Cancellations::begin(OrderId order, Money expected, bool undoable) {
  auto& pending = m_pending[order.value];
  if (pending) return;
  pending = std::make_unique<Pending>();
  pending->expected = expected;
  pending->timer.setSingleShot(true);
  connect(&pending->timer, &QTimer::timeout, this, [this, id = order.value] { send(id); });
  if (undoable) {
    pending->timer.start(m_undo);
    Q_EMIT changed(order.value);
  } else {
    send(order.value);
  }
}

void Cancellations::undo(OrderId order) {
  if (state(order) != State::Waiting) return;
  m_pending.erase(order.value);
  Q_EMIT changed(order.value);
}

void Cancellations::settled(OrderId order) {
  if (state(order) != State::Sent) return;
  m_pending.erase(order.value);
  Q_EMIT changed(order.value);
}

Cancellations::State Cancellations::state(OrderId order) const {
  const auto found = m_pending.find(order.value);
  return found == m_pending.end() ? State::None : found->second->state;
}

std::chrono::milliseconds Cancellations::left(OrderId order) const {
  const auto found = m_pending.find(order.value);
  if (found == m_pending.end() || found->second->state != State::Waiting) return {};
  return std::chrono::milliseconds{std::max(0, found->second->timer.remainingTime())};
}

bool Cancellations::hasUnsent() const {
  return std::any_of(m_pending.begin(), m_pending.end(), [](const auto& entry) {
    return entry.second->state == State::Waiting || entry.second->state == State::Sending;
  });
}

void Cancellations::flush() {
  std::vector<std::int64_t> waiting;
  for (const auto& [order, pending] : m_pending) {
    if (pending->state == State::Waiting) waiting.push_back(order);
  }
  for (const auto order : waiting) send(order);
}

void Cancellations::send(std::int64_t order) {
  auto& pending = *m_pending.at(order);
  pending.timer.stop();
  pending.state = State::Sending;
  ++pending.tries;
  const auto click = m_api.click("confirm cancellation");
  pending.call = m_api.cancelOrder(OrderId{order}, pending.expected, click,
                                   [this, order](const auto& answer) { answered(order, answer); });
  Q_EMIT changed(order);
}

void Cancellations::answered(std::int64_t order, const Answer<contracts::Order>& answer) {
  auto& pending = *m_pending.at(order);
  if (answer) {
    pending.state = State::Sent;
    Q_EMIT changed(order);
    return;
  }
  if (answer.error().outcomeUnknown() && pending.tries < mostTries) {
    pending.timer.start(againMs * pending.tries);
    return;
  }
  const Failure failure = answer.error();
  m_pending.erase(order);
  Q_EMIT changed(order);
  Q_EMIT failed(order, failure);
}

}  // namespace sharecar::desktop
