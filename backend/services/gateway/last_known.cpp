#include "last_known.hpp"

#include <iterator>
#include <utility>

namespace sharecar::gateway {

void LastKnown::keep(const std::string& question, Answer answer) {
  if (const auto before = by_question_.find(question); before != by_question_.end()) forget(before->second);
  Kept kept{question, std::move(answer)};
  if (kept.bytes() > most_bytes_ / 8) return;
  bytes_ += kept.bytes();
  kept_.push_front(std::move(kept));
  by_question_[question] = kept_.begin();
  while (bytes_ > most_bytes_) forget(std::prev(kept_.end()));
}

const LastKnown::Answer* LastKnown::find(std::string_view question) {
  const auto found = by_question_.find(question);
  if (found == by_question_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found->second);
  return &found->second->answer;
}

void LastKnown::forget(Order::iterator which) {
  bytes_ -= which->bytes();
  by_question_.erase(which->question);
  kept_.erase(which);
}

}  // namespace sharecar::gateway
