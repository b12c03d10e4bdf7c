#include "assemble.hpp"

#include <algorithm>

#include "chassis/http/server_sent_events.hpp"
#include "live_api.hpp"
#include "mypage_api.hpp"
#include "mypage_projection.hpp"

namespace sharecar::customer {
namespace {

net::awaitable<std::chrono::milliseconds> heartbeat(LiveApi& live) {
  live.beat();
  co_return http::sse::heartbeat;
}

}  // namespace

void assemble(Service& service, const CustomerConfig& config) {
  auto& db = service.sqlite("mypage", migrations);
  service.serve(service.own<MyPageApi>(db, service.clock()).routes());

  const auto started = service.clock().now().time_since_epoch().count();
  ChangeRing changes{std::to_string(started), static_cast<std::size_t>(std::max(1, config.remembered_changes))};
  auto& live = service.own<LiveApi>(service.reactor(), db, service.clock(), service.metrics(), std::move(changes));
  service.serve(live.routes());
  service.every("live heartbeat", [&live](Context&) { return heartbeat(live); });

  namespace topics = contracts::topics;
  service.consume(db, {topics::order, topics::payment, topics::reservation},
                  Projection{service.clock(), service.metrics()}, /*replay=*/true,
                  [&live](const std::vector<kafka::Message>& messages) { live.changed(messages); });
}

}  // namespace sharecar::customer
