/// Checks the bytes of a request head before the parser sees them. Beast 1.81 alone accepts several heads that proxies
/// read differently (request smuggling): Transfer-Encoding: identity, two Hosts, obs-fold, "Content-Length: 3, 3".
/// Sources: RFC 9110, RFC 9112.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contracts/problem.hpp"

namespace sharecar::http {

/// `head` ends with CRLFCRLF. Nothing when it is sound; else the status to answer with (400, 414, 417, 431, 501, 505)
/// and why. After it the connection is closed.
struct HeadError {
  int status;
  std::string why;
  const char* reason = "syntax";  ///< metric label: syntax, target, version, host, framing, expectation, too_large
};
std::optional<HeadError> check_head(std::string_view head, std::size_t max_headers);

/// Looks for the end of a head in bytes that arrive piece by piece, and refuses early what can no longer become one,
/// so that nobody who speaks another protocol has to wait for a time-out.
class HeadScanner {
 public:
  explicit HeadScanner(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// `received` is everything since the head's first byte. The head's length including CRLFCRLF; 0: more is needed.
  std::size_t find_end(std::string_view received);
  const std::optional<HeadError>& error() const { return error_; }

 private:
  std::size_t max_bytes_;
  std::size_t scanned_ = 0;
  bool request_line_complete_ = false;
  std::optional<HeadError> error_;
};

/// `host`, `host:port`, `[v6]:port`: what a Host field may hold.
bool is_host(std::string_view text);
/// RFC 9110 token: methods and field names.
bool is_token(std::string_view text);
/// No control characters but HTAB: safe to write into a head.
bool is_field_value(std::string_view text);
/// Raw path and query of an origin-form target: RFC 3986 characters (and a few that browsers leave raw), sound escapes.
bool is_origin_form(std::string_view target);

}  // namespace sharecar::http
