/// HTTP for payments: order's call, the customer's own payment, lists.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "cards.hpp"
#include "cashier.hpp"
#include "chassis/crypto/seal.hpp"
#include "chassis/http/hal.hpp"
#include "chassis/http/route.hpp"
#include "config.hpp"

namespace sharecar::payment {

/// Lives on the reactor's thread.
class PaymentApi {
 public:
  PaymentApi(sql::Postgres& db, Cashier& cashier, const Cards& cards, const PaymentConfig& config);
  http::Routes routes();

 private:
  using Reply = net::awaitable<http::Reply>;
  Reply ask(Context& context, http::Request request, contracts::AskPayment input);
  Reply pay(Context& context, http::Request request, contracts::PayOrder input);
  Reply show(Context& context, http::Request request, contracts::OnePayment input);
  Reply list(Context& context, http::Request request, contracts::FindPayments input);
  Reply saga(Context& context, http::Request request, contracts::OneOrder input);

  Result<CardToCharge> card_of(const contracts::AskPayment& input) const;

  sql::Postgres& db_;
  Cashier& cashier_;
  const Cards& cards_;
  std::optional<crypto::Opener> opener_;
};

}  // namespace sharecar::payment
