#include "spanwire/span_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace sharecar::spanwire {
namespace {

using Groups = std::array<unsigned, 8>;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_ipv4_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && text.size() <= 3 && value <= 255;
}

// Leading zeros are allowed.
bool is_ipv4(std::string_view text) {
  for (int i = 0; i < 3; ++i) {
    const auto dot = text.find('.');
    if (dot == text.npos || !is_ipv4_number(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_ipv4_number(text);
}

std::optional<Groups> parse_ipv6(std::string_view text) {
  in6_addr parsed{};
  if (inet_pton(AF_INET6, std::string{text}.c_str(), &parsed) != 1) return std::nullopt;
  Groups groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = parsed.s6_addr[2 * i] << 8u | parsed.s6_addr[2 * i + 1];
  return groups;
}

struct Run {
  std::size_t at = 8;
  std::size_t size = 0;
};

// The run of zeros that is left out: the first of the longest, even of one group; one at the end only when it is alone.
Run zeros_of(const Groups& groups) {
  Run best;
  Run run;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] == 0) {
      if (run.size++ == 0) run.at = i;
      continue;
    }
    if (run.size > best.size) best = run;
    run = Run{};
  }
  return best.size == 0 ? run : best;
}

std::string to_string(const Groups& groups) {
  const Run zeros = zeros_of(groups);
  std::string out;
  for (std::size_t i = 0; i < groups.size();) {
    if (i == zeros.at) {
      i += zeros.size;
      out += i == groups.size() ? "::" : ":";
      continue;
    }
    if (i != 0) out += ':';
    char hex[4];
    out.append(hex, std::to_chars(hex, hex + sizeof hex, groups[i], 16).ptr);
    ++i;
  }
  return out;
}

// "::1.2.3.4", "::ffff:1.2.3.4", "::0000:1.2.3.4"
bool is_embedding(std::string_view before_ipv4) {
  if (before_ipv4 == "::") return true;
  if (before_ipv4.size() != 7 || !before_ipv4.starts_with("::")) return false;
  return std::ranges::all_of(before_ipv4.substr(2, 4), [](char c) { return c == 'f' || c == 'F' || c == '0'; });
}

std::string dotted(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    if (!out.empty()) out += '.';
    out += std::to_string(static_cast<unsigned char>(byte));
  }
  return out;
}

}  // namespace

void set_address(tracemodel::Endpoint& endpoint, std::string_view text) {
  if (!std::ranges::all_of(text, [](char c) { return is_hex(c) || c == '.' || c == ':'; })) return;
  const auto colon = text.rfind(':');
  const auto dot = text.find('.');
  if (colon == text.npos) {
    if (is_ipv4(text)) endpoint.ipv4 = text;
  } else if (dot == text.npos) {
    if (const auto groups = parse_ipv6(text)) endpoint.ipv6 = to_string(*groups);
  } else if (dot > colon && is_embedding(text.substr(0, colon + 1)) && is_ipv4(text.substr(colon + 1))) {
    endpoint.ipv4 = text.substr(colon + 1);
  }
}

void set_address_bytes(tracemodel::Endpoint& endpoint, std::string_view bytes) {
  if (bytes.size() == 4) {
    endpoint.ipv4 = dotted(bytes);
    return;
  }
  if (bytes.size() != 16) return;
  Groups groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i] = static_cast<unsigned char>(bytes[2 * i]) << 8u | static_cast<unsigned char>(bytes[2 * i + 1]);
  }
  const bool compatible = std::all_of(groups.begin(), groups.begin() + 6, [](unsigned group) { return group == 0; });
  const bool loopback = groups[6] == 0 && groups[7] == 1;
  if (compatible && !loopback) {
    endpoint.ipv4 = dotted(bytes.substr(12));
  } else {
    endpoint.ipv6 = to_string(groups);
  }
}

}  // namespace sharecar::spanwire
