#include "pin.hpp"

namespace sharecar::gateway {

std::string pin_of(const Reader& reader) {
  if (reader.customer_id) return "customer " + *reader.customer_id;
  if (reader.order_id) return "order " + *reader.order_id;
  return "caller " + reader.caller;
}

}  // namespace sharecar::gateway
