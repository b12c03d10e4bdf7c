#include "span_intake_api.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "chassis/json/decode.hpp"

namespace sharecar::gateway {
namespace {

namespace bj = boost::json;

constexpr std::size_t max_spans = 64;
constexpr std::size_t max_bytes = 32 * 1024;

Problem too_many_requests(std::chrono::milliseconds wait) {
  return {.code = Errc::too_many_requests, .detail = "too many batches of spans", .retry_after = wait};
}

Problem too_large(const char* what) { return {.code = Errc::payload_too_large, .detail = what}; }

Problem wrong(std::string pointer, std::string rule, const bj::value& found) {
  return {.code = Errc::invalid_request,
          .detail = "Send a JSON array of Zipkin v2 spans.",
          .violations = {{std::move(pointer), std::move(rule), std::string{json::kind_name(found)}}}};
}

// The spans of `body` as the desktop's own.
Result<bj::array> desktop_spans(std::string_view body) {
  if (body.size() > max_bytes) return too_large("at most 32 KB of spans at once");
  auto document = json::parse(body);
  if (!document) return document.error();
  if (!document->is_array()) return wrong("", "type:array", *document);
  bj::array& spans = document->get_array();
  if (spans.size() > max_spans) return too_large("at most 64 spans at once");
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (!spans[i].is_object()) return wrong("/" + std::to_string(i), "type:object", spans[i]);
    bj::object endpoint;
    endpoint["serviceName"] = "desktop";
    spans[i].get_object()["localEndpoint"] = std::move(endpoint);
  }
  return std::move(spans);
}

// The collector's refusal is the sender's to read; anything else that is wrong there is not.
http::Reply reply_of(const boost::system::result<http::Response, http::CallError>& answer) {
  if (!answer) return http::to_problem("tracing", answer.error());
  if (answer->status >= 200 && answer->status < 300) return http::Reply{202, "", ""};
  if (answer->status >= 400 && answer->status < 500) {
    return http::Reply{answer->status, std::string{answer->headers.get("Content-Type")}, answer->body};
  }
  return Problem{.code = Errc::upstream_failed,
                 .detail = "the spans could not be stored",
                 .log_detail = "the collector answered " + std::to_string(answer->status)};
}

}  // namespace

http::Routes SpanIntakeApi::routes() {
  http::Route route;
  route.method = http::Method::post;
  route.path = "/telemetry/spans";
  route.summary = "Spans of a client, in Zipkin's format";
  route.refusals = {Errc::payload_too_large, Errc::too_many_requests, Errc::unavailable};
  route.quiet = true;  // telemetry about telemetry
  route.handler = [this](Context& context, http::Request request) { return take(context, std::move(request)); };
  http::Routes out;
  out.push_back(std::move(route));
  return out;
}

boost::asio::awaitable<http::Reply> SpanIntakeApi::take(Context& context, http::Request request) {
  const auto wait = buckets_.take(trusted_.caller(request), std::chrono::steady_clock::now());
  if (wait) co_return too_many_requests(*wait);
  auto spans = desktop_spans(request.body);
  if (!spans) co_return std::move(spans.error());
  if (spans->empty()) co_return http::Reply{202, "", ""};
  http::Call call;
  call.method = http::Method::post;
  call.target = "/api/v2/spans";
  call.route = "/api/v2/spans";
  call.headers.set("Content-Type", http::json_type);
  call.body = bj::serialize(*spans);
  auto pending = tracing_.send(context, std::move(call));
  const auto answer = co_await std::move(pending);
  co_return reply_of(answer);
}

}  // namespace sharecar::gateway
