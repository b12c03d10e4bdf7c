#include "assemble.hpp"

#include "catalogue_api.hpp"
#include "mypage_proxy.hpp"
#include "order_api.hpp"
#include "order_saga.hpp"

namespace sharecar::order {

void assemble(Service& service, const OrderConfig& config) {
  auto& db = service.postgres(migrations);
  auto& payment = service.upstream("payment", config.payment);
  auto& customer = service.upstream("customer", config.customer);
  auto& tracing = service.upstream("tracing", {.url = config.tracing.url});

  auto& store = service.own<OrderStore>(service.clock(), service.metrics());
  auto& payer = service.own<Payer>(payment, db, store, service);
  auto& saga = service.own<Saga>(store);

  namespace topics = contracts::topics;
  service.relay(db);
  const auto behind = service.consume(db, {topics::payment, topics::reservation, topics::car}, std::ref(saga));

  const std::chrono::seconds stale_after{config.catalogue_stale_after_s};
  service.serve(service.own<OrderApi>(db, store, payer, tracing, config, service.clock()).routes());
  service.serve(service.own<CatalogueApi>(db, service.clock(), behind, stale_after).routes());
  service.serve(service.own<MyPageProxy>(customer).routes());

  service.every("pay later", [&payer](Context& context) { return payer.pay_later(context); });
}

}  // namespace sharecar::order
