/// What payment does with order's events: knows the order, voids what is open when it closes, refunds when asked.
#pragma once

#include "cashier.hpp"
#include "chassis/kafka/message.hpp"
#include "payment_store.hpp"

namespace sharecar::payment {

/// Used on the consumer's thread. All that it writes only ever goes forward (known, closed, refund requested), so an
/// event may come twice, late or out of order. The card network is called by the cashier's worker.
class Saga {
 public:
  Saga(PaymentStore& store, Cashier& cashier, const Clock& clock) : store_(store), cashier_(cashier), clock_(clock) {}

  void operator()(Context& context, sql::Session& session, const kafka::Message& message);

 private:
  PaymentStore& store_;
  Cashier& cashier_;
  const Clock& clock_;
};

}  // namespace sharecar::payment
