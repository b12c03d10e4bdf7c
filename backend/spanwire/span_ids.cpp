#include "spanwire/span_ids.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "spanwire/json_reader.hpp"

namespace sharecar::spanwire {
namespace {

bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string padded(std::string_view text, std::size_t size) {
  return std::string(size - std::min(size, text.size()), '0') + std::string{text};
}

bool check(std::string_view id, std::string_view what, std::size_t longest, std::string& wrong) {
  if (id.empty()) {
    wrong = std::string{what} + " is empty";
  } else if (id.size() > longest) {
    wrong = std::string{what} + ".length > " + std::to_string(longest);
  } else if (!is_lower_hex(id)) {
    wrong = std::string{id} + " should be lower-hex encoded with no prefix";
  } else {
    return true;
  }
  return false;
}

std::uint64_t low_number(std::string_view normal_trace_id) {
  std::uint64_t low = 0;
  for (const char c :
       normal_trace_id.substr(normal_trace_id.size() - std::min<std::size_t>(16, normal_trace_id.size()))) {
    low = low << 4 | static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return low;
}

bool all_zeros(std::string_view id) { return id.find_first_not_of('0') == id.npos; }

}  // namespace

std::optional<std::string> normal_trace_id(std::string_view id, std::string& wrong) {
  if (!check(id, "traceId", 32, wrong)) return std::nullopt;
  if (all_zeros(id)) {
    wrong = "traceId is all zeros";
    return std::nullopt;
  }
  if (id.size() == 32 && all_zeros(id.substr(0, 16))) return std::string{id.substr(16)};
  return padded(id, id.size() <= 16 ? 16 : 32);
}

std::optional<std::string> normal_span_id(std::string_view id, std::string_view what, std::string& wrong) {
  if (!check(id, what, 16, wrong)) return std::nullopt;
  if (id.size() == 16 && all_zeros(id)) {  // fewer zeros pass, as in Zipkin
    wrong = std::string{what} + " is all zeros";
    return std::nullopt;
  }
  return padded(id, 16);
}

std::optional<std::string> normal_parent_id(std::string_view id, std::string& wrong) {
  if (!check(id, "parentId", 16, wrong)) return std::nullopt;
  return all_zeros(id) ? std::string{} : padded(id, 16);
}

std::int64_t low_bits(std::string_view normal_trace_id) {
  constexpr auto sign = std::uint64_t{1} << 63;  // signed numbers then sort as the digits do
  return static_cast<std::int64_t>(low_number(normal_trace_id) ^ sign);
}

bool is_sampled(std::string_view normal_trace_id, std::int64_t boundary) {
  const auto number = static_cast<std::int64_t>(low_number(normal_trace_id));
  if (number == std::numeric_limits<std::int64_t>::min()) return boundary == std::numeric_limits<std::int64_t>::max();
  return std::abs(number) <= boundary;
}

std::string trace_id_or_throw(std::string_view id) {
  std::string wrong;
  auto out = normal_trace_id(id, wrong);
  return out ? *std::move(out) : throw Unreadable{std::move(wrong)};
}

std::string span_id_or_throw(std::string_view id) {
  std::string wrong;
  auto out = normal_span_id(id, "id", wrong);
  return out ? *std::move(out) : throw Unreadable{std::move(wrong)};
}

std::string parent_id_or_throw(std::string_view id) {
  std::string wrong;
  auto out = normal_parent_id(id, wrong);
  return out ? *std::move(out) : throw Unreadable{std::move(wrong)};
}

}  // namespace sharecar::spanwire
