// A platform in memory that has come to rest: the services' own decisions, and what each store holds after them. Tests
// take its snapshot, break one thing in it, and see which rules say so.
#pragma once

#include <map>
#include <set>
#include <string>

#include "invariants/report.hpp"
#include "invariants/snapshot.hpp"

namespace sharecar::invariants {

class World {
 public:
  /// With one car.
  World();

  /// An order for an hour of that day of car 1002. Each of these is what the services do of it, one after the other.
  OrderId place(int day, const std::string& key = "");
  void pay(OrderId id);
  void decline(OrderId id);
  void expire(OrderId id);
  void reserve(OrderId id);
  void reject(OrderId id);
  void cancel(OrderId id);
  void release(OrderId id);
  void refund(OrderId id);
  OrderId book(int day);       ///< placed, paid and reserved
  OrderId cancelled(int day);  ///< booked, then cancelled and refunded

  Snapshot snapshot() const;

 private:
  void keep(OrderId id, order::Transition transition);
  void settle(OrderId id);
  void tell(const char* topic, OrderId id, const std::string& type, Version version);
  customer::Row shown(OrderId id) const;
  payment::Account& account(OrderId id) { return accounts_.at(id); }

  std::map<OrderId, OrderRow> orders_;
  std::map<OrderId, payment::Account> accounts_;
  std::map<OrderId, reservation::Reservation> reservations_;
  std::vector<contracts::LedgerEntry> ledger_;
  std::vector<Event> events_;
  Timestamp now_;
};

/// The names of the rules that a snapshot breaks.
std::set<std::string> broken(const Snapshot& snapshot);
using Rules = std::set<std::string>;

}  // namespace sharecar::invariants
