#include "services/tracing/tracing_service.hpp"

#include "services/tracing/collector.hpp"
#include "services/tracing/collector_api.hpp"
#include "services/tracing/tracing_api.hpp"
#include "services/tracing/zipkin_api.hpp"

namespace sharecar::tracing {

void set_up(Service& service, const CollectorConfig& config) {
  auto& database = service.sqlite("tracing", migrations);
  const auto& store = service.own<SpanStore>(config.indexed_tags, config.strict_trace_id);
  auto& collector =
      service.own<Collector>(service.reactor(), database, store, service.metrics(), service.clock(), config);
  service.at_start("load names", [&collector] { collector.load(); });
  service.add(std::make_shared<CollectorPart>(collector));
  service.every("retain", [&collector](Context& context) { return collector.retain(context); });
  service.every("link", [&collector](Context& context) { return collector.link(context); });
  service.serve(service.own<CollectorApi>(collector).routes());
  service.serve(service.own<TracingApi>(collector, database, store, service.clock(), config).routes());
  service.serve(service.own<ZipkinApi>(collector, database, service.metrics()).routes());
  service.before_send(finish_as_zipkin);
}

}  // namespace sharecar::tracing
