#include "chassis/http/message.hpp"

#include <algorithm>
#include <array>
#include <boost/describe/enum_to_string.hpp>

#include "chassis/http/head.hpp"
#include "chassis/json/encode.hpp"
#include "contracts/time.hpp"

namespace sharecar::http {

/// What is written for a Problem: RFC 9457, its extensions, and Spring Boot's fields.
struct ProblemBody {
  std::string type;
  std::string_view title;
  int status;
  std::string detail;
  std::string_view instance;
  Errc code;
  std::optional<std::vector<Violation>> violations;
  std::optional<std::vector<Slot>> alternatives;
  std::optional<PriceQuote> quote;
  std::optional<CancellationQuote> cancellation;
  std::optional<std::string> reason;
  std::optional<OrderId> order_id;
  std::optional<std::int64_t> retry_after_ms;
  Timestamp timestamp;
  std::string_view error;
  std::string message;
  std::string_view path;
};
BOOST_DESCRIBE_STRUCT(ProblemBody, (),
                      (type, title, status, detail, instance, code, violations, alternatives, quote, cancellation,
                       reason, order_id, retry_after_ms, timestamp, error, message, path))

namespace {

constexpr std::array<std::string_view, 8> method_names{"GET",   "HEAD",   "POST",    "PUT",
                                                       "PATCH", "DELETE", "OPTIONS", "TRACE"};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The first element of a list such as "https, http": the one that the outermost proxy wrote.
std::string_view first_element(std::string_view list) {
  auto element = list.substr(0, list.find(','));
  while (!element.empty() && (element.front() == ' ' || element.front() == '\t')) element.remove_prefix(1);
  while (!element.empty() && (element.back() == ' ' || element.back() == '\t')) element.remove_suffix(1);
  return element;
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == text.npos;
}

bool names_port(std::string_view host) {
  const auto colon = host.rfind(':');
  return colon != host.npos && host.find(']', colon) == host.npos;
}

template <class T>
std::optional<std::vector<T>> unless_empty(const std::vector<T>& values) {
  if (values.empty()) return {};
  return values;
}

}  // namespace

std::string_view to_string(Method method) { return method_names[static_cast<std::size_t>(method)]; }

std::optional<Method> parse_method(std::string_view text) {
  const auto found = std::find(method_names.begin(), method_names.end(), text);
  if (found == method_names.end()) return {};
  return static_cast<Method>(found - method_names.begin());
}

bool is_idempotent(Method method) { return method != Method::post && method != Method::patch; }

bool equal_without_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Headers::get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (equal_without_case(key, name)) return value;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(), [&](const auto& f) { return equal_without_case(f.first, name); });
}

void Headers::set(std::string_view name, std::string value) {
  const auto same = [&](const auto& field) { return equal_without_case(field.first, name); };
  const auto first = std::find_if(fields_.begin(), fields_.end(), same);
  if (first == fields_.end()) {
    fields_.emplace_back(name, std::move(value));
    return;
  }
  first->second = std::move(value);
  fields_.erase(std::remove_if(first + 1, fields_.end(), same), fields_.end());
}

void Headers::add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }

void Headers::erase(std::string_view name) {
  std::erase_if(fields_, [&](const auto& field) { return equal_without_case(field.first, name); });
}

bool lists_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    if (equal_without_case(first_element(list), token)) return true;
    const auto comma = list.find(',');
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
  }
  return false;
}

std::string Request::base_url() const {
  std::string_view scheme = "http";
  if (equal_without_case(first_element(headers.get("X-Forwarded-Proto")), "https")) scheme = "https";
  auto host = first_element(headers.get("X-Forwarded-Host"));
  const bool forwarded = is_host(host);
  if (!forwarded) host = headers.get("Host");
  if (!is_host(host)) return {};  // HTTP/1.0 without Host: links stay relative
  std::string url{scheme};
  url += "://";
  url += host;
  const auto port = first_element(headers.get("X-Forwarded-Port"));
  if (forwarded && is_port(port) && !names_port(host) && port != (scheme == "https" ? "443" : "80")) {
    url += ':';
    url += port;
  }
  return url;
}

std::vector<std::pair<std::string, std::string>> Request::query_parameters() const {
  std::vector<std::pair<std::string, std::string>> out;
  std::string_view rest = query;
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(equals == pair.npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (name && value) out.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

std::optional<std::string> Request::query_parameter(std::string_view name) const {
  for (auto& [key, value] : query_parameters()) {
    if (key == name) return std::move(value);
  }
  return {};
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0 || high + low == 0) return {};
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool unreserved = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                            c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4];
      out += "0123456789ABCDEF"[byte & 0xf];
    }
  }
  return out;
}

std::string allow_header(const Problem& problem) {
  std::string allow;
  for (const auto& method : problem.allowed) {
    if (!allow.empty()) allow += ", ";
    allow += method;
  }
  return allow;
}

Reply render(const Problem& problem, std::string_view path, Timestamp now) {
  return render_as(problem.status(), problem, path, now);
}

Reply render_as(int status, const Problem& problem, std::string_view path, Timestamp now) {
  const auto reason = reason_phrase(status);
  const std::string detail = problem.detail.empty() ? std::string{reason} : problem.detail;
  ProblemBody body{.type = std::string{"/problems/"} + boost::describe::enum_to_string(problem.code, ""),
                   .title = reason,
                   .status = status,
                   .detail = detail,
                   .instance = path,
                   .code = problem.code,
                   .violations = unless_empty(problem.violations),
                   .alternatives = unless_empty(problem.alternatives),
                   .quote = problem.quote,
                   .cancellation = problem.cancellation,
                   .reason = problem.reason,
                   .order_id = problem.order_id,
                   .retry_after_ms = {},
                   .timestamp = std::chrono::floor<std::chrono::milliseconds>(now),
                   .error = reason,
                   .message = detail,
                   .path = path};
  if (problem.retry_after) body.retry_after_ms = problem.retry_after->count();
  Reply reply{status, problem_type, json::encode(body)};
  if (problem.fault_injected) reply.body.replace(reply.body.size() - 1, 1, R"(,"fault.injected":true})");
  if (problem.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*problem.retry_after).count();
    reply.headers.set("Retry-After", std::to_string(seconds));
  }
  if (!problem.allowed.empty()) reply.headers.set("Allow", allow_header(problem));
  return reply;
}

}  // namespace sharecar::http
