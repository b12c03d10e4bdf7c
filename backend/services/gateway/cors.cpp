#include "cors.hpp"

#include <algorithm>
#include <stdexcept>

namespace sharecar::gateway {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_text(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return same_text(entry, text); });
}

bool has_star(const std::vector<std::string>& list) { return std::find(list.begin(), list.end(), "*") != list.end(); }

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto part = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), part.size() + 1));
    if (const auto text = trim(part); !text.empty()) out.emplace_back(text);
  }
  return out;
}

// `*` is any text. Goes back to the last star only, so it takes at most pattern x text steps.
bool matches_stars(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = pattern.npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_number(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

}  // namespace

bool matches_origin(std::string_view pattern, std::string_view origin) {
  const auto ports_at = pattern.rfind(":[");
  if (ports_at == pattern.npos || !pattern.ends_with(']')) return matches_stars(pattern, origin);
  const auto without_ports = pattern.substr(0, ports_at);
  const auto ports = split(pattern.substr(ports_at + 2, pattern.size() - ports_at - 3));
  const auto colon = origin.rfind(':');
  const bool names_port = colon != origin.npos && is_number(origin.substr(colon + 1));
  if (has_star(ports) && matches_stars(without_ports, origin)) return true;
  return names_port && matches_stars(without_ports, origin.substr(0, colon)) &&
         (has_star(ports) || contains(ports, origin.substr(colon + 1)));
}

Cors::Cors(CorsConfig config)
    : config_(std::move(config)),
      any_method_(has_star(config_.allowed_methods)),
      any_header_(has_star(config_.allowed_headers)),
      exposed_(join(config_.exposed_headers)) {
  if (config_.allow_credentials && has_star(config_.allowed_origins)) {
    throw std::invalid_argument(
        "cors.allowedOrigins holds \"*\" while cors.allowCredentials is true: browsers refuse this pair. List the "
        "origins, or allow them by cors.allowedOriginPatterns (\"*\" there echoes the caller's origin)");
  }
  if (config_.allowed_origins.empty() && config_.allowed_origin_patterns.empty()) {
    config_.allowed_origin_patterns.emplace_back("*");
  }
}

bool Cors::allows(std::string_view origin) const {
  if (origin.empty()) return false;
  if (has_star(config_.allowed_origins) || contains(config_.allowed_origins, origin)) return true;
  return std::any_of(config_.allowed_origin_patterns.begin(), config_.allowed_origin_patterns.end(),
                     [&](const auto& pattern) { return matches_origin(pattern, origin); });
}

std::optional<Cors::Fields> Cors::preflight(std::string_view origin, std::string_view method,
                                            std::string_view headers) const {
  if (!allows(origin)) return {};
  if (!any_method_ && !contains(config_.allowed_methods, method)) return {};
  const auto asked = split(headers);
  const bool fine = any_header_ || std::all_of(asked.begin(), asked.end(), [&](const auto& name) {
                      return contains(config_.allowed_headers, name);
                    });
  if (!fine) return {};
  Fields out = common(origin);
  out.emplace_back("Access-Control-Allow-Methods", any_method_ ? std::string{method} : join(config_.allowed_methods));
  if (!asked.empty()) out.emplace_back("Access-Control-Allow-Headers", join(asked));
  out.emplace_back("Access-Control-Max-Age", std::to_string(config_.max_age_s));
  return out;
}

Cors::Fields Cors::actual(std::string_view origin) const {
  Fields out = common(origin);
  if (!exposed_.empty()) out.emplace_back("Access-Control-Expose-Headers", exposed_);
  return out;
}

Cors::Fields Cors::common(std::string_view origin) const {
  const bool echoes = !has_star(config_.allowed_origins);
  Fields out;
  out.emplace_back("Access-Control-Allow-Origin", echoes ? std::string{origin} : std::string{"*"});
  if (config_.allow_credentials) out.emplace_back("Access-Control-Allow-Credentials", "true");
  return out;
}

}  // namespace sharecar::gateway
