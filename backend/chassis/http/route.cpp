#include "chassis/http/route.hpp"

#include <boost/json/object.hpp>

namespace sharecar::http {
namespace {

namespace bj = boost::json;

bool is_json(std::string_view content_type) {
  const auto media = content_type.substr(0, content_type.find(';'));
  return equal_without_case(media, "application/json") ||
         (media.size() > 5 && equal_without_case(media.substr(media.size() - 5), "+json")) ||
         equal_without_case(media, "application/json ");
}

Problem bad_parameter(std::string name, std::string rule) {
  return {.code = Errc::invalid_request,
          .detail = "A query parameter is wrong; see violations.",
          .violations = {{"/" + std::move(name), std::move(rule), "string"}}};
}

}  // namespace

Result<bj::value> gather_input(const Request& request) {
  bj::object input;
  const bool may_have_body =
      request.method == Method::post || request.method == Method::put || request.method == Method::patch;
  if (may_have_body && !request.body.empty()) {
    if (!is_json(request.header("content-type"))) {
      return Problem{.code = Errc::unsupported_media, .detail = "Send the body with Content-Type: application/json."};
    }
    auto document = json::parse(request.body);
    if (!document) return document.error();
    if (!document->is_object()) return std::move(*document);  // the decoder says what it should have been
    input = std::move(document->get_object());
  }
  std::vector<std::string> seen;
  std::string_view query = request.query;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = percent_decode(pair.substr(0, equals), true);
    const auto value = percent_decode(equals == pair.npos ? "" : pair.substr(equals + 1), true);
    if (!name || !value) return bad_parameter("", "percent-encoding");
    if (std::find(seen.begin(), seen.end(), *name) != seen.end()) return bad_parameter(*name, "once");
    seen.push_back(*name);
    input[*name] = *value;
  }
  for (const auto& [name, value] : request.captures) input[name] = value;
  return bj::value(std::move(input));  // braces would make it an array of one
}

net::awaitable<Reply> refuse(Problem problem) { co_return Reply{std::move(problem)}; }

}  // namespace sharecar::http
