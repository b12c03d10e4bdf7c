/// What the simulated network knows of a card: how it behaves. The number itself is forgotten at once.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::cardnet {

enum class Behaviour {
  approve,
  decline,
  slow,   ///< approves, but only after a while
  error,  ///< HTTP 500 and no charge
  hang,   ///< no answer and no charge
};
BOOST_DESCRIBE_ENUM(Behaviour, approve, decline, slow, error, hang)

struct Card {
  Behaviour behaviour = Behaviour::approve;
  std::string last_four;
  std::string reason;  ///< of a decline

  friend bool operator==(const Card&, const Card&) = default;
};

/// `number` may hold blanks and dashes. One of contracts::demo_cards behaves as its label says; any other approves.
Card card_of_number(std::string_view number);

/// The demo tokens exist always; nothing for any other.
std::optional<Card> card_of_demo_token(std::string_view token);

/// What a token that nobody gave out is charged with: a decline is an answer that the caller can end with.
Card unknown_card();

/// A card from the behaviour and the digits that a token stands for.
Card card_of(Behaviour behaviour, std::string last_four);

}  // namespace sharecar::cardnet
