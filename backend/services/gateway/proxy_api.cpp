#include "proxy_api.hpp"

#include <stdexcept>

#include "chassis/http/fallback.hpp"
#include "request_path.hpp"

namespace sharecar::gateway {
namespace {

constexpr std::size_t remembered_bytes = 8 * 1024 * 1024;

http::Reply not_found() { return Problem{.code = Errc::not_found, .detail = "nothing is served at this path"}; }

http::Reply bad_path(std::string_view why) { return Problem{.code = Errc::bad_request, .detail = std::string{why}}; }

http::Call call_of(http::Request request, const ProxyRoute& route, const TrustedProxies& trusted) {
  http::Call call;
  if (route.pinned) call.pin = pin_of(request, trusted);
  call.method = request.method;
  call.headers = forwarded_fields(request, trusted);
  call.body = std::move(request.body);
  if (route.strip_prefix == 0) {
    call.target = std::move(request.target);
    call.route = std::move(request.route);
    return call;
  }
  call.target = without_prefix(request.path, route.strip_prefix);
  if (!request.query.empty()) call.target += '?' + request.query;
  call.route = without_prefix(request.route, route.strip_prefix);
  return call;
}

// The gateway's own answer carries its own CORS fields, trace and date.
http::Reply reply_of(http::Response response) {
  http::Reply reply{response.status, "", std::move(response.body)};
  reply.headers = end_to_end(response.headers);
  for (const char* own :
       {"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers", "Access-Control-Expose-Headers", "Access-Control-Max-Age"}) {
    reply.headers.erase(own);
  }
  return reply;
}

}  // namespace

ProxyApi::ProxyApi(RouteTable table, Backends& backends, TrustedProxies trusted, const Clock& clock)
    : table_(std::move(table)),
      backends_(backends),
      trusted_(std::move(trusted)),
      clock_(clock),
      last_known_(remembered_bytes) {
  for (const auto& route : table_.routes()) {
    if (!backends_.find(route.upstream)) {
      throw std::invalid_argument("route " + route.id + " leads to " + route.upstream + ", which is not configured");
    }
  }
}

http::Routes ProxyApi::routes() {
  http::Routes out;
  for (const auto& named : named_requests(table_, known_requests())) {
    http::Route route;
    route.method = http::parse_method(named.method).value();
    route.path = named.path;
    route.summary = "Served by " + named.route->upstream;
    route.handler = [this](Context& context, http::Request request) { return forward(context, std::move(request)); };
    route.loopback_only = named.route->local;
    route.quiet = named.route->quiet;
    out.push_back(std::move(route));
  }
  return out;
}

boost::asio::awaitable<http::Reply> ProxyApi::forward(Context& context, http::Request request) {
  if (const auto why = objection(request.path)) co_return bad_path(*why);
  const auto* route = table_.find(http::to_string(request.method), request.path);
  if (!route) co_return not_found();
  auto& backend = *backends_.find(route->upstream);
  std::string question;  // with the host, which is in the links of the answer
  if (route->remembered && request.method == http::Method::get) {
    question = std::string{request.header("host")} + ' ' + request.target;
  }
  http::Call call = call_of(std::move(request), *route, trusted_);
  auto pending = backend.send(context, std::move(call));
  auto answer = co_await std::move(pending);
  if (!question.empty() && answer && answer->status == 200) remember(question, *answer);
  if (!question.empty() && (!answer || answer->status >= 500)) {
    if (auto instead = last_known(question, backend, context)) co_return std::move(*instead);
  }
  if (!answer) co_return http::to_problem(backend.name(), answer.error());
  co_return reply_of(std::move(*answer));
}

void ProxyApi::remember(const std::string& question, const http::Response& response) {
  last_known_.keep(question, {std::string{response.headers.get("content-type")}, response.body, clock_.now()});
}

std::optional<http::Reply> ProxyApi::last_known(const std::string& question, Backend& backend,
                                                const Context& context) {
  const auto* known = last_known_.find(question);
  if (!known) return {};
  const Context instead = backend.fallback(context);
  http::Reply reply{200, known->content_type, known->body};
  contracts::Fallback fallback;
  fallback.of = backend.name();
  fallback.instead = contracts::Instead::last_known;
  fallback.as_of = known->as_of;
  fallback.age_ms = (clock_.now() - known->as_of) / std::chrono::milliseconds{1};
  http::mark(reply, fallback);
  return reply;
}

}  // namespace sharecar::gateway
