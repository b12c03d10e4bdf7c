/// What payment knows of an order, and what may happen to it. Pure: no clock, no database, no network, no randomness.
///
/// An attempt is one card under one key of the card network. Only one attempt is open at a time, and the next one
/// begins only when the card network has said that this one is final. So of all attempts the latest decides.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "contracts/cardnet.hpp"
#include "contracts/payment.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::payment {

/// How the bill ended. DECLINED closes the order: the customer books anew.
enum class Outcome { OPEN, APPROVED, DECLINED };
BOOST_DESCRIBE_ENUM(Outcome, OPEN, APPROVED, DECLINED)

/// One order's money.
struct Bill {
  OrderId order_id;
  std::string customer_id;
  Money price;
  Timestamp pay_by{};
  bool closed = false;  ///< the order takes no payment any more; never opened again
  Outcome outcome = Outcome::OPEN;
  RefundState refund = RefundState::NONE;
  std::optional<Money> refund_amount;
  std::optional<Timestamp> refunded_at;
  Version version;                      ///< of the last event
  std::int64_t revision = 0;            ///< of the last change of this or of its attempts
  std::optional<Timestamp> due_at;      ///< when the worker goes on with it
  std::int64_t checks = 0;              ///< calls to the card network in a row that left it open
  std::optional<Timestamp> busy_until;  ///< somebody is calling the card network for it, at most until then
  std::string trace;                    ///< b3 of what asked last; the worker continues it
  Timestamp created_at{};
};
BOOST_DESCRIBE_STRUCT(Bill, (),
                      (order_id, customer_id, price, pay_by, closed, outcome, refund, refund_amount, refunded_at,
                       version, revision, due_at, checks, busy_until, trace, created_at))

struct Attempt {
  PaymentId id;
  std::int64_t number = 0;  ///< 1, 2, ... of its order
  PaymentState state = PaymentState::ATTEMPTED;
  bool voiding = false;      ///< superseded or its order closed: only the answer to a void counts now
  bool by_customer = false;  ///< begun by POST /payments, not by order
  std::string card;          ///< a keyed hash: equal for equal cards
  std::optional<std::string> method_token;
  std::optional<std::string> last_four;
  std::string pay_method;
  std::int64_t tries = 0;             ///< how often the charge was sent
  Timestamp asked_at{};               ///< when it was sent last
  bool lost = false;                  ///< long after that the card network did not know its key
  std::optional<std::string> reason;  ///< of a decline
  Timestamp attempted_at{};
  std::optional<Timestamp> approved_at;

  bool open() const { return state == PaymentState::ATTEMPTED; }
};
BOOST_DESCRIBE_STRUCT(Attempt, (),
                      (id, number, state, voiding, by_customer, card, method_token, last_four, pay_method, tries,
                       asked_at, lost, reason, attempted_at, approved_at))

/// A bill and its latest attempt.
struct Account {
  Bill bill;
  std::optional<Attempt> attempt;

  bool attempt_open() const { return attempt && attempt->open(); }
};

/// The card network's names for a charge and for the refund.
std::string charge_key(const Account& account);
std::string refund_key(const Bill& bill);

/// A change to write, and the event that tells of it, if it is one that others must know.
struct Change {
  Account after;
  const char* event = nullptr;
};

/// Somebody wants the order paid, now, with this card.
struct Ask {
  PaymentId id;  ///< of the attempt that this may begin
  std::string card;
  std::optional<std::string> method_token;
  std::optional<std::string> last_four;
  std::string pay_method;
  bool by_customer = false;
  Timestamp now{};
  std::chrono::milliseconds time_limit{};  ///< of a call to the card network
  std::string trace;
};

enum class Ruling {
  settled,     ///< approved or declined before; nothing to do
  running,     ///< an attempt is open, and somebody else's
  closed,      ///< the order takes no payment any more
  too_late,    ///< payBy is nearer than the time limit: no charge starts any more
  charge,      ///< write the change, then send the charge of the latest attempt
  void_first,  ///< write the change, then void the latest attempt, then ask again
};
BOOST_DESCRIBE_ENUM(Ruling, settled, running, closed, too_late, charge, void_first)

struct Ruled {
  Ruling ruling = Ruling::closed;
  std::optional<Change> change;
};

Ruled rule_on(const Account& before, const Ask& ask);

// What may happen to an account besides.

/// Which question the card network answered.
enum class Question { charge, lookup, void_ };
struct CardAnswered {
  std::int64_t number;  ///< of the attempt
  Question question;
  contracts::ChargeState state;
  std::optional<std::string> reason;
  std::optional<std::string> last_four;
  Timestamp at;
};
/// The card network does not know the key. It may still come to know it: the attempt stays open.
struct CardUnknown {
  std::int64_t number;
  Timestamp at;
};
/// No answer, whatever was asked.
struct CardSilent {
  std::int64_t number;
  Timestamp at;
};
struct OrderClosed {
  std::string trace;
  Timestamp at;
};
struct RefundRequested {
  Money amount;
  std::string trace;
  Timestamp at;
};
struct RefundMade {
  Timestamp at;
};

using Happening = std::variant<CardAnswered, CardUnknown, CardSilent, OrderClosed, RefundRequested, RefundMade>;

/// The table. Nothing when there is nothing to write: what was said is known already, or came too late to matter.
std::optional<Change> decide(const Account& before, const Happening& happening);

/// What has to be done at the card network now. It follows from the account alone, so a crash loses nothing.
enum class Step { none, look_up, void_, refund };
BOOST_DESCRIBE_ENUM(Step, none, look_up, void_, refund)
Step step_of(const Account& account);

/// A key that the card network does not know so long after it was sent is lost.
inline constexpr std::chrono::seconds lost_after{15};
/// How long a caller who is talking to the card network keeps others from it, beyond the time limit of the call.
inline constexpr std::chrono::milliseconds lease_margin{1000};
/// Until the worker goes on after `checks` calls in a row that left the account open: 0.2 s, doubled up to 15 s.
std::chrono::milliseconds pause_after(std::int64_t checks);

contracts::PaymentEvent event_of(const Account& account, Timestamp at);
contracts::PaymentAnswer answer_of(const Account& account);
contracts::Payment view_of(const Bill& bill, const Attempt& attempt);

}  // namespace sharecar::payment
