/// HTTP for payment methods: the demo cards that everybody has, and the ones that a customer saved.
#pragma once

#include "cards.hpp"
#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/postgres.hpp"
#include "method_store.hpp"

namespace sharecar::payment {

/// Lives on the reactor's thread.
class MethodApi {
 public:
  MethodApi(sql::Postgres& db, CardNetwork& network, const Cards& cards, const Clock& clock)
      : db_(db), network_(network), cards_(cards), clock_(clock) {}
  http::Routes routes();

 private:
  using Reply = net::awaitable<http::Reply>;
  Reply list(Context& context, http::Request request, contracts::FindMethods input);
  Reply save(Context& context, http::Request request, contracts::SaveMethod input);

  sql::Postgres& db_;
  CardNetwork& network_;
  const Cards& cards_;
  const Clock& clock_;
};

}  // namespace sharecar::payment
