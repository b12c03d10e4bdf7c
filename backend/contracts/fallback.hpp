/// What an answer says of itself that takes the place of a better one: its member `fallback`.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "contracts/types.hpp"

namespace sharecar::contracts {

/// `pay_later`: accepted, and paid when payment answers again. `stale_copy`: not kept up to date since `as_of`.
/// `last_known`: what the last answer was. `empty`: nothing is known.
enum class Instead { pay_later, stale_copy, last_known, empty };
BOOST_DESCRIBE_ENUM(Instead, pay_later, stale_copy, last_known, empty)

struct Fallback {
  std::string of;  ///< what could not be had: "payment", "customer", "car.events"
  Instead instead = Instead::empty;
  std::optional<Timestamp> as_of;
  std::optional<std::int64_t> age_ms;  ///< since then

  friend bool operator==(const Fallback&, const Fallback&) = default;
};
BOOST_DESCRIBE_STRUCT(Fallback, (), (of, instead, as_of, age_ms))

}  // namespace sharecar::contracts
