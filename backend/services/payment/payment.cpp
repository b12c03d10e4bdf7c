#include "payment.hpp"

#include <algorithm>

#include "contracts/events.hpp"

namespace sharecar::payment {
namespace {

namespace event = contracts::event;
using contracts::ChargeState;

void call_begins(Account& account, const Ask& ask) {
  account.bill.trace = ask.trace;
  account.bill.busy_until = ask.now + ask.time_limit + lease_margin;
  account.bill.due_at = account.bill.busy_until;  // should this process die, the worker goes on from here
}

void call_ended(Bill& bill) {
  bill.busy_until.reset();
  bill.due_at.reset();
  bill.checks = 0;
}

// The call left the account open.
void call_failed(Account& account, Timestamp at) {
  Bill& bill = account.bill;
  bill.busy_until.reset();
  bill.due_at.reset();
  if (step_of(account) == Step::none) return;
  bill.due_at = at + pause_after(bill.checks);
  bill.checks += 1;
}

void begin_void(Account& account, Timestamp at) {
  account.attempt->voiding = true;
  account.bill.checks = 0;
  account.bill.due_at = at;
}

Ruled with_change(Ruling ruling, Account after) {
  after.bill.revision += 1;
  return {ruling, Change{std::move(after), nullptr}};
}

Ruled begin(const Account& before, const Ask& ask) {
  Account after = before;
  Attempt attempt;
  attempt.id = ask.id;
  attempt.number = before.attempt ? before.attempt->number + 1 : 1;
  attempt.by_customer = ask.by_customer;
  attempt.card = ask.card;
  attempt.method_token = ask.method_token;
  attempt.last_four = ask.last_four;
  attempt.pay_method = ask.pay_method;
  attempt.tries = 1;
  attempt.asked_at = ask.now;
  attempt.attempted_at = ask.now;
  after.attempt = std::move(attempt);
  after.bill.checks = 0;
  call_begins(after, ask);
  return with_change(Ruling::charge, std::move(after));
}

Ruled repeat(const Account& before, const Ask& ask) {
  Account after = before;
  after.attempt->tries += 1;
  after.attempt->asked_at = ask.now;
  after.attempt->lost = false;
  call_begins(after, ask);
  return with_change(Ruling::charge, std::move(after));
}

Ruled supersede(const Account& before, const Ask& ask) {
  Account after = before;
  begin_void(after, ask.now);
  call_begins(after, ask);
  return with_change(Ruling::void_first, std::move(after));
}

}  // namespace

std::string charge_key(const Account& account) {
  return to_string(account.bill.order_id) + ':' + std::to_string(account.attempt->number);
}

std::string refund_key(const Bill& bill) { return to_string(bill.order_id) + ":refund"; }

std::chrono::milliseconds pause_after(std::int64_t checks) {
  return std::chrono::milliseconds{std::min<std::int64_t>(15'000, 200LL << std::clamp<std::int64_t>(checks, 0, 10))};
}

Step step_of(const Account& account) {
  if (account.attempt_open()) return account.attempt->voiding ? Step::void_ : Step::look_up;
  const Bill& bill = account.bill;
  if (bill.outcome == Outcome::APPROVED && bill.refund == RefundState::REQUESTED) return Step::refund;
  return Step::none;
}

Ruled rule_on(const Account& before, const Ask& ask) {
  const Bill& bill = before.bill;
  if (bill.outcome != Outcome::OPEN) return {Ruling::settled, {}};
  if (bill.closed) return {Ruling::closed, {}};  // whoever closed it had the open attempt voided
  if (ask.now + ask.time_limit > bill.pay_by) {
    return {before.attempt_open() ? Ruling::running : Ruling::too_late, {}};
  }
  if (!before.attempt_open()) return begin(before, ask);

  const Attempt& attempt = *before.attempt;
  const bool busy = bill.busy_until && *bill.busy_until > ask.now;
  if (attempt.voiding) return busy ? Ruled{Ruling::running, {}} : supersede(before, ask);
  if (attempt.card == ask.card) return busy ? Ruled{Ruling::running, {}} : repeat(before, ask);
  // Order repeats the card it has. What the customer asked for since then stands, unless it never arrived.
  if (!ask.by_customer && attempt.by_customer && !attempt.lost) return {Ruling::running, {}};
  return supersede(before, ask);
}

namespace {

// One overload per happening; each reads like the rows of the table that it holds.
struct Table {
  const Account& before;

  bool about_open_attempt(std::int64_t number) const {
    return before.attempt_open() && before.attempt->number == number;
  }

  std::optional<Change> operator()(const CardAnswered& it) const {
    if (!about_open_attempt(it.number)) return {};
    Account after = before;
    // A void is under way: it may come before or after this answer, only its own answer is final.
    if (before.attempt->voiding && it.question != Question::void_) {
      if (it.question != Question::charge || !before.bill.closed) return {};
      after.bill.busy_until.reset();  // the worker was waiting for this call to end
      after.bill.due_at = it.at;
      return Change{std::move(after)};
    }
    call_ended(after.bill);
    Attempt& attempt = *after.attempt;
    attempt.voiding = false;
    if (it.last_four && !it.last_four->empty()) attempt.last_four = it.last_four;
    switch (it.state) {
      case ChargeState::APPROVED:
        attempt.state = PaymentState::APPROVED;
        attempt.approved_at = it.at;
        after.bill.outcome = Outcome::APPROVED;
        if (after.bill.refund == RefundState::REQUESTED) after.bill.due_at = it.at;
        return Change{std::move(after), event::payment_approved};
      case ChargeState::DECLINED:
        attempt.state = PaymentState::DECLINED;
        attempt.reason = it.reason.value_or("declined");
        if (before.attempt->voiding) return Change{std::move(after)};  // superseded: the next card decides
        after.bill.outcome = Outcome::DECLINED;
        return Change{std::move(after), event::payment_declined};
      case ChargeState::VOIDED:
        attempt.state = PaymentState::VOIDED;
        return Change{std::move(after)};
    }
    return {};
  }

  std::optional<Change> operator()(const CardUnknown& it) const {
    if (!about_open_attempt(it.number)) return {};
    Account after = before;
    if (it.at >= before.attempt->asked_at + lost_after) after.attempt->lost = true;
    call_failed(after, it.at);
    return Change{std::move(after)};
  }

  std::optional<Change> operator()(const CardSilent& it) const {
    if (!before.attempt || before.attempt->number != it.number) return {};
    Account after = before;
    call_failed(after, it.at);
    return Change{std::move(after)};
  }

  std::optional<Change> operator()(const OrderClosed& it) const {
    if (before.bill.closed) return {};
    Account after = before;
    after.bill.closed = true;
    if (before.attempt_open()) {
      after.bill.trace = it.trace;
      begin_void(after, it.at);
    }
    return Change{std::move(after)};
  }

  std::optional<Change> operator()(const RefundRequested& it) const {
    if (before.bill.refund != RefundState::NONE) return {};
    Account after = before;
    after.bill.refund = RefundState::REQUESTED;
    after.bill.refund_amount = it.amount;
    after.bill.trace = it.trace;
    if (before.bill.outcome != Outcome::APPROVED) return Change{std::move(after)};
    if (it.amount == Money{}) return refunded(std::move(after), it.at);
    after.bill.checks = 0;
    after.bill.due_at = it.at;
    return Change{std::move(after)};
  }

  std::optional<Change> operator()(const RefundMade& it) const {
    if (step_of(before) != Step::refund) return {};
    return refunded(before, it.at);
  }

  static Change refunded(Account after, Timestamp at) {
    after.bill.refund = RefundState::REFUNDED;
    after.bill.refunded_at = at;
    call_ended(after.bill);
    return {std::move(after), event::payment_refunded};
  }
};

}  // namespace

std::optional<Change> decide(const Account& before, const Happening& happening) {
  auto out = std::visit(Table{before}, happening);
  if (!out) return out;
  out->after.bill.revision += 1;
  if (out->event != nullptr) out->after.bill.version = before.bill.version.next();
  return out;
}

contracts::PaymentEvent event_of(const Account& account, Timestamp at) {
  const Bill& bill = account.bill;
  contracts::PaymentEvent out;
  out.order_id = bill.order_id;
  out.customer_id = bill.customer_id;
  out.price = bill.price;
  out.refund = bill.refund;
  out.refund_amount = bill.refund_amount;
  out.refunded_at = bill.refunded_at;
  out.at = at;
  out.version = bill.version;
  if (account.attempt) {
    const Attempt& attempt = *account.attempt;
    out.payment_id = attempt.id;
    out.state = attempt.state;
    out.pay_method = attempt.pay_method;
    out.last_four = attempt.last_four;
    out.reason = attempt.reason;
    out.approved_at = attempt.approved_at;
  }
  return out;
}

contracts::PaymentAnswer answer_of(const Account& account) {
  contracts::PaymentAnswer out;
  out.order_id = account.bill.order_id;
  out.version = account.bill.version;
  if (account.attempt) {
    const Attempt& attempt = *account.attempt;
    out.payment_id = attempt.id;
    out.reason = attempt.reason;
    out.approved_at = attempt.approved_at;
  }
  // Order acts on the bill's outcome. An attempt that was superseded is not the last word: as good as running.
  switch (account.bill.outcome) {
    case Outcome::OPEN:
      out.state = PaymentState::ATTEMPTED;
      break;
    case Outcome::APPROVED:
      out.state = PaymentState::APPROVED;
      break;
    case Outcome::DECLINED:
      out.state = PaymentState::DECLINED;
      break;
  }
  return out;
}

contracts::Payment view_of(const Bill& bill, const Attempt& attempt) {
  contracts::Payment out;
  out.payment_id = attempt.id;
  out.order_id = bill.order_id;
  out.customer_id = bill.customer_id;
  out.status = attempt.state;
  out.price = bill.price;
  out.pay_method = attempt.pay_method;
  out.last_four = attempt.last_four;
  out.reason = attempt.reason;
  if (attempt.state == PaymentState::APPROVED) {
    out.refund = bill.refund;
    out.refund_amount = bill.refund_amount;
    out.refunded_at = bill.refunded_at;
  }
  out.tries = attempt.tries;
  out.created_at = attempt.attempted_at;
  out.approved_at = attempt.approved_at;
  return out;
}

}  // namespace sharecar::payment
