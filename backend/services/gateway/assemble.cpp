#include "assemble.hpp"

#include "admission_api.hpp"
#include "explain_api.hpp"
#include "info_api.hpp"
#include "instances_api.hpp"
#include "live_proxy.hpp"
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
  const TrustedProxies trusted{config.trusted_proxies};

  auto& admission = service.own<Admission>(Cors{config.cors});
  service.before_handler(
      [&admission](Context& context, const http::Request& request) { return admission.check(context, request); });
  service.before_send(
      [&admission](const http::Request& request, http::Reply& reply) { admission.finish(request, reply); });

  service.serve(service.own<ProxyApi>(RouteTable{default_routes()}, backends, trusted, service.clock()).routes());
  service.serve(service.own<LiveProxy>(service.reactor(), customer, trusted).routes());
  service.serve(service.own<ExplainApi>(backends).routes());
  const std::chrono::milliseconds instance_timeout{config.instance_timeout_ms};
  service.serve(service.own<InstancesApi>(service, std::move(instances), instance_timeout).routes());
  const TokenBuckets buckets{static_cast<double>(config.span_intake.burst),
                             static_cast<double>(config.span_intake.per_second)};
  service.serve(service.own<SpanIntakeApi>(tracing, trusted, buckets).routes());
  service.serve(service.own<InfoApi>(contracts::Info{config.environment, platform_version, {}}).routes());
}

}  // namespace sharecar::gateway
