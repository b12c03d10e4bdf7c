/// Lists of payments and one order's saga, for customers' pages and operators. Runs on database threads.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "chassis/http/hal.hpp"
#include "chassis/kafka/dead_letter.hpp"
#include "chassis/sql/outbox.hpp"
#include "chassis/sql/session.hpp"
#include "payment.hpp"

namespace sharecar::payment {

/// Wire names that lists can be sorted by.
inline constexpr std::array<std::string_view, 5> sortable{"paymentId", "orderId", "createdAt", "price", "status"};

struct PaymentPage {
  std::vector<contracts::Payment> payments;
  std::int64_t total = 0;
};

PaymentPage find_payments(Context& context, sql::Session& session, std::optional<OrderId> order,
                          const http::hal::PageRequest& page);
std::optional<contracts::Payment> find_payment(Context& context, sql::Session& session, PaymentId id);

/// An attempt as operators see it: without what tells cards apart.
struct AttemptRow {
  PaymentId id;
  std::int64_t number = 0;
  PaymentState state = PaymentState::ATTEMPTED;
  bool voiding = false;
  bool by_customer = false;
  std::optional<std::string> last_four;
  std::string pay_method;
  std::int64_t tries = 0;
  Timestamp asked_at{};
  bool lost = false;
  std::optional<std::string> reason;
  Timestamp attempted_at{};
  std::optional<Timestamp> approved_at;
};
BOOST_DESCRIBE_STRUCT(AttemptRow, (),
                      (id, number, state, voiding, by_customer, last_four, pay_method, tries, asked_at, lost, reason,
                       attempted_at, approved_at))

/// What this service knows of one order's saga.
struct SagaRows {
  std::optional<Bill> bill;
  std::vector<AttemptRow> attempts;
  std::vector<sql::OutboxRow> outbox;
  std::vector<kafka::DeadLetter> dead_letters;
};
SagaRows saga_of(Context& context, sql::Session& session, OrderId id);

}  // namespace sharecar::payment
