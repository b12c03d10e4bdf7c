#include "change_ring.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace sharecar::customer {

void ChangeRing::add(OrderId order) { push({.order = order}); }

void ChangeRing::add_event(OrderId order, std::string type, std::string payload) {
  push({.order = order, .settled = true, .type = std::move(type), .event = std::move(payload)});
}

void ChangeRing::push(Change change) {
  change.number = ++last_;
  changes_.push_back(std::move(change));
  if (changes_.size() > size_) changes_.pop_front();
}

const Change* ChangeRing::find(std::int64_t number) const {
  if (number > last_ || number <= last_ - held()) return nullptr;
  return &changes_[static_cast<std::size_t>(number - (last_ - held()) - 1)];
}

std::optional<std::int64_t> ChangeRing::number_of(std::string_view id) const {
  const bool ours = id.size() > epoch_.size() && id.starts_with(epoch_) && id[epoch_.size()] == '-';
  if (!ours) return {};
  id.remove_prefix(epoch_.size() + 1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  const bool sound = error == std::errc{} && end == id.data() + id.size() && number >= 0;
  if (!sound || !remembers(number)) return {};
  return number;
}

std::vector<OrderId> ChangeRing::unsettled(std::int64_t number) const {
  std::set<OrderId> orders;
  for (auto change = changes_.rbegin(); change != changes_.rend() && change->number > number; ++change) {
    if (!change->settled) orders.insert(change->order);
  }
  return {orders.begin(), orders.end()};
}

void ChangeRing::settle(std::int64_t number, const std::vector<OrderId>& asked, const std::map<OrderId, Shown>& rows) {
  std::set<OrderId> open{asked.begin(), asked.end()};
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    if (change->number > number || change->settled || !std::binary_search(asked.begin(), asked.end(), change->order)) {
      continue;
    }
    change->settled = true;
    const auto shown = rows.find(change->order);
    if (open.erase(change->order) == 0 || shown == rows.end()) continue;
    change->customer = shown->second.customer;
    change->row = shown->second.row;
  }
}

}  // namespace sharecar::customer
