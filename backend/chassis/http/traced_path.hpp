/// The path of a request as spans may show it.
#pragma once

#include <string>
#include <string_view>

namespace sharecar::http {

/// The route's template with those variables filled in that are plain ids (digits and colons; at most eleven digits in
/// a row, so that no card number fits in): "/orders/7" of "/orders/{id}", but "/orders/{id}" for anything else that a
/// stranger put there. What a trailing "**" stands for is not shown. "" for no template.
std::string traced_path(std::string_view route, std::string_view path);

}  // namespace sharecar::http
