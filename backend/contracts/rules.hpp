/// What a field must hold, declared beside the struct that has it; decoder, OpenAPI and clients read the same lines.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sharecar {

/// Rules for one member, named as on the wire.
struct FieldRule {
  std::string_view field;
  std::optional<std::int64_t> min = {};       ///< numbers
  std::optional<std::int64_t> max = {};
  std::size_t min_length = 0;                 ///< strings, in bytes
  std::size_t max_length = 64 * 1024;
  bool (*matches)(std::string_view) = nullptr;  ///< strings
  std::string_view format = {};               ///< what `matches` wants, for people: "digits"
  bool defaulted = false;                     ///< may be missing: the struct's initial value holds
  std::string_view alias = {};                ///< a legacy name of the seeds that means the same
};

/// A card number as sent: 12 to 19 digits, blanks and dashes allowed between them.
constexpr bool is_card_number(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') ++digits;
    else if (c != ' ' && c != '-') return false;
  }
  return digits >= 12 && digits <= 19;
}

/// Names of customers: what fits a path segment and a log line without quoting.
constexpr bool is_customer_id(std::string_view text) {
  for (const char c : text) {
    const bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                    c == '_' || c == '.' || c == '@';
    if (!ok) return false;
  }
  return !text.empty();
}

// Fields that several bodies share.
inline constexpr FieldRule card_number_rule{.field = "cardNumber",
                                            .max_length = 32,
                                            .matches = is_card_number,
                                            .format = "12 to 19 digits",
                                            .alias = "cardNo"};
inline constexpr FieldRule customer_id_rule{.field = "customerId",
                                            .max_length = 64,
                                            .matches = is_customer_id,
                                            .format = "letters, digits and - _ . @",
                                            .defaulted = true};
inline constexpr FieldRule page_rule{.field = "page", .min = 0, .max = 1'000'000};
inline constexpr FieldRule size_rule{.field = "size", .min = 1, .max = 1000};
inline constexpr FieldRule sort_rule{.field = "sort", .max_length = 64};

/// Specialise for a struct: `template <> inline constexpr std::array rules<PlaceOrder>{FieldRule{...}, ...};`
template <class T>
inline constexpr std::array<FieldRule, 0> rules{};

}  // namespace sharecar
