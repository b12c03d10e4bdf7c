/// The last answers to questions, for when nobody answers any more. Pure.
#pragma once

#include <list>
#include <map>
#include <string>
#include <string_view>

#include "contracts/types.hpp"

namespace sharecar::gateway {

/// Bounded: what was neither kept nor found for the longest time is forgotten first.
class LastKnown {
 public:
  struct Answer {
    std::string content_type;
    std::string body;
    Timestamp as_of{};
  };

  explicit LastKnown(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Takes the place of an earlier answer to the same question. One that is larger than an eighth of the bound is not
  /// kept.
  void keep(const std::string& question, Answer answer);
  /// Null when there is none.
  const Answer* find(std::string_view question);

  std::size_t bytes() const { return bytes_; }

 private:
  struct Kept {
    std::string question;
    Answer answer;
    std::size_t bytes() const { return question.size() + answer.body.size() + answer.content_type.size(); }
  };
  using Order = std::list<Kept>;

  void forget(Order::iterator which);

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  Order kept_;  // the one used last in front
  std::map<std::string, Order::iterator, std::less<>> by_question_;
};

}  // namespace sharecar::gateway
