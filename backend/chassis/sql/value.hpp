/// How C++ values and SQL text meet: parameters out, columns in; the same for PostgreSQL and SQLite.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/time.hpp"
#include "contracts/types.hpp"

namespace sharecar::sql {

/// A named SQL text. `name` is the prepared statement's name and, as "pg name", the span's.
struct Statement {
  const char* name;
  const char* text;
  bool emits = false;  ///< writes to the outbox: the relay is told after the commit
};

/// One bound value in text form; no value is NULL.
class Param {
 public:
  Param(std::nullopt_t) {}
  Param(std::string text) : text_(std::move(text)) {}
  Param(std::string_view text) : text_(text) {}
  Param(const char* text) : text_(text) {}
  Param(bool value) : text_(value ? "true" : "false") {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Param(T value) : text_(std::to_string(value)) {}
  Param(double value) {  // the shortest text that reads back as the same number
    char digits[32];
    text_.emplace(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }
  Param(Timestamp at) : text_(to_rfc3339(at)) {}
  Param(Money money) : text_(std::to_string(money.won)) {}
  Param(Version version) : text_(std::to_string(version.value)) {}
  template <class Tag>
  Param(Id<Tag> id) : text_(std::to_string(id.value)) {}
  template <class E>
  requires std::is_enum_v<E> Param(E value) : text_(boost::describe::enum_to_string(value, "")) {}
  template <class T>
  Param(const std::optional<T>& value) {
    if (value) *this = Param(*value);
  }

  const std::optional<std::string>& text() const { return text_; }

 private:
  std::optional<std::string> text_;
};

using Params = std::vector<Param>;

/// A column that does not hold what the C++ type needs: the statement and the struct disagree.
struct ColumnError : std::logic_error {
  using std::logic_error::logic_error;
};

/// PostgreSQL writes "2026-11-21 09:30:00.5+00" (sessions run in UTC); ours is RFC 3339. Both are read.
inline Timestamp parse_timestamp(std::string_view text) {
  std::string rfc{text};
  if (const auto size = rfc.size(); size > 3 && (rfc[size - 3] == '+' || rfc[size - 3] == '-')) rfc += ":00";
  if (const auto at = parse_rfc3339(rfc)) return *at;
  throw ColumnError("not a timestamp: " + std::string{text});
}

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

/// Reads one column's text as T.
template <class T>
T from_text(std::string_view text) {
  if constexpr (std::same_as<T, std::string>) {
    return std::string{text};
  } else if constexpr (std::same_as<T, bool>) {
    return text == "t" || text == "true" || text == "1";
  } else if constexpr (std::same_as<T, Timestamp>) {
    return parse_timestamp(text);
  } else if constexpr (std::same_as<T, Money>) {
    return Money{from_text<std::int64_t>(text)};
  } else if constexpr (std::same_as<T, Version>) {
    return Version{from_text<std::int64_t>(text)};
  } else if constexpr (std::is_enum_v<T>) {
    T value{};
    if (!boost::describe::enum_from_string(std::string{text}.c_str(), value)) {
      throw ColumnError("not a value of the enum: " + std::string{text});
    }
    return value;
  } else if constexpr (std::is_arithmetic_v<T>) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
      throw ColumnError("not a number: " + std::string{text});
    }
    return value;
  } else {
    return T{from_text<std::int64_t>(text)};  // Id<Tag>
  }
}

/// One row of a result: columns by name.
class Row {
 public:
  virtual ~Row() = default;
  /// The column's text; nothing for NULL. Throws ColumnError when there is no such column.
  virtual std::optional<std::string_view> text(std::string_view column) const = 0;

  template <class T>
  T get(std::string_view column) const {
    const auto value = text(column);
    if constexpr (is_optional<T>::value) {
      if (!value) return std::nullopt;
      return from_text<typename T::value_type>(*value);
    } else {
      if (!value) throw ColumnError("NULL in column " + std::string{column});
      return from_text<T>(*value);
    }
  }

  /// A described struct from the columns that bear its members' names.
  template <class T>
  T as() const {
    T out{};
    using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
    boost::mp11::mp_for_each<Members>([&](auto member) {
      auto& field = out.*member.pointer;
      field = get<std::remove_reference_t<decltype(field)>>(member.name);
    });
    return out;
  }
};

/// Appends every member of a described struct, in the order of its description.
template <class T>
void append_members(Params& params, const T& value) {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
  boost::mp11::mp_for_each<Members>([&](auto member) { params.emplace_back(value.*member.pointer); });
}

}  // namespace sharecar::sql
