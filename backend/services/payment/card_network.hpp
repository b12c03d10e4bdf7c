/// The card network as payment sees it: charges and refunds by keys that mean the same however often they are sent.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "chassis/http/upstream.hpp"
#include "contracts/cardnet.hpp"

namespace sharecar::payment {

namespace net = boost::asio;

/// What a card is charged by; one of the two. A number is only ever in memory.
struct CardToCharge {
  std::optional<std::string> token;
  std::optional<std::string> number;
};

/// What the network said of a charge.
struct ChargeWord {
  enum class Kind { known, unknown, silent } kind = Kind::silent;
  contracts::Charge charge;  ///< when known
};

/// Lives on the reactor's thread. An answer that is not what was asked about counts as silence.
class CardNetwork {
 public:
  explicit CardNetwork(http::Upstream& upstream) : upstream_(upstream) {}

  std::chrono::milliseconds time_limit() const { return upstream_.config().time_limit(); }

  net::awaitable<ChargeWord> charge(Context& context, std::string key, Money amount, CardToCharge card,
                                    std::chrono::milliseconds limit);
  net::awaitable<ChargeWord> void_charge(Context& context, std::string key, std::chrono::milliseconds limit);
  net::awaitable<ChargeWord> look_up(Context& context, std::string key, Money amount, std::chrono::milliseconds limit);
  /// Whether the refund is made, now or before.
  net::awaitable<bool> refund(Context& context, contracts::RefundCharge refund, std::chrono::milliseconds limit);
  /// A token for a card number, or why not.
  net::awaitable<Result<contracts::CardToken>> tokenize(Context& context, std::string card_number);

 private:
  http::Upstream& upstream_;
};

/// What an answer about the charge `key` says. An approved or declined charge of another amount is not ours.
ChargeWord word_of(const http::Response& response, const std::string& key, std::optional<Money> amount);

}  // namespace sharecar::payment
