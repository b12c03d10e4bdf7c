#include "services/cardnet/cardnet_service.hpp"

#include "services/cardnet/cardnet_api.hpp"

namespace sharecar::cardnet {

void set_up(Service& service, const CardnetConfig& config) {
  auto& ledger = service.sqlite("cardnet", migrations, sql::Synchronous::full);
  auto& api = service.own<CardnetApi>(ledger, service.clock(), service.metrics(), config);
  service.serve(api.routes());
  service.at_stop([&api] { api.release(); });
}

}  // namespace sharecar::cardnet
