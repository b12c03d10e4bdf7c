/// Topics, event names, and the payload of order.events.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "contracts/car.hpp"
#include "contracts/payment.hpp"
#include "contracts/reservation.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::contracts {

namespace topics {
inline constexpr const char* car = "car.events";                  ///< key: car id
inline constexpr const char* order = "order.events";              ///< key: order id, as the next two
inline constexpr const char* payment = "payment.events";
inline constexpr const char* reservation = "reservation.events";
}  // namespace topics

namespace event {
inline constexpr const char* car_changed = "CarChanged";
inline constexpr const char* order_placed = "OrderPlaced";
inline constexpr const char* order_payment_pending = "OrderPaymentPending";
inline constexpr const char* order_paid = "OrderPaid";
inline constexpr const char* order_declined = "OrderDeclined";
inline constexpr const char* order_expired = "OrderExpired";
inline constexpr const char* order_cancelled = "OrderCancelled";
inline constexpr const char* order_confirmed = "OrderConfirmed";
inline constexpr const char* order_cancel_requested = "OrderCancelRequested";
inline constexpr const char* refund_requested = "RefundRequested";
inline constexpr const char* order_rejected = "OrderRejected";
inline constexpr const char* payment_approved = "PaymentApproved";
inline constexpr const char* payment_declined = "PaymentDeclined";
inline constexpr const char* payment_refunded = "PaymentRefunded";
inline constexpr const char* reservation_confirmed = "ReservationConfirmed";
inline constexpr const char* reservation_rejected = "ReservationRejected";
inline constexpr const char* reservation_cancelled = "ReservationCancelled";
}  // namespace event

/// The payload of every order event: the full state after the transition. No card, sealed or not.
struct OrderEvent {
  OrderId order_id;
  CarId car_id;
  std::string car_class;
  std::string customer_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  Money price;
  std::string pay_method;
  OrderState state = OrderState::REQUESTED;
  RefundState refund = RefundState::NONE;
  std::optional<Money> refund_amount;        ///< fixed when the refund is decided
  std::optional<std::string> reason;
  std::optional<PaymentId> payment_id;
  std::optional<ReservationId> reservation_id;
  std::int64_t tries = 0;                    ///< how often payment was asked without an answer
  std::optional<Timestamp> retry_at;
  Timestamp pay_by{};
  Timestamp created_at{};
  Timestamp at{};                            ///< of this transition
  Version version;
};
BOOST_DESCRIBE_STRUCT(OrderEvent, (),
                      (order_id, car_id, car_class, customer_id, starts_at, ends_at, price, pay_method, state, refund,
                       refund_amount, reason, payment_id, reservation_id, tries, retry_at, pay_by, created_at, at,
                       version))

}  // namespace sharecar::contracts
