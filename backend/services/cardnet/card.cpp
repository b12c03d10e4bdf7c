#include "services/cardnet/card.hpp"

#include "contracts/cardnet.hpp"

namespace sharecar::cardnet {
namespace {

Behaviour behaviour_of_demo(std::string_view token) {
  if (token == "demo-decline") return Behaviour::decline;
  if (token == "demo-slow") return Behaviour::slow;
  if (token == "demo-error") return Behaviour::error;
  if (token == "demo-hang") return Behaviour::hang;
  return Behaviour::approve;
}

}  // namespace

Card card_of(Behaviour behaviour, std::string last_four) {
  return {behaviour, std::move(last_four), behaviour == Behaviour::decline ? "insufficient_funds" : ""};
}

Card card_of_number(std::string_view number) {
  std::string digits;
  for (const char c : number) {
    if (c >= '0' && c <= '9') digits += c;
  }
  std::string last_four = digits.size() < 4 ? digits : digits.substr(digits.size() - 4);
  for (const auto& demo : contracts::demo_cards) {
    if (demo.number == digits) return card_of(behaviour_of_demo(demo.token), std::move(last_four));
  }
  return card_of(Behaviour::approve, std::move(last_four));
}

std::optional<Card> card_of_demo_token(std::string_view token) {
  for (const auto& demo : contracts::demo_cards) {
    if (demo.token == token) return card_of_number(demo.number);
  }
  return std::nullopt;
}

Card unknown_card() { return {Behaviour::decline, "", "unknown_token"}; }

}  // namespace sharecar::cardnet
