#include "invariants/index.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "contracts/events.hpp"

namespace sharecar::invariants {
namespace {

struct LedgerKey {
  OrderId order;
  std::int64_t attempt = 0;  // 0: "12:refund"
};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<LedgerKey> parse_key(std::string_view key) {
  const auto colon = key.find(':');
  if (colon == key.npos) return std::nullopt;
  const auto order = number(key.substr(0, colon));
  const auto attempt = key.substr(colon + 1) == "refund" ? 0 : number(key.substr(colon + 1));
  if (!order || !attempt) return std::nullopt;
  return LedgerKey{OrderId{*order}, *attempt};
}

/// Calls `each(first, last)` for every run of equal keys.
template <class Row, class Key, class Each>
void by_key(const std::vector<Row>& rows, Key key, Each each) {
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t last = first + 1;
    while (last < rows.size() && key(rows[last]) == key(rows[first])) ++last;
    each(rows[first], std::span{rows}.subspan(first, last - first));
    first = last;
  }
}

}  // namespace

const AttemptRow* Case::approved_attempt() const {
  const auto found = std::ranges::find(attempts, PaymentState::APPROVED, &AttemptRow::state);
  return found == attempts.end() ? nullptr : &*found;
}

const Event* find_event(std::span<const Event> events, const char* type) {
  const auto found = std::ranges::find(events, type, &Event::type);
  return found == events.end() ? nullptr : &*found;
}

Index::Index(const Snapshot& snapshot) : snapshot_(snapshot) {
  cases_.reserve(snapshot.orders.size());
  places_.reserve(snapshot.orders.size());
  for (const auto& order : snapshot.orders) at(order.id).order = &order;
  for (const auto& row : snapshot.reservations) at(row.order_id).reservation = &row;
  for (const auto& bill : snapshot.bills) at(bill.order_id).bill = &bill;
  by_key(
      snapshot.attempts, [](const AttemptRow& row) { return row.order_id; },
      [&](const AttemptRow& first, std::span<const AttemptRow> rows) { at(first.order_id).attempts = rows; });
  for (const auto& entry : snapshot.ledger) {
    const bool refund = entry.kind == contracts::LedgerKind::REFUND;
    const auto key = parse_key(refund ? entry.charge_key.value_or("") : entry.key);
    if (!key) {
      strange_keys_.push_back(entry.key);
    } else if (refund) {
      at(key->order).refunds.push_back(&entry);
    } else {
      at(key->order).charges.push_back({key->attempt, &entry});
    }
  }
  by_key(
      snapshot.events,
      [](const Event& event) {
        return std::pair{std::string_view{event.topic}, event.aggregate};
      },
      [&](const Event& first, std::span<const Event> rows) {
        if (first.topic == contracts::topics::order) at(OrderId{first.aggregate}).order_events = rows;
        if (first.topic == contracts::topics::payment) at(OrderId{first.aggregate}).payment_events = rows;
        if (first.topic == contracts::topics::reservation) at(OrderId{first.aggregate}).reservation_events = rows;
      });
}

Case& Index::at(OrderId id) {
  const auto [place, fresh] = places_.try_emplace(id, cases_.size());
  if (fresh) cases_.emplace_back().id = id;
  return cases_[place->second];
}

const Case* Index::find(OrderId id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &cases_[found->second];
}

}  // namespace sharecar::invariants
