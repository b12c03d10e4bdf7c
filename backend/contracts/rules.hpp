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

/// Specialise for a struct: `template <> inline constexpr std::array rules<PlaceOrder>{FieldRule{...}, ...};`
template <class T>
inline constexpr std::array<FieldRule, 0> rules{};

}  // namespace sharecar
