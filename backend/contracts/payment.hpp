/// Payments: the call from order, the public face, the card network.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "contracts/order.hpp"
#include "contracts/rules.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::contracts {

/// PUT /internal/payments/{orderId}: order asks for its money. Needs no event: everything is here.
struct AskPayment {
  OrderId order_id;                           ///< from the path
  std::string customer_id;
  Money price;
  Timestamp pay_by{};
  std::string pay_method;
  std::optional<std::string> method_token;
  std::optional<std::string> sealed_card;     ///< base64 of RSA-OAEP(card number) under payment's public key
};
BOOST_DESCRIBE_STRUCT(AskPayment, (), (order_id, customer_id, price, pay_by, pay_method, method_token, sealed_card))

/// The answer: 201 or 200 APPROVED, 402 DECLINED, 202 ATTEMPTED (an attempt is open, its end comes as an event).
struct PaymentAnswer {
  PaymentId payment_id;
  OrderId order_id;
  PaymentState state = PaymentState::ATTEMPTED;
  std::optional<std::string> reason;          ///< the card network's word for a decline
  std::optional<Timestamp> approved_at;
  Version version;                            ///< of the order's payments, as in payment.events
};
BOOST_DESCRIBE_STRUCT(PaymentAnswer, (), (payment_id, order_id, state, reason, approved_at, version))

/// POST /payments: pays a pending order with a card of one's own.
struct PayOrder {
  OrderId order_id;
  std::string pay_method = "card";
  std::optional<Money> price;
  std::optional<std::string> method_token;
  std::optional<std::string> card_number;
};
BOOST_DESCRIBE_STRUCT(PayOrder, (), (order_id, pay_method, price, method_token, card_number))

/// A payment as shown.
struct Payment {
  PaymentId payment_id;
  OrderId order_id;
  std::string customer_id;
  PaymentState status = PaymentState::ATTEMPTED;
  Money price;
  std::string pay_method;
  std::optional<std::string> last_four;
  std::optional<std::string> reason;
  RefundState refund = RefundState::NONE;
  std::optional<Money> refund_amount;
  std::int64_t tries = 0;
  Timestamp created_at{};
  std::optional<Timestamp> approved_at;
  std::optional<Timestamp> refunded_at;
};
BOOST_DESCRIBE_STRUCT(Payment, (),
                      (payment_id, order_id, customer_id, status, price, pay_method, last_four, reason, refund,
                       refund_amount, tries, created_at, approved_at, refunded_at))

struct OnePayment {
  PaymentId id;
};
BOOST_DESCRIBE_STRUCT(OnePayment, (), (id))

/// GET /payments.
struct FindPayments {
  std::optional<OrderId> order_id;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> size;
  std::optional<std::string> sort;
};
BOOST_DESCRIBE_STRUCT(FindPayments, (), (order_id, page, size, sort))

/// POST /payments/methods and its answer; the number itself is not kept.
struct SaveMethod {
  std::string customer_id = guest;
  std::string card_number;
  std::optional<std::string> label;
};
BOOST_DESCRIBE_STRUCT(SaveMethod, (), (customer_id, card_number, label))

struct PaymentMethod {
  std::string token;
  std::string customer_id;
  std::string label;
  std::string last_four;
};
BOOST_DESCRIBE_STRUCT(PaymentMethod, (), (token, customer_id, label, last_four))

struct FindMethods {
  std::string customer_id = guest;
};
BOOST_DESCRIBE_STRUCT(FindMethods, (), (customer_id))

/// The payload of PaymentApproved, PaymentDeclined and PaymentRefunded: everything payment knows of the order.
struct PaymentEvent {
  OrderId order_id;
  PaymentId payment_id;
  std::string customer_id;
  PaymentState state = PaymentState::ATTEMPTED;
  Money price;
  std::string pay_method;
  std::optional<std::string> last_four;
  std::optional<std::string> reason;
  std::optional<Timestamp> approved_at;
  RefundState refund = RefundState::NONE;
  std::optional<Money> refund_amount;
  std::optional<Timestamp> refunded_at;
  Timestamp at{};
  Version version;
};
BOOST_DESCRIBE_STRUCT(PaymentEvent, (),
                      (order_id, payment_id, customer_id, state, price, pay_method, last_four, reason, approved_at,
                       refund, refund_amount, refunded_at, at, version))

}  // namespace sharecar::contracts

namespace sharecar {
template <>
inline constexpr std::array rules<contracts::AskPayment>{
    FieldRule{.field = "orderId", .min = 1},
    FieldRule{.field = "customerId", .min_length = 1, .max_length = 64},
    FieldRule{.field = "price", .min = 0},
    FieldRule{.field = "payMethod", .min_length = 1, .max_length = 32},
    FieldRule{.field = "methodToken", .min_length = 1, .max_length = 64},
    FieldRule{.field = "sealedCard", .min_length = 1, .max_length = 4096},
};
template <>
inline constexpr std::array rules<contracts::FindPayments>{
    FieldRule{.field = "orderId", .min = 1},
    page_rule,
    size_rule,
    sort_rule,
};
template <>
inline constexpr std::array rules<contracts::PayOrder>{
    FieldRule{.field = "orderId", .min = 1},
    FieldRule{.field = "payMethod", .min_length = 1, .max_length = 32, .defaulted = true},
    FieldRule{.field = "price", .min = 0},
    FieldRule{.field = "methodToken", .min_length = 1, .max_length = 64},
    card_number_rule,
};
template <>
inline constexpr std::array rules<contracts::SaveMethod>{
    customer_id_rule,
    card_number_rule,
    FieldRule{.field = "label", .max_length = 64},
};
template <>
inline constexpr std::array rules<contracts::FindMethods>{
    FieldRule{.field = "customerId", .min_length = 1, .max_length = 64, .defaulted = true},
};
}  // namespace sharecar
