/// A snapshot with what the rules look up: everything about one order side by side. It must not outlive the snapshot.
#pragma once

#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "invariants/snapshot.hpp"

namespace sharecar::invariants {

/// A charge or refund of the ledger with the order and the attempt that its key names.
struct OrderCharge {
  std::int64_t attempt = 0;  ///< "12:2" is 2; of a refund 0
  const contracts::LedgerEntry* entry = nullptr;
};

/// All that the stores know of one order number.
struct Case {
  OrderId id;
  const OrderRow* order = nullptr;
  const reservation::Reservation* reservation = nullptr;
  const payment::Bill* bill = nullptr;
  std::span<const AttemptRow> attempts;
  std::vector<OrderCharge> charges;
  std::vector<const contracts::LedgerEntry*> refunds;
  std::span<const Event> order_events;
  std::span<const Event> payment_events;
  std::span<const Event> reservation_events;

  /// The one that decides; null when there is none.
  const AttemptRow* latest_attempt() const { return attempts.empty() ? nullptr : &attempts.back(); }
  const AttemptRow* approved_attempt() const;
};

/// The first event of that name; null when there is none.
const Event* find_event(std::span<const Event> events, const char* type);

class Index {
 public:
  explicit Index(const Snapshot& snapshot);

  const Snapshot& snapshot() const { return snapshot_; }
  /// By order number; numbers that only a ledger or an outbox knows included.
  const std::vector<Case>& cases() const { return cases_; }
  const Case* find(OrderId id) const;
  /// Ledger keys that name no order.
  const std::vector<std::string>& strange_keys() const { return strange_keys_; }

 private:
  Case& at(OrderId id);

  const Snapshot& snapshot_;
  std::vector<Case> cases_;
  std::unordered_map<OrderId, std::size_t> places_;
  std::vector<std::string> strange_keys_;
};

}  // namespace sharecar::invariants
