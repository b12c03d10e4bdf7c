#include "chassis/json/decode.hpp"

#include <charconv>
#include <cmath>

namespace sharecar::json {

std::string_view kind_name(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64: return "integer";
    case boost::json::kind::double_: return "number";
    case boost::json::kind::string: return "string";
    case boost::json::kind::array: return "array";
    case boost::json::kind::object: return "object";
  }
  return "unknown";
}

std::optional<std::int64_t> as_integer(const boost::json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (!value.is_string()) return {};
  const auto& text = value.get_string();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) out.emplace_back(part);
  }
  return out;
}

std::optional<double> as_number(const boost::json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  if (!value.is_string()) return {};
  const auto& text = value.get_string();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return {};
  return number;
}

Decoder::Step::Step(Decoder& decoder, std::string_view name) : decoder_(decoder), length_(decoder.pointer_.size()) {
  decoder_.pointer_ += '/';
  for (const char c : name) {  // RFC 6901
    if (c == '~') decoder_.pointer_ += "~0";
    else if (c == '/') decoder_.pointer_ += "~1";
    else decoder_.pointer_ += c;
  }
}

void Decoder::integer(const boost::json::value& in, std::int64_t& out, const FieldRule* rule) {
  const auto number = as_integer(in);
  if (!number) return refuse("type:integer", in);
  if (rule != nullptr && rule->min && *number < *rule->min) return refuse("min:" + std::to_string(*rule->min), in);
  if (rule != nullptr && rule->max && *number > *rule->max) return refuse("max:" + std::to_string(*rule->max), in);
  out = *number;
}

void Decoder::text(const boost::json::value& in, std::string& out, const FieldRule* rule) {
  static constexpr FieldRule any{.field = ""};
  if (rule == nullptr) rule = &any;
  if (!in.is_string()) return refuse("type:string", in);
  std::string taken{in.get_string()};
  if (taken.find('\0') != taken.npos) return refuse("no NUL character", in);
  if (taken.size() < rule->min_length) return refuse("minLength:" + std::to_string(rule->min_length), in);
  if (taken.size() > rule->max_length) return refuse("maxLength:" + std::to_string(rule->max_length), in);
  if (rule->matches != nullptr && !rule->matches(taken)) return refuse("format:" + std::string{rule->format}, in);
  out = std::move(taken);
}

void Decoder::duration(const boost::json::value& in, std::chrono::nanoseconds& out) {
  const auto read = in.is_string() ? parse_duration(in.get_string())
                                   : parse_duration(in.is_int64() ? std::to_string(in.get_int64()) : "-");
  if (!read) return refuse("a duration such as 610ms", in);
  out = *read;
}

}  // namespace sharecar::json
