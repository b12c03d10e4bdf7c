#include "services/tracing/tracing_api.hpp"

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>

#include "spanwire/span_codec.hpp"
#include "spanwire/span_ids.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::tracing {
namespace {

using http::Reply;
using http::Request;

constexpr std::size_t few_names = 3;  // more of them may be cached by a browser for a while
constexpr std::size_t most_ids = 1000;

Reply text(int status, std::string body) { return {status, http::text_type, std::move(body)}; }
Reply json_body(std::string body) { return {200, http::json_type, std::move(body)}; }
Reply missing(const std::string& parameter) {
  return text(400, "Mandatory parameter/header/attribute is missing: " + parameter);
}

Reply names(const std::set<std::string>& names, bool cacheable) {
  std::string list = "[";
  for (const auto& name : names) {
    if (list.size() > 1) list += ',';
    spanwire::append_quoted(list, name);
  }
  Reply reply = json_body(list + ']');
  if (cacheable) reply.headers.set("Cache-Control", "max-age=300, must-revalidate");
  return reply;
}

/// Ids of GET /traceMany, or what is wrong with them.
std::variant<std::vector<std::string>, std::string> parse_ids(std::string_view list) {
  std::vector<std::string> ids;
  if (list.empty()) return "traceIds parameter is empty";
  while (true) {
    const auto comma = ids.size() + 1 < most_ids ? list.find(',') : list.npos;
    const auto sent = list.substr(0, comma);
    std::string wrong;
    auto id = spanwire::normal_trace_id(sent, wrong);
    if (!id) return wrong;
    if (std::ranges::find(ids, *id) != ids.end()) return "redundant traceId: " + std::string{sent};
    ids.push_back(std::move(*id));
    if (comma == list.npos) break;
    list.remove_prefix(comma + 1);
  }
  if (ids.size() == 1) return "Use /api/v2/trace/{traceId} endpoint to retrieve a single trace";
  return ids;
}

}  // namespace

TracingApi::TracingApi(Collector& collector, sql::SqliteDatabase& database, const SpanStore& store, const Clock& clock,
                       const CollectorConfig& config)
    : collector_(collector),
      database_(database),
      store_(store),
      clock_(clock),
      default_lookback_ms_(config.default_lookback_ms),
      autocomplete_keys_(config.autocomplete_keys.begin(), config.autocomplete_keys.end()) {}

http::Route TracingApi::route(const std::string& path, std::string summary, Handler handler) {
  http::Route out;
  out.method = http::Method::get;
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
  http::Routes routes;
  for (const std::string mount : {"", "/zipkin"}) {
    const std::string api = mount + "/api/v2";
    routes.push_back(route(api + "/trace/{id}", "The spans of a trace", &Api::trace));
    routes.push_back(route(api + "/traceMany", "The spans of several traces", &Api::traces));
    routes.push_back(route(api + "/traces", "Search for traces", &Api::search));
    routes.push_back(route(api + "/services", "Services that reported spans", &Api::services));
    routes.push_back(route(api + "/spans", "Names of a service's spans", &Api::span_names));
    routes.push_back(route(api + "/remoteServices", "Services that a service calls", &Api::remote_services));
    routes.push_back(route(api + "/dependencies", "Which service calls which", &Api::dependencies));
    routes.push_back(route(api + "/autocompleteKeys", "Tags whose values are offered", &Api::autocomplete_keys));
    routes.push_back(route(api + "/autocompleteValues", "Values of such a tag", &Api::autocomplete_values));
  }
  return routes;
}

TracingApi::Answer TracingApi::trace(Context& context, Request request) {
  std::string wrong;
  const auto id = spanwire::normal_trace_id(spanwire::trimmed(request.captures.front().second), wrong);
  if (!id) co_return text(400, std::move(wrong));
  co_await collector_.written();
  auto find = [this, &id](Context& c, sql::Session& session) { return store_.trace(c, session, *id); };
  auto finding = database_.run(context, std::move(find));
  auto found = co_await std::move(finding);
  if (!found) co_return text(404, *id + " not found");
  co_return json_body(std::move(*found));
}

TracingApi::Answer TracingApi::traces(Context& context, Request request) {
  const auto list = request.query_parameter("traceIds");
  if (!list) co_return missing("traceIds");
  const auto parsed = parse_ids(*list);
  if (const auto* wrong = std::get_if<std::string>(&parsed)) co_return text(400, *wrong);
  co_await collector_.written();
  auto find = [this, ids = std::get<std::vector<std::string>>(parsed)](Context& c, sql::Session& session) {
    return store_.traces(c, session, ids);
  };
  auto finding = database_.run(context, std::move(find));
  auto found = co_await std::move(finding);
  co_return json_body(std::move(found));
}

TracingApi::Answer TracingApi::search(Context& context, Request request) {
  const auto parsed = parse_query(request.query_parameters(), defaults());
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
  const auto parsed = parse_times(request.query_parameters(), defaults());
  if (const auto* wrong = std::get_if<std::string>(&parsed)) co_return text(400, *wrong);
  co_await collector_.written();
  auto read = [this, query = std::get<TraceQuery>(parsed)](Context& c, sql::Session& session) {
    return store_.links(c, session, query);
  };
  auto reading = database_.run(context, std::move(read));
  const auto links = co_await std::move(reading);
  co_return json_body(list_of(links));
}

TracingApi::Answer TracingApi::services(Context&, Request) {
  const auto& services = collector_.names().services();
  services_seen_ = services.size();
  co_return names(services, services_seen_ > few_names);
}

TracingApi::Answer TracingApi::span_names(Context&, Request request) {
  const auto service = request.query_parameter("serviceName");
  if (!service) co_return missing("serviceName");
  co_return names(collector_.names().spans(spanwire::lower(*service)), services_seen_ > few_names);
}

TracingApi::Answer TracingApi::remote_services(Context&, Request request) {
  const auto service = request.query_parameter("serviceName");
  if (!service) co_return missing("serviceName");
  co_return names(collector_.names().remotes(spanwire::lower(*service)), services_seen_ > few_names);
}

TracingApi::Answer TracingApi::autocomplete_keys(Context&, Request) { co_return names(autocomplete_keys_, true); }

TracingApi::Answer TracingApi::autocomplete_values(Context&, Request request) {
  const auto key = request.query_parameter("key");
  if (!key) co_return missing("key");
  if (key->empty()) co_return text(400, "key was empty");
  const auto& values = collector_.names().tag_values(*key);
  co_return names(values, values.size() > few_names);
}

QueryDefaults TracingApi::defaults() const {
  return {std::chrono::floor<std::chrono::milliseconds>(clock_.now()).time_since_epoch().count(), default_lookback_ms_};
}

}  // namespace sharecar::tracing
