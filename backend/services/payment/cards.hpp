/// Telling cards apart without keeping their numbers.
#pragma once

#include <string>
#include <string_view>

#include "card_network.hpp"
#include "payment.hpp"

namespace sharecar::payment {

class Cards {
 public:
  explicit Cards(std::string secret) : secret_(std::move(secret)) {}

  /// Equal for the same number however it is written.
  std::string hash_of_number(std::string_view number) const;
  /// Puts what is kept of a card into `ask`.
  void describe(const CardToCharge& card, Ask& ask) const;

 private:
  std::string secret_;
};

/// The digits alone.
std::string digits_of(std::string_view number);
std::string last_four_of(std::string_view digits);

}  // namespace sharecar::payment
