/// Events of orders as reservation hears them.
#pragma once

#include <string>

#include "chassis/json/encode.hpp"
#include "contracts/events.hpp"
#include "contracts/time.hpp"

namespace sharecar::reservation {

inline const Timestamp day = *parse_rfc3339("2026-12-01T00:00:00Z");

/// An order of `car` from one hour of the day to another.
inline contracts::OrderEvent order_of(int order, int car, int from, int to) {
  contracts::OrderEvent out;
  out.order_id = {order};
  out.car_id = {car};
  out.car_class = "standard";
  out.customer_id = "kim";
  out.starts_at = day + std::chrono::hours{from};
  out.ends_at = day + std::chrono::hours{to};
  out.price = {100'000};
  out.pay_method = "card";
  out.state = OrderState::PAID;
  out.pay_by = day;
  out.created_at = day;
  out.at = day;
  out.version = {2};
  return out;
}

}  // namespace sharecar::reservation
