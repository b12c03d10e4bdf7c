/// The last changes of MyPage and of cars' availability, numbered, so that a reader who was away can go on where it
/// was. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/types.hpp"

namespace sharecar::customer {

/// What an order's row became, or the event of an order that took or freed a part of its car's time.
struct Change {
  std::int64_t number = 0;
  OrderId order;
  bool settled = false;       ///< what follows is known
  std::string customer = {};  ///< whose row it is
  std::string row = {};       ///< JSON; "" when nothing is shown, or when a later change shows it
  std::string type = {};      ///< of the event; "" for a row
  std::string event = {};     ///< its payload, as it came: who listens decides whether it is worth reading
};

/// Changes are added as they happen and settled when somebody wants to know what the rows look like, which may be
/// later: then they show what is there by then. Of several changes of one order that are settled together the last one
/// shows the row.
class ChangeRing {
 public:
  /// `epoch` tells this ring's numbers from those of another process. Keeps `size` changes.
  ChangeRing(std::string epoch, std::size_t size) : epoch_(std::move(epoch)), size_(size) {}

  void add(OrderId order);
  void add_event(OrderId order, std::string type, std::string payload);
  std::int64_t last() const { return last_; }
  /// Whether nothing after that number is forgotten.
  bool remembers(std::int64_t number) const { return number <= last_ && number >= last_ - held(); }
  /// Null when it was forgotten or is not here yet.
  const Change* find(std::int64_t number) const;

  /// "<epoch>-<number>".
  std::string id(std::int64_t number) const { return epoch_ + '-' + std::to_string(number); }
  /// The number in an id of this ring's own that it still remembers.
  std::optional<std::int64_t> number_of(std::string_view id) const;

  /// The orders of the changes after `number` that are not settled, each once.
  std::vector<OrderId> unsettled(std::int64_t number) const;
  struct Shown {
    std::string customer;
    std::string row;
  };
  /// Settles the changes up to `number` of the orders that were asked for; what is missing in `rows` shows nothing.
  void settle(std::int64_t number, const std::vector<OrderId>& asked, const std::map<OrderId, Shown>& rows);

 private:
  void push(Change change);
  std::int64_t held() const { return static_cast<std::int64_t>(changes_.size()); }

  std::string epoch_;
  std::size_t size_;
  std::int64_t last_ = 0;
  std::deque<Change> changes_;  // without gaps, the last one is last_
};

}  // namespace sharecar::customer
