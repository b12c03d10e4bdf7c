#include "chassis/http/event_ring.hpp"

#include <algorithm>
#include <charconv>

#include "chassis/http/server_sent_events.hpp"

namespace sharecar::http {

EventRing::Feed EventRing::open() {
  const Feed feed{++opened_};
  feeds_[feed].complete_after = last_;
  return feed;
}

void EventRing::add(Feed feed, std::string_view name, std::string_view data) {
  ++last_;
  entries_.push_back({last_, feed, sse::event(id(last_), name, data)});
  feeds_.at(feed).numbers.push_back(last_);
  bytes_ += entries_.back().text.size();
  while (entries_.size() > limits_.events || (bytes_ > limits_.bytes && entries_.size() > 1)) forget_oldest();
}

void EventRing::forget_oldest() {
  const Entry& oldest = entries_.front();
  const auto known = feeds_.find(oldest.feed);
  if (known != feeds_.end()) {
    known->second.complete_after = oldest.number;
    known->second.numbers.pop_front();
  }
  bytes_ -= oldest.text.size();
  entries_.pop_front();
}

bool EventRing::remembers(Feed feed, std::int64_t number) const {
  const auto known = feeds_.find(feed);
  return known != feeds_.end() && number >= known->second.complete_after && number <= last_;
}

const EventRing::Entry* EventRing::next(Feed feed, std::int64_t number) const {
  const auto known = feeds_.find(feed);
  if (known == feeds_.end()) return nullptr;
  const auto& numbers = known->second.numbers;
  const auto found = std::upper_bound(numbers.begin(), numbers.end(), number);
  return found == numbers.end() ? nullptr : &entries_[static_cast<std::size_t>(*found - entries_.front().number)];
}

std::optional<std::int64_t> EventRing::number_of(std::string_view id) const {
  const bool ours = id.size() > epoch_.size() && id.starts_with(epoch_) && id[epoch_.size()] == '-';
  if (!ours) return {};
  id.remove_prefix(epoch_.size() + 1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  const bool sound = error == std::errc{} && end == id.data() + id.size() && number >= 0 && number <= last_;
  return sound ? std::optional{number} : std::nullopt;
}

}  // namespace sharecar::http
