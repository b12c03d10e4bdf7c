/// HAL bodies as Spring Data REST writes them: https://datatracker.ietf.org/doc/html/draft-kelly-json-hal
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chassis/http/message.hpp"
#include "chassis/json/encode.hpp"

namespace sharecar::http::hal {

/// Relation and path ("/orders/3"); the base URL is put before it.
using Links = std::vector<std::pair<std::string, std::string>>;

void append_links(std::string& out, const std::string& base, const Links& links);

/// One resource: its members (nulls written), then `_links` with self, the resource's own relation, and `more`.
template <class T>
std::string resource(const std::string& base, const T& value, std::string_view relation, const std::string& path,
                     const Links& more = {}) {
  std::string out = "{";
  bool first = true;
  json::Encoder encoder{out, json::Nulls::write};
  encoder.members(value, first);
  Links links{{"self", path}, {std::string{relation}, path}};
  links.insert(links.end(), more.begin(), more.end());
  out += first ? R"("_links":)" : R"(,"_links":)";
  append_links(out, base, links);
  return out + '}';
}

template <class T>
Reply reply(int status, const Request& request, const T& value, std::string_view relation, const std::string& path,
            const Links& more = {}) {
  Reply out{status, std::string{status == 200 ? hal_type : json_type} + ";charset=UTF-8",
            resource(request.base_url(), value, relation, path, more)};
  if (status == 201 || status == 202) out.headers.set("Location", request.base_url() + path);
  return out;
}

/// Which page was asked for, checked.
struct PageRequest {
  std::int64_t number = 0;
  std::int64_t size = 20;
  std::string sort;          ///< a wire name out of the sortable ones
  bool descending = false;

  std::int64_t offset() const { return number * size; }
};

/// Of `page`, `size` and `sort` ("field" or "field,desc"); a field that is not in `sortable` is refused. Without a sort
/// the first of `sortable` counts, upwards.
template <class Input>
Result<PageRequest> page_of(const Input& input, std::span<const std::string_view> sortable);
Result<PageRequest> make_page(std::optional<std::int64_t> page, std::optional<std::int64_t> size,
                              const std::optional<std::string>& sort, std::span<const std::string_view> sortable);
template <class Input>
Result<PageRequest> page_of(const Input& input, std::span<const std::string_view> sortable) {
  return make_page(input.page, input.size, input.sort, sortable);
}

/// `items` are complete resources. `relation` is the plural: "orders".
Reply collection(const Request& request, std::string_view relation, const std::vector<std::string>& items,
                 const PageRequest& page, std::int64_t total);

}  // namespace sharecar::http::hal
