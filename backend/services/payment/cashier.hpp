/// Gets an order paid, once: talks to the card network while a caller waits, and goes on with what was left open.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <string>

#include "card_network.hpp"
#include "chassis/runtime/service.hpp"
#include "config.hpp"
#include "payment_store.hpp"

namespace sharecar::payment {

enum class Ending {
  approved,  ///< by this call
  approved_before,
  declined,  ///< by this call
  declined_before,
  running,   ///< an attempt is open; its end comes as an event
  closed,    ///< the order takes no payment any more
  too_late,  ///< payBy is too near
};

struct Paid {
  Ending ending = Ending::running;
  Account account;
};

/// Lives on the reactor's thread, except for poke(). Before each call to the card network its intent is committed, and
/// nothing is open in the database while it runs.
class Cashier {
 public:
  Cashier(CardNetwork& network, sql::Postgres& db, PaymentStore& store, Service& service, const PaymentConfig& config);

  /// Answers before the caller's deadline. Refuses as PaymentStore::ask does, and with unavailable when the caller's
  /// time is too short to begin.
  net::awaitable<Result<Paid>> pay(Context& context, Demand demand, CardToCharge card);

  /// A round of the worker: leases what is due (an unanswered charge, a void, a refund) and does the next step of each,
  /// in the trace that it belongs to.
  net::awaitable<std::chrono::milliseconds> go_on(Context& context);

  /// Something has become due; it may be committed a moment later. Any thread.
  void poke();

 private:
  net::awaitable<Paid> charge(Context& context, Account account, CardToCharge card);
  net::awaitable<Account> void_attempt(Context& context, Account account, std::chrono::milliseconds limit);
  net::awaitable<Account> record(Context& context, Account account, Happening happening);
  net::awaitable<void> go_on_with(Account account);
  net::awaitable<void> do_step(Context& context, Account account);
  net::awaitable<void> refund(Context& context, Account account);
  std::chrono::milliseconds time_for_call(const Context& context) const;
  Timestamp now() const { return service_.clock().now(); }

  CardNetwork& network_;
  sql::Postgres& db_;
  PaymentStore& store_;
  Service& service_;
  std::chrono::milliseconds worker_limit_;
  telemetry::Counter& later_;
  std::atomic<std::chrono::steady_clock::rep> poked_at_{0};
  std::chrono::steady_clock::time_point next_look_{};
  net::steady_timer all_done_;
  int running_ = 0;
};

}  // namespace sharecar::payment
