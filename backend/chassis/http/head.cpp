#include "chassis/http/head.hpp"

#include <algorithm>
#include <array>

#include "chassis/http/message.hpp"

namespace sharecar::http {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

using CharacterSet = std::array<bool, 256>;

constexpr CharacterSet set_of(std::string_view more) {
  CharacterSet set{};
  for (const auto part : {digits, letters, more}) {
    for (const char c : part) set[static_cast<unsigned char>(c)] = true;
  }
  return set;
}

constexpr CharacterSet token_characters = set_of("!#$%&'*+-.^_`|~");
// RFC 3986 unreserved, sub-delims, ":@/?%", and what browsers leave raw in a query. Not: # \ " < > and blanks.
constexpr CharacterSet target_characters = set_of("-._~!$&'()*+,;=:@/?%[]{}|^`");
constexpr CharacterSet host_characters = set_of("-._~");
constexpr CharacterSet hex_characters = [] {
  CharacterSet set{};
  for (const char c : std::string_view{"0123456789abcdefABCDEF"}) set[static_cast<unsigned char>(c)] = true;
  return set;
}();

bool all_in(std::string_view text, const CharacterSet& set) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return set[static_cast<unsigned char>(c)]; });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct RequestLine {
  std::string_view method;
  std::string_view target;
  std::string_view version;
};

// What of the fields decides how the message is framed and for whom it is.
struct Framing {
  std::size_t count = 0;
  std::optional<std::string_view> host;
  std::optional<std::string_view> length;
  std::optional<std::string_view> coding;
  std::optional<HeadError> error;
};

HeadError bad(const char* why, const char* reason = "syntax") { return {400, why, reason}; }

std::optional<HeadError> check_target(const RequestLine& line) {
  if (line.method == "CONNECT") return bad("CONNECT is not served", "target");
  if (line.target == "*") {
    if (line.method == "OPTIONS") return {};
    return bad("only OPTIONS may ask for *", "target");
  }
  auto origin = line.target;
  if (!origin.starts_with('/')) {
    constexpr std::string_view scheme = "http://";
    if (!equal_without_case(origin.substr(0, scheme.size()), scheme)) return bad("malformed request target", "target");
    origin.remove_prefix(scheme.size());
    const auto authority = origin.substr(0, origin.find_first_of("/?"));
    if (!is_host(authority)) return bad("malformed request target", "target");
    origin.remove_prefix(authority.size());
  }
  if (!is_origin_form(origin)) return bad("malformed request target", "target");
  return {};
}

std::optional<HeadError> check_version(std::string_view version) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) || version[6] != '.' ||
      !is_digit(version[7])) {
    return bad("malformed request line");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return HeadError{505, "only HTTP/1.1 and HTTP/1.0", "version"};
  return {};
}

std::optional<HeadError> check_request_line(std::string_view text, RequestLine& line) {
  const auto first = text.find(' ');
  const auto last = text.rfind(' ');
  if (first == text.npos || first == last) return bad("malformed request line");
  line = {text.substr(0, first), text.substr(first + 1, last - first - 1), text.substr(last + 1)};
  if (!is_token(line.method)) return bad("malformed method");
  if (auto error = check_version(line.version)) return error;
  return check_target(line);
}

bool remember_once(std::optional<std::string_view>& slot, std::string_view value) {
  if (slot) return false;
  slot = value;
  return true;
}

void read_field(std::string_view line, Framing& framing) {
  if (line.front() == ' ' || line.front() == '\t') {
    framing.error = bad("folded header line");
    return;
  }
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  if (colon == line.npos || !is_token(name)) {
    framing.error = bad("malformed header name");
    return;
  }
  const auto value = trim(line.substr(colon + 1));
  if (!is_field_value(value)) {
    framing.error = bad("control character in a header");
    return;
  }
  if (equal_without_case(name, "Host")) {
    if (!remember_once(framing.host, value)) framing.error = bad("more than one Host", "host");
  } else if (equal_without_case(name, "Content-Length")) {
    if (!remember_once(framing.length, value)) framing.error = bad("more than one Content-Length", "framing");
  } else if (equal_without_case(name, "Transfer-Encoding")) {
    if (!remember_once(framing.coding, value)) framing.error = bad("more than one Transfer-Encoding", "framing");
  } else if (equal_without_case(name, "Expect") && !equal_without_case(value, "100-continue")) {
    framing.error = HeadError{417, "only 100-continue can be expected", "expectation"};
  }
}

