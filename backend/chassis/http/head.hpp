/// Checks the bytes of a request head before the parser sees them. Beast 1.81 alone accepts several heads that proxies
/// read differently (request smuggling): Transfer-Encoding: identity, two Hosts, obs-fold, "Content-Length: 3, 3".
/// Sources: RFC 9110, RFC 9112.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contracts/problem.hpp"

namespace sharecar::http {

/// `head` ends with CRLFCRLF. Nothing when it is sound; else the status to answer with (400, 414, 431, 501, 505) and
/// why. After it the connection is closed.
struct HeadError {
  int status;
  std::string why;
};
std::optional<HeadError> check_head(std::string_view head, std::size_t max_headers);

}  // namespace sharecar::http
