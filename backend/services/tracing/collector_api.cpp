#include "services/tracing/collector_api.hpp"

#include <boost/asio/use_awaitable.hpp>

#include "spanwire/otlp_spans.hpp"

namespace sharecar::tracing {
namespace {

using http::Reply;
using http::Request;

bool is_gzipped(const Request& request) {
  return request.header("content-encoding").find("gzip") != std::string_view::npos;
}

// Without its parameters.
std::string_view media_type(const Request& request) {
  const auto type = request.header("content-type");
  return type.substr(0, type.find_first_of("; \t"));
}

// google.rpc.Status: code, message.
std::string status_message(bool protobuf, const Refused& refused) {
  constexpr int invalid_argument = 3;
  if (!protobuf) {
    std::string out = R"({"code":)" + std::to_string(invalid_argument) + R"(,"message":)";
    spanwire::append_quoted(out, refused.text);
    return out + '}';
  }
  std::string out{'\x08', static_cast<char>(invalid_argument), '\x12'};
  auto size = refused.text.size();
  for (; size >= 0x80; size >>= 7) out += static_cast<char>((size & 0x7f) | 0x80);
  out += static_cast<char>(size);
  return out + refused.text;
}

http::Route post(const char* path, const char* summary, http::Handler handler) {
  http::Route out;
  out.method = http::Method::post;
  out.path = path;
  out.summary = summary;
  out.quiet = true;  // the store of spans does not fill itself
  out.handler = std::move(handler);
  return out;
}

}  // namespace

http::Routes CollectorApi::routes() {
  return {post("/api/v2/spans", "Take spans in: a JSON list, or protobuf as application/x-protobuf; also as gzip",
               [this](Context& context, Request request) { return spans(context, std::move(request)); }),
          post("/v1/traces", "Take spans of OpenTelemetry in: OTLP, as JSON or as application/x-protobuf; also as gzip",
               [this](Context& context, Request request) { return otlp(context, std::move(request)); })};
}

net::awaitable<Reply> CollectorApi::spans(Context&, Request request) {
  const bool protobuf = http::equal_without_case(media_type(request), "application/x-protobuf");
  const auto decode = protobuf ? spanwire::decode_proto3 : spanwire::decode_json;
  auto refused = collector_.accept(request.body, is_gzipped(request), decode);
  if (refused) co_return Reply{refused->status, http::text_type, std::move(refused->text)};
  co_return Reply{202, "", ""};
}

net::awaitable<Reply> CollectorApi::otlp(Context&, Request request) {
  const bool protobuf = http::equal_without_case(media_type(request), "application/x-protobuf");
  if (!protobuf && !http::equal_without_case(media_type(request), http::json_type)) {
    co_return Reply{415, http::text_type, "Send application/x-protobuf or application/json\n"};
  }
  const std::string type = protobuf ? "application/x-protobuf" : http::json_type;
  const auto decode = protobuf ? spanwire::decode_otlp_protobuf : spanwire::decode_otlp_json;
  const auto refused = collector_.accept(request.body, is_gzipped(request), decode);
  if (refused) co_return Reply{refused->status, type, status_message(protobuf, *refused)};
  co_return Reply{200, type, protobuf ? "" : "{}"};
}

}  // namespace sharecar::tracing
