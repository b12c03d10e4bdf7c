/// MyPage: the read model, one row per order.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contracts/order.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::contracts {

/// Something that happened to the order, and where to look for it.
struct Step {
  std::string code;       ///< the event's name: "OrderPaid"
  Timestamp at{};
  std::string service;    ///< who said so
  std::string trace_id;
  std::string span_id;
  std::optional<std::string> reason;

  friend bool operator==(const Step&, const Step&) = default;
};
BOOST_DESCRIBE_STRUCT(Step, (), (code, at, service, trace_id, span_id, reason))

struct MyPage {
  OrderId order_id;
  std::string customer_id;
  CarId car_id;
  std::string hotel_id;
  std::string car_class;
  std::string room_type;
  Timestamp starts_at{};
  Timestamp ends_at{};
  Money price;
  std::string pay_method;
  std::optional<PaymentId> payment_id;
  std::optional<ReservationId> reservation_id;
  OrderState status = OrderState::REQUESTED;
  int status_code = 1;
  std::optional<std::string> label;
  RefundState refund = RefundState::NONE;
  std::optional<Money> refund_amount;
  std::optional<std::string> reason;
  PaymentProgress payment;
  std::vector<Step> steps;
  std::vector<std::string> order_trace_ids;   ///< newest first
  Timestamp as_of{};                          ///< of the newest event in this row
  std::int64_t lag_ms = 0;                    ///< from that event to its appearance here
};
BOOST_DESCRIBE_STRUCT(MyPage, (),
                      (order_id, customer_id, car_id, hotel_id, car_class, room_type, starts_at, ends_at, price,
                       pay_method, payment_id, reservation_id, status, status_code, label, refund, refund_amount,
                       reason, payment, steps, order_trace_ids, as_of, lag_ms))

struct ByOrder {
  OrderId order_id;
};
BOOST_DESCRIBE_STRUCT(ByOrder, (), (order_id))

}  // namespace sharecar::contracts
