/// At most so many calls at one time, so that a slow upstream cannot take everything.
#pragma once

#include <algorithm>
#include <list>
#include <optional>
#include <utility>

#include "chassis/resilience/config.hpp"

namespace sharecar::resilience {

/// Not thread-safe: lives on the reactor's thread. Fair: who waits longest comes first. Outlives its slots and places.
class Bulkhead {
 public:
  /// The right to run one call; handed back when destroyed. Move-only.
  class Slot {
   public:
    Slot(Slot&& other) noexcept : bulkhead_(std::exchange(other.bulkhead_, nullptr)) {}
    Slot& operator=(Slot&& other) noexcept {
      std::swap(bulkhead_, other.bulkhead_);
      return *this;
    }
    ~Slot() {
      if (bulkhead_) bulkhead_->leave();
    }
    /// As the destructor, with an event CALL_FINISHED.
    void finish(Instant now);

   private:
    friend class Bulkhead;
    explicit Slot(Bulkhead& bulkhead) : bulkhead_(&bulkhead) {}
    Bulkhead* bulkhead_;
  };

  /// A place in the queue. Move-only; leaves the queue when destroyed.
  class Place {
   public:
    Place(Place&& other) noexcept : bulkhead_(std::exchange(other.bulkhead_, nullptr)), at_(other.at_) {}
    Place& operator=(Place&&) = delete;
    ~Place();
    /// When woken, or when patience has ended: the slot, or none (CALL_REJECTED). Once.
    std::optional<Slot> claim(Instant now);

   private:
    friend class Bulkhead;
    struct Waiting {
      std::function<void()> wake;
      bool granted = false;
    };
    Place(Bulkhead& bulkhead, std::list<Waiting>::iterator at) : bulkhead_(&bulkhead), at_(at) {}
    Bulkhead* bulkhead_;
    std::list<Waiting>::iterator at_;
  };

  Bulkhead(BulkheadConfig config, EventSink on_event);

  /// None: full. That is a refusal (CALL_REJECTED) unless callers may wait.
  std::optional<Slot> try_enter(Instant now);
  bool callers_wait() const { return config_.max_wait_duration > Duration{0}; }
  /// Queues up; `wake` is called once, when a slot is handed over.
  Place queue(std::function<void()> wake);

  int available() const { return std::max(0, config_.max_concurrent_calls - running_); }
  int running() const { return running_; }
  int waiting() const { return static_cast<int>(queue_.size()); }
  const BulkheadConfig& config() const { return config_; }

 private:
  void leave();
  void publish(EventType type, Instant now) const;

  BulkheadConfig config_;
  EventSink on_event_;
  int running_ = 0;
  std::list<Place::Waiting> queue_;
};

}  // namespace sharecar::resilience
