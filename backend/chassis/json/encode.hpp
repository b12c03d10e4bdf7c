/// C++ values -> JSON text, straight into a string. Member names become camelCase, times RFC 3339, ids and money
/// numbers, enums their names, durations texts with their unit.
#pragma once

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chassis/json/duration.hpp"
#include "chassis/json/names.hpp"
#include "contracts/time.hpp"
#include "contracts/types.hpp"

namespace sharecar::json {

/// What an empty std::optional member becomes.
enum class Nulls { omit, write };

void append_quoted(std::string& out, std::string_view text);
/// As short as it can be read back: 50, 16.666666, 1e+30; null where JSON has no number.
void append_number(std::string& out, double number);

class Encoder {
 public:
  Encoder(std::string& out, Nulls nulls) : out_(out), nulls_(nulls) {}

  void value(std::string_view text) { append_quoted(out_, text); }
  void value(const std::string& text) { append_quoted(out_, text); }
  void value(const char* text) { append_quoted(out_, text); }
  void value(bool b) { out_ += b ? "true" : "false"; }
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  void value(T number) {
    out_ += std::to_string(number);
  }
  void value(double number) { append_number(out_, number); }
  void value(std::chrono::nanoseconds duration) { append_quoted(out_, duration_text(duration)); }
  void value(Timestamp at) { append_quoted(out_, to_rfc3339(at)); }
  void value(Money money) { value(money.won); }
  void value(Version version) { value(version.value); }
  template <class Tag>
  void value(Id<Tag> id) {
    value(id.value);
  }
  void value(const boost::json::value& document) { out_ += boost::json::serialize(document); }
  template <DescribedEnum E>
  void value(E e) {
    append_quoted(out_, boost::describe::enum_to_string(e, ""));
  }
  template <class T>
  void value(const std::optional<T>& maybe) {
    if (maybe) {
      value(*maybe);
    } else {
      out_ += "null";
    }
  }
  template <class T>
  void value(const std::vector<T>& items) {
    out_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += ',';
      value(items[i]);
    }
    out_ += ']';
  }
  template <class T>
  void value(const std::map<std::string, T>& entries) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, entry] : entries) member(key, entry, first);
    out_ += '}';
  }
  template <DescribedStruct T>
  void value(const T& object) {
    out_ += '{';
    bool first = true;
    members(object, first);
    out_ += '}';
  }

  /// The members of `object` without braces, for bodies that add their own (HAL's _links).
  template <DescribedStruct T>
  void members(const T& object, bool& first) {
    boost::mp11::mp_for_each<members_of<T>>(
        [&](auto descriptor) { member(wire_name(descriptor), object.*descriptor.pointer, first); });
  }
  template <class T>
  void member(std::string_view name, const T& field, bool& first) {
    if constexpr (requires { field.has_value(); }) {
      if (!field.has_value() && nulls_ == Nulls::omit) return;
    }
    if (!first) out_ += ',';
    first = false;
    append_quoted(out_, name);
    out_ += ':';
    value(field);
  }

 private:
  std::string& out_;
  Nulls nulls_;
};

template <class T>
std::string encode(const T& value, Nulls nulls = Nulls::omit) {
  std::string out;
  Encoder{out, nulls}.value(value);
  return out;
}

}  // namespace sharecar::json
