/// Whose requests one instance answers, so that what somebody reads does not go back. Pure.
#pragma once

#include <optional>
#include <string>

namespace sharecar::gateway {

/// What a request for MyPage says of its reader.
struct Reader {
  std::optional<std::string> customer_id = {};
  std::optional<std::string> order_id = {};
  std::string caller;  ///< address
};

/// Equal for requests whose answers have to be in order: of a customer, or else of an order, or else of a caller.
std::string pin_of(const Reader& reader);

}  // namespace sharecar::gateway
