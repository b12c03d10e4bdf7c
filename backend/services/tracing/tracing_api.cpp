#include "services/tracing/tracing_api.hpp"

#include <boost/asio/use_awaitable.hpp>

#include "services/tracing/span_codec.hpp"
#include "services/tracing/span_ids.hpp"

namespace sharecar::tracing {
namespace {

using http::Method;
using http::Reply;
using http::Request;

constexpr std::size_t few_names = 3;  // more of them may be cached by a browser for a while

Reply text(int status, std::string body) { return {status, http::text_type, std::move(body)}; }
Reply json_body(std::string body) { return {200, http::json_type, std::move(body)}; }

std::string lower(std::string value) {
  for (char& c : value) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return value;
}

std::string trimmed(std::string value) {
  const auto first = value.find_first_not_of(" \t\r\n");
  if (first == value.npos) return {};
  return value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
}

std::string list_of(const std::vector<tracemodel::DependencyLink>& links) {
  std::string out = "[";
  for (const auto& link : links) {
    if (out.size() > 1) out += ',';
    out += R"({"parent":)";
    append_quoted(out, link.parent);
    out += R"(,"child":)";
    append_quoted(out, link.child);
    out += R"(,"callCount":)" + std::to_string(link.call_count);
    if (link.error_count > 0) out += R"(,"errorCount":)" + std::to_string(link.error_count);
    out += '}';
  }
  return out + ']';
}

// What this collector does not read; empty when it does.
std::string unread(const Request& request) {
  const auto encoding = request.header("content-encoding");
  if (!encoding.empty() && !http::equal_without_case(encoding, "identity")) {
    return "Content-Encoding " + std::string{encoding} + " is not supported\n";
  }
  const auto type = request.header("content-type");
  if (type.starts_with("application/x-protobuf") || type.starts_with("application/x-thrift")) {
    return std::string{type} + " is not supported; send application/json\n";
  }
  return {};
}

}  // namespace

TracingApi::TracingApi(Collector& collector, sql::SqliteDatabase& database, const SpanStore& store, const Clock& clock)
    : collector_(collector), database_(database), store_(store), clock_(clock) {}

http::Route TracingApi::route(Method method, const std::string& path, std::string summary, Handler handler) {
  http::Route out;
  out.method = method;
  out.path = path;
  out.summary = std::move(summary);
  out.quiet = true;  // the store of spans does not fill itself
  out.handler = [this, handler](Context& context, Request request) {
    return (this->*handler)(context, std::move(request));
  };
  return out;
}

http::Routes TracingApi::routes() {
  using Api = TracingApi;
  http::Routes routes{
      route(Method::post, "/api/v2/spans", "Take spans in: a JSON list", &Api::collect),
      route(Method::get, "/health", "Whether spans can be stored", &Api::health),
  };
  for (const std::string mount : {"", "/zipkin"}) {
    const std::string api = mount + "/api/v2";
    routes.push_back(route(Method::get, api + "/trace/{id}", "The spans of a trace", &Api::trace));
    routes.push_back(route(Method::get, api + "/traces", "Search for traces", &Api::search));
    routes.push_back(route(Method::get, api + "/services", "Services that reported spans", &Api::services));
    routes.push_back(route(Method::get, api + "/spans", "Names of a service's spans", &Api::span_names));
    routes.push_back(
        route(Method::get, api + "/remoteServices", "Services that a service calls", &Api::remote_services));
    routes.push_back(route(Method::get, api + "/dependencies", "Which service calls which", &Api::dependencies));
  }
  return routes;
}

TracingApi::Answer TracingApi::collect(Context&, Request request) {
  if (auto reason = unread(request); !reason.empty()) co_return text(415, std::move(reason));
  auto refusal = collector_.accept(request.body);
  if (refusal) co_return text(400, std::move(*refusal));
  co_return Reply{202, "", ""};
}

TracingApi::Answer TracingApi::trace(Context& context, Request request) {
  std::string wrong;
  const auto id = normal_trace_id(trimmed(request.captures.front().second), wrong);
  if (!id) co_return text(400, std::move(wrong));
  co_await collector_.written();
  auto find = [this, &id](Context& c, sql::Session& session) { return store_.trace(c, session, *id); };
  auto finding = database_.run(context, std::move(find));
  auto found = co_await std::move(finding);
  if (!found) co_return text(404, *id + " not found");
  co_return json_body(std::move(*found));
}

TracingApi::Answer TracingApi::search(Context& context, Request request) {
  const auto parsed = parse_query(request.query_parameters(), now_ms());
  if (const auto* wrong = std::get_if<std::string>(&parsed)) co_return text(400, *wrong);
  co_await collector_.written();
  auto find = [this, query = std::get<TraceQuery>(parsed)](Context& c, sql::Session& session) {
    return store_.search(c, session, query);
  };
  auto finding = database_.run(context, std::move(find));
  auto found = co_await std::move(finding);
  co_return json_body(std::move(found));
}

TracingApi::Answer TracingApi::dependencies(Context& context, Request request) {
  if (!request.query_parameter("endTs")) co_return text(400, "Missing required parameter: endTs");
  const auto parsed = parse_query(request.query_parameters(), now_ms());
  if (const auto* wrong = std::get_if<std::string>(&parsed)) co_return text(400, *wrong);
  co_await collector_.written();
  auto read = [this, query = std::get<TraceQuery>(parsed)](Context& c, sql::Session& session) {
    return store_.links(c, session, query);
  };
  auto reading = database_.run(context, std::move(read));
  const auto links = co_await std::move(reading);
  co_return json_body(list_of(links));
}

TracingApi::Answer TracingApi::services(Context&, Request) { co_return names(collector_.names().services()); }

TracingApi::Answer TracingApi::span_names(Context&, Request request) {
  auto service = request.query_parameter("serviceName");
  if (!service) co_return text(400, "Missing required parameter: serviceName");
  co_return names(collector_.names().spans(lower(std::move(*service))));
}

TracingApi::Answer TracingApi::remote_services(Context&, Request request) {
  auto service = request.query_parameter("serviceName");
  if (!service) co_return text(400, "Missing required parameter: serviceName");
  co_return names(collector_.names().remotes(lower(std::move(*service))));
}

TracingApi::Answer TracingApi::health(Context&, Request) {
  const bool up = database_.healthy();
  const std::string status = up ? "UP" : "DOWN";
  Reply reply = json_body(R"({"status":")" + status + R"(","zipkin":{"status":")" + status +
                          R"(","details":{"SqliteStorage":{"status":")" + status + R"("}}}})");
  reply.status = up ? 200 : 503;
  co_return reply;
}

Reply TracingApi::names(const std::set<std::string>& names) const {
  std::string list = "[";
  for (const auto& name : names) {
    if (list.size() > 1) list += ',';
    append_quoted(list, name);
  }
  Reply reply = json_body(list + ']');
  if (collector_.names().services().size() > few_names) {
    reply.headers.set("Cache-Control", "max-age=300, must-revalidate");
  }
  return reply;
}

std::int64_t TracingApi::now_ms() const {
  return std::chrono::floor<std::chrono::milliseconds>(clock_.now()).time_since_epoch().count();
}

}  // namespace sharecar::tracing
