/// The states that travel, and what each one is called: one table for services, clients and documentation.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string_view>

namespace sharecar {

enum class OrderState {
  REQUESTED,         ///< stored, the slot is held, payment is being asked
  PAYMENT_PENDING,   ///< payment did not answer in time; it is repeated until payBy
  PAID,
  CONFIRMED,         ///< paid and reserved
  DECLINED,          ///< final
  EXPIRED,           ///< final: payBy passed
  REJECTING,         ///< reservation refused a paid order; the refund is on its way
  REJECTED,          ///< final: refused and refunded
  CANCEL_REQUESTED,
  CANCELLED,         ///< final
};
BOOST_DESCRIBE_ENUM(OrderState, REQUESTED, PAYMENT_PENDING, PAID, CONFIRMED, DECLINED, EXPIRED, REJECTING, REJECTED,
                    CANCEL_REQUESTED, CANCELLED)

/// Money that goes back, beside the order's state.
enum class RefundState { NONE, REQUESTED, REFUNDED };
BOOST_DESCRIBE_ENUM(RefundState, NONE, REQUESTED, REFUNDED)

/// One attempt to pay. APPROVED, DECLINED and VOIDED are final; the refund is the order's, not the attempt's.
enum class PaymentState { ATTEMPTED, APPROVED, DECLINED, VOIDED };
BOOST_DESCRIBE_ENUM(PaymentState, ATTEMPTED, APPROVED, DECLINED, VOIDED)

enum class ReservationState { CONFIRMED, REJECTED, CANCELLED };
BOOST_DESCRIBE_ENUM(ReservationState, CONFIRMED, REJECTED, CANCELLED)

struct StateWords {
  OrderState state;
  int status_code;                        ///< the seed's 1, 2, 3, and ours from 10
  std::optional<std::string_view> label;  ///< the seed's wording where it has one
  std::string_view en;
  std::string_view ko;
  std::string_view icon;                  ///< a name of the freedesktop icon naming specification
};

inline constexpr std::array state_words{
    StateWords{OrderState::REQUESTED, 1, {}, "Ordered", "주문됨", "document-new"},
    StateWords{OrderState::PAID, 2, {}, "Paid", "결제됨", "emblem-default"},
    StateWords{OrderState::CONFIRMED, 3, "Confirming reservation", "Reserved", "예약 확정", "emblem-ok"},
    StateWords{OrderState::PAYMENT_PENDING, 10, {}, "Payment pending", "결제 대기", "appointment-soon"},
    StateWords{OrderState::DECLINED, 11, {}, "Payment declined", "결제 거절됨", "dialog-error"},
    StateWords{OrderState::EXPIRED, 12, {}, "Expired unpaid", "결제 기한 만료", "appointment-missed"},
    StateWords{OrderState::CANCEL_REQUESTED, 20, {}, "Cancelling", "취소 중", "process-stop"},
    StateWords{OrderState::CANCELLED, 21, {}, "Cancelled", "취소됨", "edit-delete"},
    StateWords{OrderState::REJECTING, 30, {}, "Rejected, refunding", "예약 거절, 환불 중", "process-stop"},
    StateWords{OrderState::REJECTED, 30, {}, "Rejected and refunded", "예약 거절, 환불됨", "edit-delete"},
};

constexpr const StateWords& words(OrderState state) {
  for (const auto& row : state_words) {
    if (row.state == state) return row;
  }
  return state_words[0];
}

}  // namespace sharecar
