#include "cards.hpp"

#include "chassis/crypto/seal.hpp"

namespace sharecar::payment {

std::string digits_of(std::string_view number) {
  std::string out;
  for (const char c : number) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out;
}

std::string last_four_of(std::string_view digits) {
  return std::string{digits.size() < 4 ? digits : digits.substr(digits.size() - 4)};
}

std::string Cards::hash_of_number(std::string_view number) const {
  return crypto::hmac_sha256(secret_, "number:" + digits_of(number));
}

void Cards::describe(const CardToCharge& card, Ask& ask) const {
  if (card.token) {
    ask.card = crypto::hmac_sha256(secret_, "token:" + *card.token);
    ask.method_token = card.token;
    for (const auto& demo : contracts::demo_cards) {
      if (demo.token == *card.token) ask.last_four = last_four_of(demo.number);
    }
    return;
  }
  ask.card = hash_of_number(*card.number);
  ask.last_four = last_four_of(digits_of(*card.number));
}

}  // namespace sharecar::payment
