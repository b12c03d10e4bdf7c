/// Any orders, as operators see them.
#pragma once

#include "contracts/order.hpp"
#include "models/tablemodel.h"

namespace sharecar::desktop {

struct OrderTraits {
  static std::int64_t key(const contracts::Order& order) { return order.order_id.value; }
  static bool same(const contracts::Order& a, const contracts::Order& b) { return a.version == b.version; }
};

class OrdersModel : public TableModel<contracts::Order, OrderTraits> {
 public:
  enum ColumnNumber { Number, Created, Customer, Car, State, Refund, Price, Attempts, Trace };

  explicit OrdersModel(QObject* parent = nullptr);
};

}  // namespace sharecar::desktop
