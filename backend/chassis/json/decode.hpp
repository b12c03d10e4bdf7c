/// JSON document -> C++ values by Boost.Describe and the rules beside each struct. Collects every wrong field.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chassis/json/duration.hpp"
#include "chassis/json/names.hpp"
#include "chassis/json/parse.hpp"
#include "contracts/problem.hpp"
#include "contracts/rules.hpp"
#include "contracts/time.hpp"

namespace sharecar::json {

enum class Unknown { ignore, refuse };             ///< members that the struct does not have
enum class Missing { refuse, keep_default };       ///< members that are neither optional nor defaulted

/// As text: "a,b" for a list of strings or names, as the environment has it.
enum class Lists { arrays, or_text };

struct DecodeOptions {
  Unknown unknown = Unknown::ignore;
  Missing missing = Missing::refuse;
  Lists lists = Lists::arrays;
};
/// Configuration: a key nobody knows is an error, a missing one has its default.
inline constexpr DecodeOptions strict_config{Unknown::refuse, Missing::keep_default, Lists::or_text};

std::string_view kind_name(const boost::json::value& value);  ///< "string", "integer", "null", ...
/// An int64, also from a string of digits as the seeds' command lines send them.
std::optional<std::int64_t> as_integer(const boost::json::value& value);
/// A finite number, also from a string of one, as environment variables hold it.
std::optional<double> as_number(const boost::json::value& value);
/// The parts between commas without blanks around them; empty ones are left out.
std::vector<std::string> split_list(std::string_view text);

class Decoder {
 public:
  explicit Decoder(DecodeOptions options) : options_(options) {}

  template <class T>
  void value(const boost::json::value& in, T& out, const FieldRule* rule = nullptr);

  std::vector<Violation> violations;

 private:
  template <class T>
  void object(const boost::json::object& in, T& out);
  void integer(const boost::json::value& in, std::int64_t& out, const FieldRule* rule);
  void text(const boost::json::value& in, std::string& out, const FieldRule* rule);
  void duration(const boost::json::value& in, std::chrono::nanoseconds& out);
  void refuse(std::string rule, const boost::json::value& in) {
    violations.push_back({pointer_, std::move(rule), std::string{kind_name(in)}});
  }
  /// Extends the pointer while a member or element is read.
  struct Step {
    Step(Decoder& decoder, std::string_view name);
    ~Step() { decoder_.pointer_.resize(length_); }
    Decoder& decoder_;
    std::size_t length_;
  };

  DecodeOptions options_;
  std::string pointer_;
};

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};

