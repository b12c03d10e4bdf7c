/// Orders: what clients send and see.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "contracts/problem.hpp"
#include "contracts/rules.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::contracts {

/// POST /orders. Only `carId` is needed: no time is the earliest free hour, no customer is guest, no card the demo card.
struct PlaceOrder {
  CarId car_id;
  std::optional<Timestamp> starts_at;
  std::optional<Timestamp> ends_at;
  std::string customer_id = guest;
  std::string pay_method = "card";
  std::optional<std::string> method_token;
  std::optional<std::string> card_number;
  std::optional<Money> expected_price;
  std::string car_class;   ///< stored and echoed, never compared with the car's

  friend bool operator==(const PlaceOrder&, const PlaceOrder&) = default;
};
BOOST_DESCRIBE_STRUCT(PlaceOrder, (),
                      (car_id, starts_at, ends_at, customer_id, pay_method, method_token, card_number, expected_price,
                       car_class))

/// How far the payment of an order is.
struct PaymentProgress {
  std::string state;                      ///< "pending", "approved", "declined", "expired", "none"
  std::int64_t attempts = 0;
  std::optional<Timestamp> next_try_at;
  std::optional<Timestamp> pay_by;
  Timestamp server_now{};
};
BOOST_DESCRIBE_STRUCT(PaymentProgress, (), (state, attempts, next_try_at, pay_by, server_now))

/// An order as shown. `hotel_id` and `room_type` echo `car_id` and `car_class` under the seeds' names.
struct Order {
  OrderId order_id;
  CarId car_id;
  std::string hotel_id;
  std::string car_class;
  std::string room_type;
  std::string customer_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  Money price;
  std::string pay_method;
  OrderState status = OrderState::REQUESTED;
  int status_code = 1;
  std::optional<std::string> label;
  RefundState refund = RefundState::NONE;
  std::optional<Money> refund_amount;
  std::optional<std::string> reason;          ///< why it was declined or rejected
  std::optional<PaymentId> payment_id;
  std::optional<ReservationId> reservation_id;
  PaymentProgress payment;
  std::optional<Timestamp> pay_by;            ///< only while PAYMENT_PENDING
  Timestamp created_at{};
  std::string trace_id;                       ///< the trace that placed it
  Version version;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (order_id, car_id, hotel_id, car_class, room_type, customer_id, starts_at, ends_at, price,
                       pay_method, status, status_code, label, refund, refund_amount, reason, payment_id,
                       reservation_id, payment, pay_by, created_at, trace_id, version))

/// Anything that names one order by its path.
struct OneOrder {
  OrderId id;
};
BOOST_DESCRIBE_STRUCT(OneOrder, (), (id))

/// DELETE /orders/{id}.
struct CancelOrder {
  OrderId id;
  std::optional<Money> expected_refund;
};
BOOST_DESCRIBE_STRUCT(CancelOrder, (), (id, expected_refund))

/// Paging and sorting of every collection: `?page=0&size=20&sort=field,desc`.
struct Page {
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> size;
  std::optional<std::string> sort;
};
BOOST_DESCRIBE_STRUCT(Page, (), (page, size, sort))

struct ByCustomer {
  std::string customer_id;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> size;
  std::optional<std::string> sort;
};
BOOST_DESCRIBE_STRUCT(ByCustomer, (), (customer_id, page, size, sort))

/// GET /admin/orders.
struct FindOrders {
  std::optional<std::string> q;               ///< an order id, a trace id or a customer
  std::optional<OrderState> status;
  std::optional<std::string> customer_id;
  std::optional<Timestamp> from;              ///< created at or after
  std::optional<Timestamp> to;
  std::optional<std::string> stuck;           ///< "true": no final state although its deadline has passed
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> size;
  std::optional<std::string> sort;
};
BOOST_DESCRIBE_STRUCT(FindOrders, (), (q, status, customer_id, from, to, stuck, page, size, sort))

}  // namespace sharecar::contracts

namespace sharecar {
template <>
inline constexpr std::array rules<contracts::PlaceOrder>{
    FieldRule{.field = "carId", .min = 1, .alias = "hotelId"},
    customer_id_rule,
    FieldRule{.field = "payMethod", .min_length = 1, .max_length = 32, .defaulted = true},
    FieldRule{.field = "methodToken", .min_length = 1, .max_length = 64},
    card_number_rule,
    FieldRule{.field = "expectedPrice", .min = 0},
    FieldRule{.field = "carClass", .max_length = 64, .defaulted = true, .alias = "roomType"},
};
template <>
inline constexpr std::array rules<contracts::CancelOrder>{FieldRule{.field = "expectedRefund", .min = 0}};
template <>
inline constexpr std::array rules<contracts::Page>{
    page_rule,
    size_rule,
    sort_rule,
};
template <>
inline constexpr std::array rules<contracts::ByCustomer>{
    FieldRule{.field = "customerId", .min_length = 1, .max_length = 64},
    page_rule,
    size_rule,
    sort_rule,
};
template <>
inline constexpr std::array rules<contracts::FindOrders>{
    FieldRule{.field = "q", .max_length = 64},
    FieldRule{.field = "customerId", .max_length = 64},
    page_rule,
    size_rule,
    sort_rule,
};
}  // namespace sharecar
