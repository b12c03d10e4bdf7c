/// Two described structs, member by member, as words. For the rules alone.
#pragma once

#include <concepts>
#include <string>

#include "chassis/json/encode.hpp"

namespace sharecar::invariants {

/// "status is CONFIRMED, not PAID; payment.state is ..."; "" when they are equal. Structs without == are looked into.
template <json::DescribedStruct T>
std::string differences(const T& seen, const T& expected, const std::string& inside = {}) {
  std::string out;
  boost::mp11::mp_for_each<json::members_of<T>>([&](auto member) {
    const auto& left = seen.*member.pointer;
    const auto& right = expected.*member.pointer;
    if constexpr (std::equality_comparable<std::remove_cvref_t<decltype(left)>>) {
      if (left == right) return;
      out += (out.empty() ? "" : "; ") + inside + json::wire_name(member) + " is " + json::encode(left) + ", not " +
             json::encode(right);
    } else if (const auto nested = differences(left, right, inside + json::wire_name(member) + "."); !nested.empty()) {
      out += (out.empty() ? "" : "; ") + nested;
    }
  });
  return out;
}

}  // namespace sharecar::invariants
