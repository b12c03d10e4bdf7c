#include "assemble.hpp"

#include "contracts/events.hpp"
#include "method_api.hpp"
#include "payment_api.hpp"
#include "payment_saga.hpp"

namespace sharecar::payment {

void assemble(Service& service, const PaymentConfig& config) {
  auto& db = service.postgres(migrations);
  auto& network = service.own<CardNetwork>(service.upstream("cardnet", config.cardnet));

  auto& cards = service.own<Cards>(config.secret);
  auto& store = service.own<PaymentStore>(service.clock(), service.metrics());
  auto& cashier = service.own<Cashier>(network, db, store, service, config);
  auto& saga = service.own<Saga>(store, cashier, service.clock());

  service.serve(service.own<PaymentApi>(db, cashier, cards, config).routes());
  service.serve(service.own<MethodApi>(db, network, cards, service.clock()).routes());

  service.relay(db);
  service.consume(db, {contracts::topics::order}, std::ref(saga));
  service.every("settle payments", [&cashier](Context& context) { return cashier.go_on(context); });
}

}  // namespace sharecar::payment