std::optional<HeadError> check_coding(std::string_view coding) {
  if (equal_without_case(coding, "chunked")) return {};
  bool unknown = false;
  while (true) {
    const auto comma = coding.find(',');
    const auto element = trim(coding.substr(0, comma));
    if (element.empty() || equal_without_case(element, "identity")) {
      return bad("malformed Transfer-Encoding", "framing");
    }
    unknown = unknown || !equal_without_case(element, "chunked");
    if (comma == coding.npos) break;
    coding.remove_prefix(comma + 1);
  }
  if (unknown) return HeadError{501, "only the transfer coding chunked is known", "framing"};
  return bad("malformed Transfer-Encoding", "framing");
}

std::optional<HeadError> check_framing(const Framing& framing, bool version_1_1) {
  if (version_1_1 && !framing.host) return bad("Host is missing", "host");
  if (framing.host && !is_host(*framing.host)) return bad("malformed Host", "host");
  if (framing.length) {
    constexpr std::size_t max_digits = 18;  // fits 64 bits with room to spare
    if (framing.length->empty() || framing.length->size() > max_digits ||
        framing.length->find_first_not_of(digits) != framing.length->npos) {
      return bad("malformed Content-Length", "framing");
    }
  }
  if (!framing.coding) return {};
  if (framing.length) return bad("both Transfer-Encoding and Content-Length", "framing");
  if (!version_1_1) return bad("Transfer-Encoding in HTTP/1.0", "framing");
  return check_coding(*framing.coding);
}

// The next line without its CRLF; nothing when a CR or LF stands alone.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  if (end == rest.npos || end == 0 || rest[end - 1] != '\r') return {};
  const auto line = rest.substr(0, end - 1);
  rest.remove_prefix(end + 1);
  if (line.find('\r') != line.npos) return {};
  return line;
}

}  // namespace

std::optional<HeadError> check_head(std::string_view head, std::size_t max_headers) {
  const auto first = take_line(head);
  if (!first) return bad("line without CRLF");
  RequestLine request;
  if (auto error = check_request_line(*first, request)) return error;
  Framing framing;
  while (true) {
    const auto line = take_line(head);
    if (!line) return bad("line without CRLF");
    if (line->empty()) break;
    if (++framing.count > max_headers) return HeadError{431, "too many headers", "too_large"};
    read_field(*line, framing);
    if (framing.error) return framing.error;
  }
  if (!head.empty()) return bad("bytes after the head");
  return check_framing(framing, request.version == "HTTP/1.1");
}

std::size_t HeadScanner::find_end(std::string_view received) {
  if (error_ || received.empty()) return 0;
  if (scanned_ == 0 && !is_token(received.substr(0, 1))) {
    error_ = bad("malformed method");
    return 0;
  }
  while (true) {
    const auto line_feed = received.find('\n', scanned_);
    if (line_feed == received.npos || line_feed >= max_bytes_) {
      scanned_ = received.size();
      if (received.size() >= max_bytes_) {
        error_ = request_line_complete_ ? HeadError{431, "head too large", "too_large"}
                                        : HeadError{414, "request line too long", "too_large"};
      }
      return 0;
    }
    if (received[line_feed - 1] != '\r') {  // never at 0: the first byte is a token's
      error_ = bad("line without CRLF");
      return 0;
    }
    request_line_complete_ = true;
    scanned_ = line_feed + 1;
    if (line_feed >= 3 && received[line_feed - 2] == '\n') return scanned_;
  }
}

bool is_host(std::string_view text) {
  auto name = text;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == text.npos) return false;
    const auto address = text.substr(1, end - 1);
    constexpr std::string_view v6_characters = "0123456789abcdefABCDEF:.";
    if (address.empty() || address.find_first_not_of(v6_characters) != address.npos) return false;
    name = text.substr(end + 1);
    if (name.empty()) return true;
    if (name.front() != ':') return false;
  } else {
    const auto host = text.substr(0, text.find(':'));
    if (host.empty() || !all_in(host, host_characters)) return false;
    name = text.substr(host.size());
    if (name.empty()) return true;
  }
  const auto port = name.substr(1);
  return port.size() <= 5 && port.find_first_not_of(digits) == port.npos;
}

bool is_token(std::string_view text) { return !text.empty() && all_in(text, token_characters); }

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

bool is_origin_form(std::string_view target) {
  if (!all_in(target, target_characters)) return false;
  for (auto at = target.find('%'); at != target.npos; at = target.find('%', at + 1)) {
    const auto escape = target.substr(at + 1, 2);
    if (escape.size() != 2 || !all_in(escape, hex_characters) || escape == "00") return false;
  }
  return true;
}

}  // namespace sharecar::http
