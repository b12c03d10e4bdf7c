#include "assemble.hpp"

#include "mypage_api.hpp"
#include "mypage_projection.hpp"

namespace sharecar::customer {

void assemble(Service& service, const CustomerConfig&) {
  auto& db = service.sqlite("mypage", migrations);
  service.serve(service.own<MyPageApi>(db, service.clock()).routes());

  namespace topics = contracts::topics;
  service.consume(db, {topics::order, topics::payment, topics::reservation},
                  Projection{service.clock(), service.metrics()}, /*replay=*/true);
}

}  // namespace sharecar::customer
