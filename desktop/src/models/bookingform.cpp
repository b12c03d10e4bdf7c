#include "models/bookingform.h"

#include <algorithm>

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;

bool isFor(const PriceQuote& quote, CarId car, const std::optional<Slot>& time) {
  return time && quote.car_id == car && quote.starts_at == time->starts_at && quote.ends_at == time->ends_at;
}

}  // namespace

bool BookingForm::beginEdit() {
  if (isLocked()) return false;
  m_phase = Phase::Editing;
  m_problem.reset();
  m_order.reset();
  return true;
}

bool BookingForm::choose(CarId car, Slot time) {
  if (!beginEdit()) return false;
  m_car = car;
  m_time = time;
  if (m_quote && !isFor(*m_quote, m_car, m_time)) m_quote.reset();
  return true;
}

bool BookingForm::payWith(std::string methodToken) {
  if (!beginEdit()) return false;
  m_methodToken = std::move(methodToken);
  return true;
}

void BookingForm::quoted(const PriceQuote& quote) {
  if (!isLocked() && isFor(quote, m_car, m_time)) m_quote = quote;
}

bool BookingForm::canConfirm() const {
  return m_phase == Phase::Editing && m_time && m_quote && !m_methodToken.empty();
}

const BookingForm::Attempt& BookingForm::confirm(const QByteArray& newKey) {
  m_attempt = {.command = {.car_id = m_car,
                           .starts_at = m_time->starts_at,
                           .ends_at = m_time->ends_at,
                           .customer_id = m_customer,
                           .pay_method = "card",
                           .method_token = m_methodToken,
                           .card_number = {},
                           .expected_price = m_quote->price,
                           .car_class = {}},
               .key = newKey};
  m_phase = Phase::Sending;
  m_tries = 0;
  m_problem.reset();
  return m_attempt;
}

bool BookingForm::answered(const Answer<contracts::Order>& answer) {
  if (answer) {
    m_order = *answer;
    const bool pending = answer->status == OrderState::PAYMENT_PENDING || answer->status == OrderState::REQUESTED;
    m_phase = pending ? Phase::Pending : Phase::Booked;
    return false;
  }
  const Failure& failure = answer.error();
  const bool mayBeBooked = m_phase == Phase::Checking && failure.kind == Failure::Kind::Unreachable;
  if (failure.outcomeUnknown() || mayBeBooked) {
    m_phase = Phase::Checking;
    m_askedWait = failure.problem.retry_after;
    ++m_tries;
    return true;
  }
  m_phase = Phase::Editing;
  m_problem = failure;
  if (failure.problem.code == Errc::price_changed && failure.problem.quote) m_quote = failure.problem.quote;
  return false;
}

std::chrono::milliseconds BookingForm::retryWait() const {
  const std::chrono::milliseconds own = 500ms * (1 << std::clamp(m_tries - 1, 0, 5));
  return std::clamp<std::chrono::milliseconds>(m_askedWait.value_or(own), 100ms, 15s);
}

}  // namespace sharecar::desktop
