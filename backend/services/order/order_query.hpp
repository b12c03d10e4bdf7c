/// Lists of orders, for customers' pages and operators. Runs on database threads.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "chassis/http/hal.hpp"
#include "chassis/sql/session.hpp"
#include "order.hpp"

namespace sharecar::order {

struct OrderFilter {
  std::optional<std::string> q;               ///< an order id, a trace id or a customer
  std::optional<OrderState> status;
  std::optional<std::string> customer_id;
  std::optional<Timestamp> from;              ///< created
  std::optional<Timestamp> to;
  std::optional<Timestamp> stuck_at;          ///< only orders that should have reached a final state before this
};

struct OrderPage {
  std::vector<Order> orders;
  std::int64_t total = 0;
};

/// Wire names that lists can be sorted by.
inline constexpr std::array<std::string_view, 5> sortable{"orderId", "createdAt", "startsAt", "price", "status"};

OrderPage find_orders(Context& context, sql::Session& session, const OrderFilter& filter,
                      const http::hal::PageRequest& page);

}  // namespace sharecar::order
