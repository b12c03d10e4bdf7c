#include "assemble.hpp"

#include "car_api.hpp"
#include "reservation_api.hpp"
#include "reservation_events.hpp"

namespace sharecar::reservation {

void assemble(Service& service, const ReservationConfig&) {
  auto& db = service.postgres(migrations);
  auto& store = service.own<ReservationStore>(service.clock(), service.metrics());

  service.serve(service.own<ReservationApi>(db, store).routes());
  service.serve(service.own<CarApi>(db).routes());

  service.relay(db);
  service.consume(db, {contracts::topics::order}, OrderEvents{store});
}

}  // namespace sharecar::reservation