template <class T>
void Decoder::value(const boost::json::value& in, T& out, const FieldRule* rule) {
  if constexpr (IsOptional<T>::value) {
    if (in.is_null()) {
      out.reset();
    } else {
      typename T::value_type inner{};
      value(in, inner, rule);
      out = std::move(inner);
    }
  } else if constexpr (std::is_same_v<T, boost::json::value>) {
    out = in;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (in.is_bool()) {
      out = in.get_bool();
    } else {
      refuse("type:boolean", in);
    }
  } else if constexpr (std::is_integral_v<T>) {
    std::int64_t wide = out;
    integer(in, wide, rule);
    if (!std::in_range<T>(wide)) {
      refuse("range", in);
    } else {
      out = static_cast<T>(wide);
    }
  } else if constexpr (std::is_floating_point_v<T>) {
    if (const auto number = as_number(in)) {
      out = static_cast<T>(*number);
    } else {
      refuse("type:number", in);
    }
  } else if constexpr (std::is_same_v<T, std::string>) {
    text(in, out, rule);
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    if (const auto at = in.is_string() ? parse_rfc3339(in.get_string()) : std::nullopt) {
      out = *at;
    } else {
      refuse("format:date-time", in);
    }
  } else if constexpr (std::is_same_v<T, std::chrono::nanoseconds>) {
    duration(in, out);
  } else if constexpr (std::is_same_v<T, Money>) {
    integer(in, out.won, rule);
  } else if constexpr (IsId<T>::value || std::is_same_v<T, Version>) {
    integer(in, out.value, rule);
  } else if constexpr (DescribedEnum<T>) {
    if (!in.is_string() || !boost::describe::enum_from_string(in.get_string().c_str(), out)) {
      std::string names;
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
          [&](auto e) { names += (names.empty() ? "" : ",") + std::string{e.name}; });
      refuse("enum:" + names, in);
    }
  } else if constexpr (IsVector<T>::value) {
    if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      if (in.is_string() && options_.lists == Lists::or_text) {
        out = split_list(in.get_string());
        return;
      }
    }
    if constexpr (DescribedEnum<typename T::value_type>) {
      if (in.is_string() && options_.lists == Lists::or_text) {
        boost::json::array names;
        for (const auto& name : split_list(in.get_string())) names.emplace_back(name);
        return value(boost::json::value(std::move(names)), out);
      }
    }
    if (!in.is_array()) return refuse("type:array", in);
    out.clear();
    for (std::size_t i = 0; i < in.get_array().size(); ++i) {
      const Step step{*this, std::to_string(i)};
      typename T::value_type item{};
      value(in.get_array()[i], item);
      out.push_back(std::move(item));
    }
  } else if constexpr (IsMap<T>::value) {
    if (!in.is_object()) return refuse("type:object", in);
    out.clear();
    for (const auto& [key, entry] : in.get_object()) {
      const Step step{*this, key};
      value(entry, out[std::string{key}]);
    }
  } else {
    static_assert(DescribedStruct<T>, "describe this type with BOOST_DESCRIBE_STRUCT");
    if (!in.is_object()) return refuse("type:object", in);
    object(in.get_object(), out);
  }
}

template <class T>
void Decoder::object(const boost::json::object& in, T& out) {
  std::size_t known = 0;
  boost::mp11::mp_for_each<members_of<T>>([&](auto descriptor) {
    const std::string& name = wire_name(descriptor);
    const FieldRule* rule = nullptr;
    for (const FieldRule& candidate : rules<T>) {
      if (candidate.field == name) rule = &candidate;
    }
    const boost::json::value* found = in.if_contains(name);
    if (found != nullptr) ++known;
    if (rule != nullptr && !rule->alias.empty()) {
      const boost::json::value* aliased = in.if_contains(rule->alias);
      if (aliased != nullptr) ++known;
      if (found == nullptr) found = aliased;
    }
    auto& field = out.*descriptor.pointer;
    using Field = std::remove_reference_t<decltype(field)>;
    const Step step{*this, name};
    if (found == nullptr) {
      if (!IsOptional<Field>::value && options_.missing == Missing::refuse && (rule == nullptr || !rule->defaulted)) {
        violations.push_back({pointer_, "required", "missing"});
      }
      return;
    }
    value(*found, field, rule);
  });
  if (options_.unknown == Unknown::refuse && known != in.size()) {
    for (const auto& [key, ignored] : in) {
      bool described = false;
      boost::mp11::mp_for_each<members_of<T>>([&](auto d) { described = described || wire_name(d) == key; });
      for (const FieldRule& rule : rules<T>) described = described || rule.alias == key;
      if (described) continue;
      const Step step{*this, key};
      refuse("unknown", ignored);
    }
  }
}

/// Fails with Errc::invalid_request and every violation.
template <class T>
Result<T> decode(const boost::json::value& document, DecodeOptions options = {}) {
  T out{};
  Decoder decoder{options};
  decoder.value(document, out);
  if (decoder.violations.empty()) return out;
  return Problem{.code = Errc::invalid_request,
                 .detail = "Some fields are wrong; see violations.",
                 .violations = std::move(decoder.violations)};
}

template <class T>
Result<T> decode_text(std::string_view text, DecodeOptions options = {}) {
  auto document = parse(text);
  if (!document) return document.error();
  return decode<T>(*document, options);
}

}  // namespace sharecar::json
