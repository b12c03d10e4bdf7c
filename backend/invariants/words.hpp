/// Values as they stand in a violation's sentence. For the rules alone.
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <optional>
#include <string>

#include "contracts/time.hpp"
#include "contracts/types.hpp"

namespace sharecar::invariants {

template <class E>
requires std::is_enum_v<E> std::string word(E value) { return boost::describe::enum_to_string(value, "?"); }
inline std::string word(Money money) { return std::to_string(money.won) + " won"; }
inline std::string word(Timestamp at) { return to_rfc3339(at); }
inline std::string word(Version version) { return std::to_string(version.value); }
inline std::string word(const Slot& slot) { return word(slot.starts_at) + " to " + word(slot.ends_at); }
template <class Tag>
std::string word(Id<Tag> id) {
  return to_string(id);
}
template <class T>
std::string word(const std::optional<T>& value) {
  return value ? word(*value) : "nothing";
}

}  // namespace sharecar::invariants
