/// Requests and replies as plain values; no Beast here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/problem.hpp"

namespace sharecar::http {

enum class Method { get, head, post, put, patch, delete_, options, trace };

std::string_view to_string(Method method);  ///< "GET"
std::optional<Method> parse_method(std::string_view text);
/// Whether doing it twice means the same as once (RFC 9110 9.2.2).
bool is_idempotent(Method method);

/// Header fields in order; names compare without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  /// The first field of that name; "" when there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  void set(std::string_view name, std::string value);  ///< replaces every field of that name
  void add(std::string name, std::string value);
  void erase(std::string_view name);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

bool equal_without_case(std::string_view a, std::string_view b);
/// Whether a comma-separated list such as Connection's names that token.
bool lists_token(std::string_view list, std::string_view token);

struct Request {
  Method method = Method::get;
  std::string target;  ///< as sent: raw path and query
  std::string path;    ///< raw path, percent-encoded as sent
  std::string query;   ///< without '?'
  Headers headers;
  std::string body;
  std::string route;                                          ///< the template that matched: "/orders/{id}"
  std::vector<std::pair<std::string, std::string>> captures;  ///< path variables, decoded
  std::string peer;                                           ///< the caller's address without port
  bool peer_is_loopback = true;

  std::string_view header(std::string_view name) const { return headers.get(name); }
  /// "http://host:port" for links: X-Forwarded-Proto/-Host/-Port win over Host. "" when neither is there: relative.
  std::string base_url() const;
  /// Query parameters, decoded, in order.
  std::vector<std::pair<std::string, std::string>> query_parameters() const;
  std::optional<std::string> query_parameter(std::string_view name) const;
};

class BodyStream;

/// How a connection ends by a TCP reset instead of with the whole answer: an injected fault.
enum class Cut { none, before, mid_answer };

struct Reply {
  int status = 200;
  Headers headers;
  std::string body;
  std::optional<Problem> problem;  ///< the server writes status, headers and body from it
  /// A body that comes as it is written (body_stream.hpp), in place of `body`; the connection closes after it.
  std::shared_ptr<BodyStream> stream = nullptr;
  Cut cut = Cut::none;

  Reply() = default;
  Reply(int s, std::string content_type, std::string text) : status(s), body(std::move(text)) {
    if (!content_type.empty()) headers.set("Content-Type", std::move(content_type));
  }
  Reply(Problem p) : status(p.status()), problem(std::move(p)) {}
};

inline constexpr const char* json_type = "application/json";
inline constexpr const char* hal_type = "application/hal+json";
inline constexpr const char* text_type = "text/plain;charset=utf-8";
inline constexpr const char* problem_type = "application/problem+json";

/// Between our hosts: how many milliseconds the caller still waits.
inline constexpr const char* deadline_header = "x-deadline-remaining-ms";
/// In our answers: the order that the request was about, so that every span up to the gateway can name it.
inline constexpr const char* order_header = "x-order-id";

/// In our 503s: why nothing of the request was done, so that it may be sent to another instance.
inline constexpr const char* not_served_header = "x-not-served";
/// In our answers: the injected fault that met the request.
inline constexpr const char* fault_header = "x-fault-injected";

/// Percent-decoding; nothing for a bad escape or a decoded NUL. `plus_is_space` for queries and forms.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
std::string percent_encode(std::string_view text);  ///< everything but RFC 3986 unreserved

/// The problem as RFC 9457 with Spring Boot's fields (timestamp, status, error, message, path) beside it.
Reply render(const Problem& problem, std::string_view path, Timestamp now);
/// The same with a status that no code stands for (501, 505).
Reply render_as(int status, const Problem& problem, std::string_view path, Timestamp now);

std::string allow_header(const Problem& problem);

}  // namespace sharecar::http
