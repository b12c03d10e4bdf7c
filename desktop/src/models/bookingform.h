/// From a chosen time to a booking: what may be done when, and which key a request carries. Pure.
#pragma once

#include <QByteArray>
#include <optional>

#include "api/failure.h"
#include "contracts/order.hpp"

namespace sharecar::desktop {

/// The rules of one booking pane. An Idempotency-Key belongs to one body: each confirmation draws a new one, and only
/// while the outcome is unknown the same key and body are sent again, with the form locked until there is an answer.
class BookingForm {
 public:
  enum class Phase {
    Editing,  ///< also after a refusal: see problem()
    Sending,
    Checking,  ///< no answer or none that says what happened: it is asked again
    Booked,
    Pending,  ///< booked, payment is tried again until payBy
  };

  struct Attempt {
    contracts::PlaceOrder command;
    QByteArray key;
  };

  explicit BookingForm(std::string customer) : m_customer(std::move(customer)) {}

  /// Edits are taken in Editing only (true); they forget the quote and the last problem. After Booked and Pending a
  /// choice begins the next booking.
  bool choose(CarId car, Slot time);
  bool payWith(std::string methodToken);
  /// The price of what is chosen; one of another car or time is ignored.
  void quoted(const PriceQuote& quote);

  bool canConfirm() const;
  /// What to send. Only when canConfirm(); `newKey` must be unique.
  const Attempt& confirm(const QByteArray& newKey);
  /// True: send attempt() again after retryWait().
  bool answered(const Answer<contracts::Order>& answer);
  std::chrono::milliseconds retryWait() const;

  Phase phase() const { return m_phase; }
  bool isLocked() const { return m_phase == Phase::Sending || m_phase == Phase::Checking; }
  const Attempt& attempt() const { return m_attempt; }
  CarId car() const { return m_car; }
  const std::optional<Slot>& time() const { return m_time; }
  const std::string& methodToken() const { return m_methodToken; }
  const std::optional<PriceQuote>& quote() const { return m_quote; }
  const std::optional<Failure>& problem() const { return m_problem; }
  const std::optional<contracts::Order>& order() const { return m_order; }

 private:
  bool beginEdit();

  std::string m_customer;
  Phase m_phase = Phase::Editing;
  CarId m_car;
  std::optional<Slot> m_time;
  std::string m_methodToken;
  std::optional<PriceQuote> m_quote;
  Attempt m_attempt;
  int m_tries = 0;
  std::optional<std::chrono::milliseconds> m_askedWait;
  std::optional<Failure> m_problem;
  std::optional<contracts::Order> m_order;
};

}  // namespace sharecar::desktop
