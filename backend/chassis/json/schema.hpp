/// JSON Schema (2020-12) of a described struct with its rules, for OpenAPI.
#pragma once

#include <boost/json/value.hpp>
#include <optional>

#include "chassis/json/decode.hpp"

namespace sharecar::json {

template <class T>
boost::json::object schema(const FieldRule* rule = nullptr) {
  boost::json::object out;
  if constexpr (IsOptional<T>::value) {
    return schema<typename T::value_type>(rule);
  } else if constexpr (std::is_same_v<T, boost::json::value>) {
    return out;
  } else if constexpr (std::is_same_v<T, bool>) {
    out["type"] = "boolean";
  } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Money> || std::is_same_v<T, Version> ||
                       IsId<T>::value) {
    out["type"] = "integer";
    out["format"] = "int64";
    if (rule != nullptr && rule->min) out["minimum"] = *rule->min;
    if (rule != nullptr && rule->max) out["maximum"] = *rule->max;
  } else if constexpr (std::is_floating_point_v<T>) {
    out["type"] = "number";
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    out["type"] = "string";
    out["format"] = "date-time";
  } else if constexpr (std::is_same_v<T, std::string>) {
    out["type"] = "string";
    if (rule != nullptr && rule->min_length > 0) out["minLength"] = rule->min_length;
    if (rule != nullptr) out["maxLength"] = rule->max_length;
    if (rule != nullptr && !rule->format.empty()) out["description"] = rule->format;
  } else if constexpr (DescribedEnum<T>) {
    out["type"] = "string";
    boost::json::array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) { names.emplace_back(e.name); });
    out["enum"] = std::move(names);
  } else if constexpr (IsVector<T>::value) {
    out["type"] = "array";
    out["items"] = schema<typename T::value_type>();
  } else if constexpr (IsMap<T>::value) {
    out["type"] = "object";
    out["additionalProperties"] = schema<typename T::mapped_type>();
  } else {
    out["type"] = "object";
    boost::json::object properties;
    boost::json::array required;
    boost::mp11::mp_for_each<members_of<T>>([&](auto descriptor) {
      using Field = std::remove_reference_t<decltype(std::declval<T&>().*descriptor.pointer)>;
      const std::string& name = wire_name(descriptor);
      const FieldRule* field_rule = nullptr;
      for (const FieldRule& candidate : rules<T>) {
        if (candidate.field == name) field_rule = &candidate;
      }
      properties[name] = schema<Field>(field_rule);
      if (!IsOptional<Field>::value && (field_rule == nullptr || !field_rule->defaulted)) required.emplace_back(name);
    });
    out["properties"] = std::move(properties);
    if (!required.empty()) out["required"] = std::move(required);
  }
  return out;
}

}  // namespace sharecar::json
