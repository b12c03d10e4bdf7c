/// Asking payment for an order's money: once while the customer waits, and again until payBy when it did not answer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <random>

#include "chassis/http/upstream.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/runtime/service.hpp"
#include "order_store.hpp"

namespace sharecar::order {

/// What placing an order takes without a rush.
inline constexpr std::chrono::milliseconds usual_placing{10};

/// When payment has to have answered, so that the customer is answered within `within` of `began`; `placed`: when the
/// order was stored. What placing took longer payment lacks; and as noting that payment did not answer will then take
/// longer as well, up to 40 ms are kept back for that.
Deadline payment_answers_by(Deadline began, Deadline placed, std::chrono::milliseconds within);

/// Lives on the reactor's thread.
class Payer {
 public:
  Payer(http::Upstream& payment, sql::Postgres& db, OrderStore& store, Service& service);

  /// Calls payment (no transaction is open meanwhile) and writes what came of it. Gives back the order afterwards:
  /// PAID, DECLINED, or PAYMENT_PENDING when there was no answer until `answer_by`.
  net::awaitable<Order> ask(Context& context, Order order, Deadline answer_by);

  /// A round of the worker: leases what is due, as far as the breaker before payment lets it through, and asks for
  /// each, in the trace that placed it.
  net::awaitable<std::chrono::milliseconds> pay_later(Context& context);

 private:
  net::awaitable<Happening> call(Context& context, const Order& order, Deadline answer_by);
  net::awaitable<Order> keep(Context& context, Order order, Happening happening);
  net::awaitable<void> ask_again(Order order);

  http::Upstream& payment_;
  sql::Postgres& db_;
  OrderStore& store_;
  Service& service_;
  telemetry::Counter& later_;
  std::mt19937 random_{std::random_device{}()};
  int running_ = 0;
};

/// What payment's answer means for the order.
Happening meaning_of(const boost::system::result<http::Response, http::CallError>& answer, const Order& order,
                     Timestamp now, double jitter);

}  // namespace sharecar::order
