#include "services/tracing/zipkin_api.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "chassis/runtime/service.hpp"
#include "services/tracing/gzip.hpp"

namespace sharecar::tracing {
namespace {

namespace bj = boost::json;
using http::Reply;
using http::Request;

constexpr std::size_t shortest_gzip = 2048;
constexpr std::size_t longest_gzip = 8 * 1024 * 1024;  // beyond it the reactor would stand still too long

Reply json_body(const bj::object& body) { return {200, http::json_type, bj::serialize(body)}; }

// As Zipkin's own user interface asks for it.
bj::object ui_settings() {
  const bj::object dependency{{"enabled", true}, {"lowErrorRate", 0.5}, {"highErrorRate", 0.75}};
  return {{"environment", ""},         {"queryLimit", 10},      {"defaultLookback", 900'000},
          {"searchEnabled", true},     {"logsUrl", nullptr},    {"supportUrl", nullptr},
          {"archivePostUrl", nullptr}, {"archiveUrl", nullptr}, {"dependency", dependency}};
}

void allow_other_origins(const Request& request, Reply& reply) {
  if (!request.headers.has("origin")) return;
  reply.headers.set("Access-Control-Allow-Origin", "*");
  reply.headers.set("Access-Control-Allow-Headers", "content-type");
  if (request.method != http::Method::options || !request.headers.has("access-control-request-method")) return;
  reply.headers.set("Access-Control-Allow-Methods", "GET,POST");
}

void compress(const Request& request, Reply& reply) {
  if (reply.headers.get("content-type") != http::json_type || request.method == http::Method::head) return;
  if (reply.body.size() < shortest_gzip || reply.body.size() > longest_gzip) return;
  reply.headers.set("Vary", "Accept-Encoding");
  if (request.header("accept-encoding").find("gzip") == std::string_view::npos) return;
  reply.body = gzip(reply.body);
  reply.headers.set("Content-Encoding", "gzip");
}

}  // namespace

http::Route ZipkinApi::route(const std::string& path, std::string summary, Handler handler) {
  http::Route out;
  out.method = http::Method::get;
  out.path = path;
  out.summary = std::move(summary);
  out.quiet = true;
  out.handler = [this, handler](Context& context, Request request) {
    return (this->*handler)(context, std::move(request));
  };
  return out;
}

http::Routes ZipkinApi::routes() {
  return {route("/health", "Whether spans can be stored", &ZipkinApi::health),
          route("/info", "Version", &ZipkinApi::info),
          route("/metrics", "What the collector has counted", &ZipkinApi::counts),
          route("/prometheus", "Metrics for Prometheus", &ZipkinApi::prometheus),
          route("/zipkin/config.json", "Settings of Zipkin's user interface", &ZipkinApi::ui_config),
          route("/", "To the user interface, when one is mounted", &ZipkinApi::to_ui),
          route("/zipkin", "The same", &ZipkinApi::to_ui)};
}

ZipkinApi::Answer ZipkinApi::health(Context&, Request) {
  const bool up = database_.healthy();
  const std::string status = up ? "UP" : "DOWN";
  const bj::object component{{"status", status}};
  const bj::object details{{"SqliteStorage", component}};
  const bj::object zipkin{{"status", status}, {"details", details}};
  const bj::object body{{"status", status}, {"zipkin", zipkin}};
  Reply reply = json_body(body);
  reply.status = up ? 200 : 503;
  co_return reply;
}

ZipkinApi::Answer ZipkinApi::info(Context&, Request) {
  const bj::object zipkin{{"version", platform_version}};
  const bj::object body{{"zipkin", zipkin}};
  co_return json_body(body);
}

ZipkinApi::Answer ZipkinApi::counts(Context&, Request) {
  const Counts counts = collector_.counts();
  bj::object body;
  const auto add = [&body](const char* name, double value) { body[name] = value; };
  add("counter.zipkin_collector.messages.http", counts.messages);
  add("counter.zipkin_collector.messages_dropped.http", counts.messages_dropped);
  add("counter.zipkin_collector.bytes.http", counts.bytes);
  add("counter.zipkin_collector.spans.http", counts.spans);
  add("counter.zipkin_collector.spans_dropped.http", counts.spans_dropped);
  add("gauge.zipkin_collector.message_spans.http", counts.message_spans);
  add("gauge.zipkin_collector.message_bytes.http", counts.message_bytes);
  co_return json_body(body);
}

ZipkinApi::Answer ZipkinApi::prometheus(Context&, Request) {
  co_return Reply{200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text()};
}

ZipkinApi::Answer ZipkinApi::ui_config(Context&, Request) {
  Reply reply = json_body(ui_settings());
  reply.headers.set("Cache-Control", "max-age=600");
  co_return reply;
}

ZipkinApi::Answer ZipkinApi::to_ui(Context&, Request) {
  Reply reply{302, "", ""};
  reply.headers.set("Location", "/zipkin/");
  co_return reply;
}

void finish_as_zipkin(const Request& request, Reply& reply) {
  allow_other_origins(request, reply);
  compress(request, reply);
}

}  // namespace sharecar::tracing
