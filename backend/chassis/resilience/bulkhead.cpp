#include "chassis/resilience/bulkhead.hpp"

#include <algorithm>

namespace sharecar::resilience {

Bulkhead::Bulkhead(BulkheadConfig config, EventSink on_event)
    : config_(std::move(config)), on_event_(std::move(on_event)) {}

std::optional<Bulkhead::Slot> Bulkhead::try_enter(Instant now) {
  if (running_ < config_.max_concurrent_calls) {
    ++running_;
    publish(EventType::CALL_PERMITTED, now);
    return Slot{*this};
  }
  if (!callers_wait()) publish(EventType::CALL_REJECTED, now);
  return std::nullopt;
}

Bulkhead::Place Bulkhead::queue(std::function<void()> wake) {
  queue_.push_back({std::move(wake)});
  return Place{*this, std::prev(queue_.end())};
}

// The slot goes to who waits longest without being free in between.
void Bulkhead::leave() {
  const auto next = std::find_if(queue_.begin(), queue_.end(), [](const auto& waiting) { return !waiting.granted; });
  if (next == queue_.end()) {
    --running_;
    return;
  }
  next->granted = true;
  next->wake();
}

void Bulkhead::publish(EventType type, Instant now) const {
  if (on_event_) on_event_({.type = type, .at = now});
}

void Bulkhead::Slot::finish(Instant now) {
  if (auto* bulkhead = std::exchange(bulkhead_, nullptr)) {
    bulkhead->publish(EventType::CALL_FINISHED, now);
    bulkhead->leave();
  }
}

std::optional<Bulkhead::Slot> Bulkhead::Place::claim(Instant now) {
  Bulkhead& bulkhead = *std::exchange(bulkhead_, nullptr);
  const bool granted = at_->granted;
  bulkhead.queue_.erase(at_);
  bulkhead.publish(granted ? EventType::CALL_PERMITTED : EventType::CALL_REJECTED, now);
  if (!granted) return std::nullopt;
  return Slot{bulkhead};
}

Bulkhead::Place::~Place() {
  if (!bulkhead_) return;
  const bool granted = at_->granted;
  bulkhead_->queue_.erase(at_);
  if (granted) bulkhead_->leave();
}

}  // namespace sharecar::resilience
