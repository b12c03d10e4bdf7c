#include "chassis/http/hal.hpp"

#include <algorithm>

namespace sharecar::http::hal {

void append_links(std::string& out, const std::string& base, const Links& links) {
  out += '{';
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (i > 0) out += ',';
    json::append_quoted(out, links[i].first);
    out += R"(:{"href":)";
    json::append_quoted(out, base + links[i].second);
    out += '}';
  }
  out += '}';
}

Result<PageRequest> make_page(std::optional<std::int64_t> page, std::optional<std::int64_t> size,
                              const std::optional<std::string>& sort, std::span<const std::string_view> sortable) {
  PageRequest out;
  out.number = page.value_or(0);
  out.size = size.value_or(20);
  out.sort = sortable.front();
  if (!sort || sort->empty()) return out;
  const auto comma = sort->find(',');
  out.sort = sort->substr(0, comma);
  const std::string direction = comma == sort->npos ? "asc" : sort->substr(comma + 1);
  const bool known = std::find(sortable.begin(), sortable.end(), out.sort) != sortable.end();
  if (!known || (direction != "asc" && direction != "desc")) {
    std::string names;
    for (const auto name : sortable) names += (names.empty() ? "" : "|") + std::string{name};
    return Problem{.code = Errc::invalid_request,
                   .detail = "Cannot sort like that; see violations.",
                   .violations = {{"/sort", "enum:(" + names + ")[,asc|,desc]", "string"}}};
  }
  out.descending = direction == "desc";
  return out;
}

Reply collection(const Request& request, std::string_view relation, const std::vector<std::string>& items,
                 const PageRequest& page, std::int64_t total) {
  const std::int64_t pages = (total + page.size - 1) / page.size;
  const std::string base = request.base_url() + request.path;
  std::string others;  // the filters of the request stay in the links
  for (const auto& [name, value] : request.query_parameters()) {
    if (name == "page" || name == "size" || name == "sort") continue;
    others += '&' + percent_encode(name) + '=' + percent_encode(value);
  }
  if (const auto sort = request.query_parameter("sort")) others += "&sort=" + percent_encode(*sort);
  const auto link = [&](std::string_view name, std::int64_t number) {
    std::string out;
    json::append_quoted(out, name);
    out += R"(:{"href":)";
    json::append_quoted(out, base + "?page=" + std::to_string(number) + "&size=" + std::to_string(page.size) + others);
    return out + '}';
  };
  std::string body = R"({"_embedded":{)";
  json::append_quoted(body, relation);
  body += ":[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) body += ',';
    body += items[i];
  }
  body += R"(]},"_links":{)";
  if (pages > 1) body += link("first", 0) + ',';
  if (page.number > 0 && pages > 0) body += link("prev", std::min(page.number, pages) - 1) + ',';
  if (request.query.empty()) {
    body += R"("self":{"href":)";
    json::append_quoted(body, base + "{?page,size,sort}");
    body += R"(,"templated":true})";
  } else {
    body += link("self", page.number);
  }
  if (page.number + 1 < pages) body += ',' + link("next", page.number + 1);
  if (pages > 1) body += ',' + link("last", pages - 1);
  body += R"(},"page":{"size":)" + std::to_string(page.size) + R"(,"totalElements":)" + std::to_string(total) +
          R"(,"totalPages":)" + std::to_string(pages) + R"(,"number":)" + std::to_string(page.number) + "}}";
  return Reply{200, std::string{hal_type} + ";charset=UTF-8", std::move(body)};
}

}  // namespace sharecar::http::hal
