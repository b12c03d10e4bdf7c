// Every change has told of itself: once, in order, and to Kafka.
#include <algorithm>
#include <array>
#include <chrono>

#include "contracts/events.hpp"
#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {
namespace {

namespace event = contracts::event;

constexpr std::chrono::days retention{30};  // then an outbox keeps an aggregate's newest row only

/// How often an aggregate can go through a transition. An order that was closed unpaid tells of its state again when a
/// payment that came too late has been refunded.
std::int64_t most_often(const std::string& type) {
  constexpr std::array twice{event::order_declined, event::order_expired, event::order_cancelled};
  if (type == event::order_payment_pending) return std::numeric_limits<std::int64_t>::max();
  return std::ranges::find(twice, type) == twice.end() ? 1 : 2;
}

/// Of one aggregate on one topic, by seq. `row`: the version that the business row has; `since`: when it was made.
void judge_history(OrderId id, std::span<const Event> events, Version row, bool old, Findings& out) {
  out.checked += static_cast<std::int64_t>(events.size());
  std::int64_t expected = old && !events.empty() ? events.front().version.value : 1;
  for (const auto& one : events) {
    const std::string name = one.type + " (version " + word(one.version) + " in " + one.topic + ")";
    if (!one.published) out.about("event-unpublished", id, name + " waits in the outbox");
    if (one.version.value < expected) {
      out.about("event-twice", id, name + " repeats a version");
    } else if (one.version.value > expected) {
      out.about("event-missing", id, name + " comes where version " + std::to_string(expected) + " was due");
    }
    expected = std::max(expected, one.version.value + 1);
  }
  if (expected - 1 < row.value) {
    out.about("event-missing", id,
              "the row has version " + word(row) + ", the events end at " + std::to_string(expected - 1));
  } else if (expected - 1 > row.value) {
    out.about("event-ahead", id,
              "the events go on to version " + std::to_string(expected - 1) + ", the row has version " + word(row));
  }
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& type = events[i].type;
    const auto times = std::ranges::count(events.first(i + 1), type, &Event::type);
    if (times == most_often(type) + 1) out.about("transition-twice", id, type + " happened more than once");
  }
}

}  // namespace

Findings judge_events(const Index& index) {
  Findings out{.what = "events"};
  const auto& snapshot = index.snapshot();
  for (const auto& it : index.cases()) {
    const bool old = it.order != nullptr && it.order->created_at < snapshot.now - retention;
    judge_history(it.id, it.order_events, it.order != nullptr ? it.order->version : Version{}, old, out);
    judge_history(it.id, it.payment_events, it.bill != nullptr ? it.bill->version : Version{}, old, out);
    judge_history(it.id, it.reservation_events, it.reservation != nullptr ? it.reservation->version : Version{}, old,
                  out);
  }
  for (const auto& one : snapshot.events) {
    if (one.topic != contracts::topics::car) continue;
    ++out.checked;
    if (!one.published) {
      out.about("event-unpublished", "car " + std::to_string(one.aggregate),
                one.type + " (version " + word(one.version) + ") waits in the outbox");
    }
  }
  return out;
}

}  // namespace sharecar::invariants
