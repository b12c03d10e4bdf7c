#include "assemble.hpp"

#include "admission_api.hpp"
#include "proxy_api.hpp"

namespace sharecar::gateway {
namespace {

// Traces are larger than anything else that is passed on.
http::UpstreamConfig tracing_of(const GatewayConfig& config) {
  http::UpstreamConfig out = config.order;
  out.url = config.tracing.url;
  out.max_response_bytes = 64 * 1024 * 1024;
  return out;
}

}  // namespace

void assemble(Service& service, const GatewayConfig& config) {
  auto& backends = service.own<Backends>();
  backends.add(service.upstream("order", config.order));
  backends.add(service.upstream("reservation", config.reservation));
  backends.add(service.upstream("payment", config.payment));
  backends.add(service.upstream("customer", config.customer));
  backends.add(service.upstream("tracing", tracing_of(config)));
  const TrustedProxies trusted{config.trusted_proxies};

  auto& admission = service.own<Admission>(Cors{config.cors});
  service.before_handler(
      [&admission](Context& context, const http::Request& request) { return admission.check(context, request); });
  service.before_send(
      [&admission](const http::Request& request, http::Reply& reply) { admission.finish(request, reply); });

  service.serve(service.own<ProxyApi>(RouteTable{default_routes()}, backends, trusted).routes());
}

}  // namespace sharecar::gateway
