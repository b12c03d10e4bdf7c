#include "services/tracing/tracing_service.hpp"

#include "services/tracing/collector.hpp"
#include "services/tracing/tracing_api.hpp"

namespace sharecar::tracing {

void set_up(Service& service, const CollectorConfig& config) {
  auto& database = service.sqlite("tracing", migrations);
  const auto& store = service.own<SpanStore>(config.indexed_tags);
  auto& collector = service.own<Collector>(service.reactor(), database, store, service.metrics(), config);
  service.at_start("load names", [&collector] { collector.load(); });
  service.add(std::make_shared<CollectorPart>(collector));
  service.every("retain", [&collector](Context& context) { return collector.retain(context); });
  service.serve(service.own<TracingApi>(collector, database, store, service.clock()).routes());
}

}  // namespace sharecar::tracing
