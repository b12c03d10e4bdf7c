#include "assemble.hpp"

#include "admission_api.hpp"
#include "chassis/http/server_sent_events.hpp"
#include "explain_api.hpp"
#include "info_api.hpp"
#include "instances_api.hpp"
#include "live_api.hpp"
#include "proxy_api.hpp"
#include "span_intake_api.hpp"

namespace sharecar::gateway {
namespace {

// Traces are larger than anything else that is passed on.
http::UpstreamConfig tracing_of(const GatewayConfig& config) {
  http::UpstreamConfig out = config.order;
  out.url = config.tracing.url;
  out.urls.clear();
  out.max_response_bytes = 64 * 1024 * 1024;
  return out;
}

std::vector<ProxyRoute> routes_of(const Backends& backends) {
  auto out = default_routes();
  std::erase_if(out, [&](const auto& route) { return route.upstream == "turbine" && !backends.has("turbine"); });
  return out;
}

contracts::Info info_of(const GatewayConfig& config, bool with_turbine) {
  contracts::Info out{config.environment, platform_version, {}};
  out.capabilities.breakers = with_turbine;
  return out;
}

net::awaitable<std::chrono::milliseconds> heartbeat(LiveApi& live) {
  live.beat();
  co_return http::sse::heartbeat;
}

}  // namespace

void assemble(Service& service, const GatewayConfig& config) {
  auto& backends = service.own<Backends>();
  std::vector<Backend*> instances;
  instances.push_back(&backends.add(service.upstream("order", config.order)));
  instances.push_back(&backends.add(service.upstream("reservation", config.reservation)));
  instances.push_back(&backends.add(service.upstream("payment", config.payment)));
  auto& customer = backends.add(service.upstream("customer", config.customer));
  instances.push_back(&customer);
  auto& tracing = backends.add(service.upstream("tracing", tracing_of(config)));
  instances.push_back(&tracing);
  Backend* turbine = nullptr;
  if (!config.turbine.addresses().front().empty()) {
    turbine = &backends.add(service.upstream("turbine", config.turbine));
    instances.push_back(turbine);
  }
  const TrustedProxies trusted{config.trusted_proxies};

  auto& admission = service.own<Admission>(Cors{config.cors});
  service.before_handler(
      [&admission](Context& context, const http::Request& request) { return admission.check(context, request); });
  service.before_send(
      [&admission](const http::Request& request, http::Reply& reply) { admission.finish(request, reply); });

  service.serve(service.own<ProxyApi>(RouteTable{routes_of(backends)}, backends, trusted, service.clock()).routes());
  const auto started = service.clock().now().time_since_epoch().count();
  auto& live = service.own<LiveApi>(service.reactor(), customer, turbine, config.live, service.metrics(),
                                    std::to_string(started));
  service.serve(live.routes());
  service.every("live heartbeat", [&live](Context&) { return heartbeat(live); });
  service.serve(service.own<ExplainApi>(backends).routes());
  const std::chrono::milliseconds instance_timeout{config.instance_timeout_ms};
  service.serve(service.own<InstancesApi>(service, std::move(instances), instance_timeout).routes());
  const TokenBuckets buckets{static_cast<double>(config.span_intake.burst),
                             static_cast<double>(config.span_intake.per_second)};
  service.serve(service.own<SpanIntakeApi>(tracing, trusted, buckets).routes());
  service.serve(service.own<InfoApi>(info_of(config, turbine != nullptr)).routes());
}

}  // namespace sharecar::gateway
