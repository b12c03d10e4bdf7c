/// The card network's HTTP face. Cards that decline, dawdle, fail or never answer do so here; the ledger only hears of
/// charges that are made.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>
#include <string>

#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/sqlite.hpp"
#include "chassis/telemetry/metrics.hpp"
#include "services/cardnet/config.hpp"
#include "services/cardnet/ledger_store.hpp"

namespace sharecar::cardnet {

namespace net = boost::asio;

/// Lives on the reactor's thread, as long as the server that serves its routes.
class CardnetApi {
 public:
  CardnetApi(sql::SqliteDatabase& database, const Clock& clock, telemetry::Metrics& metrics,
             const CardnetConfig& config);

  http::Routes routes();
  /// Cards that hang are answered 503 from now on: the service stops.
  void release();

 private:
  using Answer = net::awaitable<http::Reply>;
  struct Attempt;

  Answer charge(Context& context, http::Request request, contracts::ChargeCard input);
  Answer show_charge(Context& context, http::Request request, contracts::OneCharge input);
  Answer void_charge(Context& context, http::Request request, contracts::OneCharge input);
  Answer refund(Context& context, http::Request request, contracts::RefundCharge input);
  Answer show_refund(Context& context, http::Request request, contracts::OneRefund input);
  Answer tokenize(Context& context, http::Request request, contracts::TokenizeCard input);
  Answer ledger(Context& context, http::Request request, contracts::Page input);
  Answer summary(Context& context, http::Request request, http::Nothing);

  net::awaitable<Result<Decision<contracts::Charge>>> settle(Context& context, const contracts::ChargeCard& input);
  net::awaitable<void> hang();
  void count(const Decision<contracts::Charge>& decision);

  sql::SqliteDatabase& database_;
  const Clock& clock_;
  const CardnetConfig config_;
  std::map<contracts::ChargeState, telemetry::Counter*> charges_;
  telemetry::Counter& refunds_;
  std::set<net::steady_timer*> hanging_;
  bool released_ = false;
};

}  // namespace sharecar::cardnet
