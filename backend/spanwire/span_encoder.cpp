#include <algorithm>
#include <vector>

#include "spanwire/span_codec.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::spanwire {
namespace {

using tracemodel::Endpoint;
using tracemodel::Span;

/// Commas between the members of one JSON object.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  /// Written only when there is something to write.
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) append_quoted(member(name), value);
  }
  void number(std::string_view name, std::int64_t value) {
    if (value != 0) member(name) += std::to_string(value);
  }
  void flag(std::string_view name, bool value) {
    if (value) member(name) += "true";
  }
  std::string& member(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
  }
  void end() { out_ += '}'; }

 private:
  std::string& out_;
};

void append_endpoint(Members& span, std::string_view name, const Endpoint& endpoint) {
  if (endpoint.empty()) return;
  Members members{span.member(name)};
  members.text("serviceName", endpoint.service_name);
  members.text("ipv4", endpoint.ipv4);
  members.text("ipv6", endpoint.ipv6);
  members.number("port", endpoint.port);
  members.end();
}

void append_annotations(std::string& out, const Span& span) {
  out += '[';
  for (const auto& annotation : span.annotations) {
    if (out.back() != '[') out += ',';
    out += R"({"timestamp":)" + std::to_string(annotation.timestamp) + R"(,"value":)";
    append_quoted(out, annotation.value);
    out += '}';
  }
  out += ']';
}

void append_tag(std::string& out, const std::string& key, const std::string& value) {
  if (out.back() != '{') out += ',';
  append_quoted(out, key);
  out += ':';
  append_quoted(out, value);
}

// Only from U+E000 on do bytes sort otherwise than Zipkin's tags.
bool sorts_otherwise(const std::string& key) {
  return std::ranges::any_of(key, [](char c) { return static_cast<unsigned char>(c) >= 0xee; });
}

void append_tags(std::string& out, const Span& span) {
  out += '{';
  if (std::ranges::any_of(span.tags, sorts_otherwise,
                          [](const auto& tag) -> const std::string& { return tag.first; })) {
    std::vector<std::pair<std::string, std::string>> tags{span.tags.begin(), span.tags.end()};
    std::ranges::sort(tags, [](const auto& a, const auto& b) { return utf16_less(a.first, b.first); });
    for (const auto& [key, value] : tags) append_tag(out, key, value);
  } else {
    for (const auto& [key, value] : span.tags) append_tag(out, key, value);
  }
  out += '}';
}

// What stands for a byte below 0x20, for the quote and the backslash.
std::string escape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\t':
      return "\\t";
    case '\b':
      return "\\b";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\f':
      return "\\f";
    default:
      break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  return {'\\', 'u', '0', '0', digits[static_cast<unsigned char>(c) >> 4], digits[c & 0xf]};
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // where what is not yet written begins
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // U+2028 and U+2029 end a line in JavaScript: E2 80 A8, E2 80 A9.
    const bool separator =
        c == '\xe2' && i + 2 < text.size() && text[i + 1] == '\x80' && (text[i + 2] == '\xa8' || text[i + 2] == '\xa9');
    if (!separator && c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) continue;
    out += text.substr(plain, i - plain);
    if (separator) {
      out += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += escape(c);
    }
    plain = i + 1;
  }
  out += text.substr(plain);
  out += '"';
}

void append_json(std::string& out, const Span& span) {
  Members members{out};
  members.text("traceId", span.trace_id);
  members.text("parentId", span.parent_id);
  members.text("id", span.id);
  members.text("kind", to_string(span.kind));
  members.text("name", span.name);
  members.number("timestamp", span.timestamp);
  members.number("duration", span.duration);
  append_endpoint(members, "localEndpoint", span.local);
  append_endpoint(members, "remoteEndpoint", span.remote);
  if (!span.annotations.empty()) append_annotations(members.member("annotations"), span);
  if (!span.tags.empty()) append_tags(members.member("tags"), span);
  members.flag("debug", span.debug);
  members.flag("shared", span.shared);
  members.end();
}

std::string to_json(const Span& span) {
  std::string out;
  append_json(out, span);
  return out;
}

}  // namespace sharecar::spanwire
