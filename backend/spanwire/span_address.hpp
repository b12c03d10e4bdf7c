/// IP addresses of endpoints, written as Zipkin writes them. Pure.
#pragma once

#include <string_view>

#include "tracemodel/span.hpp"

namespace sharecar::spanwire {

/// Fills the field of the address's family; a text that is no address changes nothing. An IPv4 address stays as it is
/// written; "::1.2.3.4" and "::ffff:1.2.3.4" are IPv4.
void set_address(tracemodel::Endpoint& endpoint, std::string_view text);

/// The same for 4 or 16 bytes; IPv4 addresses that are compatible ones of IPv6 are IPv4.
void set_address_bytes(tracemodel::Endpoint& endpoint, std::string_view bytes);

}  // namespace sharecar::spanwire
