// The table of payment: what a demand is ruled to be, and what happens to a bill and its attempt.

#include "services/payment/payment.hpp"

#include <gtest/gtest.h>

#include "contracts/events.hpp"
#include "contracts/time.hpp"

namespace sharecar::payment {
namespace {

using namespace std::chrono_literals;
using contracts::ChargeState;

const Timestamp noon = *parse_rfc3339("2026-11-21T12:00:00Z");

Bill bill() {
  Bill out;
  out.order_id = OrderId{7};
  out.customer_id = "kim";
  out.price = Money{1000};
  out.pay_by = noon + 10min;
  out.trace = "trace-of-order";
  out.created_at = noon;
  return out;
}

Ask ask(const std::string& card, bool by_customer = false) {
  Ask out;
  out.id = PaymentId{50};
  out.card = card;
  out.pay_method = "card";
  out.by_customer = by_customer;
  out.now = noon;
  out.time_limit = 3s;
  out.trace = "trace-of-ask";
  return out;
}

// The accounts that the tables are about, by name.
Account account(const std::string& name) {
  Account out{bill(), {}};
  if (name == "new") return out;
  if (name == "new, closed") {
    out.bill.closed = true;
    return out;
  }
  const bool by_customer = name.find("by customer") != name.npos;
  out = rule_on(out, ask("A", by_customer)).change->after;
  if (name.find("idle") != name.npos || name.find("lost") != name.npos) out.bill.busy_until.reset();
  if (name.find("lost") != name.npos) out.attempt->lost = true;
  if (name.find("voiding") != name.npos) out.attempt->voiding = true;
  if (name.find("closing") != name.npos) out = decide(out, OrderClosed{"trace-of-cancel", noon})->after;
  const auto final_state = [&](ChargeState state) {
    out = decide(out, CardAnswered{1, Question::charge, state, {}, {}, noon})->after;
  };
  if (name.find("approved") != name.npos) final_state(ChargeState::APPROVED);
  if (name.find("declined") != name.npos) final_state(ChargeState::DECLINED);
  if (name.find("voided") != name.npos) final_state(ChargeState::VOIDED);
  if (name.find("refunding") != name.npos) out = decide(out, RefundRequested{Money{400}, "t", noon})->after;
  if (name.find("refunded") != name.npos) {
    out = decide(out, RefundRequested{Money{400}, "t", noon})->after;
    out = decide(out, RefundMade{noon})->after;
  }
  return out;
}

std::string name_of(Ruling ruling) { return boost::describe::enum_to_string(ruling, "?"); }

std::string rule(const std::string& name, const Ask& wanted) { return name_of(rule_on(account(name), wanted).ruling); }

TEST(Payment, RulesOnADemandByWhatIsOpen) {
  struct Row {
    const char* before;
    const char* same_card;       // by order
    const char* other_card;      // by order
    const char* customers_card;  // another one, by the customer
  };
  const Row rows[] = {
      {"new", "charge", "charge", "charge"},
      {"new, closed", "closed", "closed", "closed"},
      {"open", "running", "void_first", "void_first"},
      {"open, idle", "charge", "void_first", "void_first"},
      {"open by customer", "running", "running", "void_first"},
      {"open by customer, idle", "charge", "running", "void_first"},
      {"open by customer, lost", "charge", "void_first", "void_first"},
      {"open, voiding", "running", "running", "running"},
      {"open, voiding, idle", "void_first", "void_first", "void_first"},
      {"open, closing", "closed", "closed", "closed"},
      {"voided", "charge", "charge", "charge"},
      {"approved", "settled", "settled", "settled"},
      {"declined", "settled", "settled", "settled"},
      {"approved, refunding", "settled", "settled", "settled"},
      {"approved, refunded", "settled", "settled", "settled"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(rule(row.before, ask("A")), row.same_card) << row.before;
    EXPECT_EQ(rule(row.before, ask("B")), row.other_card) << row.before;
    EXPECT_EQ(rule(row.before, ask("B", true)), row.customers_card) << row.before;
  }
}

TEST(Payment, StartsNoChargeWithLessThanTheTimeLimitLeft) {
  for (const auto& [before, ruling] : std::vector<std::pair<std::string, std::string>>{{"new", "too_late"},
                                                                                       {"voided", "too_late"},
                                                                                       {"open, idle", "running"},
                                                                                       {"approved", "settled"},
                                                                                       {"new, closed", "closed"}}) {
    Ask late = ask("A");
    late.now = bill().pay_by - 3s + 1us;
    EXPECT_EQ(rule(before, late), ruling) << before;
  }
  Ask just_in_time = ask("A");
  just_in_time.now = bill().pay_by - 3s;
  EXPECT_EQ(rule("new", just_in_time), "charge");
}

TEST(Payment, ARepeatKeepsAttemptAndKeyAndIsCounted) {
  const Account first = account("open, idle");
  const auto again = rule_on(first, ask("A"));
  ASSERT_TRUE(again.change);
  EXPECT_EQ(charge_key(again.change->after), "7:1");
  EXPECT_EQ(charge_key(first), "7:1");
  EXPECT_EQ(again.change->after.attempt->tries, 2);
  EXPECT_EQ(again.change->after.attempt->id, first.attempt->id);
}

TEST(Payment, AnotherCardAfterAFinalAttemptHasAKeyOfItsOwn) {
  Ask other = ask("B");
  other.id = PaymentId{51};
  const auto next = rule_on(account("voided"), other);
  ASSERT_TRUE(next.change);
  EXPECT_EQ(charge_key(next.change->after), "7:2");
  EXPECT_EQ(next.change->after.attempt->id, PaymentId{51});
}

TEST(Payment, EveryCallToTheCardNetworkLeavesTheWorkerATask) {
  for (const char* before : {"new", "open, idle", "open, voiding, idle", "voided"}) {
    const auto ruled = rule_on(account(before), ask("A"));
    ASSERT_TRUE(ruled.change) << before;
    EXPECT_EQ(ruled.change->after.bill.due_at, noon + 4s) << before;
    EXPECT_EQ(ruled.change->after.bill.busy_until, noon + 4s) << before;
    EXPECT_EQ(ruled.change->after.bill.trace, "trace-of-ask") << before;
    EXPECT_NE(step_of(ruled.change->after), Step::none) << before;
  }
}

// State x happening -> "outcome attempt event", "-" when nothing is written.
std::string outcome(const std::string& before, const Happening& happening) {
  const auto change = decide(account(before), happening);
  if (!change) return "-";
  const Account& after = change->after;
  std::string out = boost::describe::enum_to_string(after.bill.outcome, "?");
  if (after.attempt) out += std::string{" "} + boost::describe::enum_to_string(after.attempt->state, "?");
  if (after.attempt && after.attempt->voiding) out += " voiding";
  if (after.bill.refund != RefundState::NONE) {
    out += std::string{" "} + boost::describe::enum_to_string(after.bill.refund, "?");
  }
  if (change->event != nullptr) out += std::string{" "} + change->event;
  return out;
}

CardAnswered answered(Question question, ChargeState state) { return {1, question, state, "why", "4242", noon}; }

TEST(Payment, TakesTheCardNetworksWordByTheTable) {
  using enum ChargeState;
  struct Row {
    const char* before;
    Happening happening;
    const char* after;
  };
  const Row rows[] = {
      {"open", answered(Question::charge, APPROVED), "APPROVED APPROVED PaymentApproved"},
      {"open", answered(Question::charge, DECLINED), "DECLINED DECLINED PaymentDeclined"},
      {"open", answered(Question::charge, VOIDED), "OPEN VOIDED"},
      {"open", answered(Question::lookup, APPROVED), "APPROVED APPROVED PaymentApproved"},
      {"open", answered(Question::lookup, DECLINED), "DECLINED DECLINED PaymentDeclined"},
      {"open", answered(Question::lookup, VOIDED), "OPEN VOIDED"},
      {"open", CardUnknown{1, noon}, "OPEN ATTEMPTED"},
      {"open", CardSilent{1, noon}, "OPEN ATTEMPTED"},
      // Once a void is under way, only its answer counts: the approval may have been voided since.
      {"open, voiding", answered(Question::charge, APPROVED), "-"},
      {"open, voiding", answered(Question::charge, DECLINED), "-"},
      {"open, voiding", answered(Question::lookup, APPROVED), "-"},
      {"open, voiding", answered(Question::lookup, VOIDED), "-"},
      {"open, voiding", answered(Question::void_, VOIDED), "OPEN VOIDED"},
      {"open, voiding", answered(Question::void_, DECLINED), "OPEN DECLINED"},
      {"open, voiding", answered(Question::void_, APPROVED), "APPROVED APPROVED PaymentApproved"},
      {"open, voiding", CardSilent{1, noon}, "OPEN ATTEMPTED voiding"},
      {"open, closing", answered(Question::charge, APPROVED), "OPEN ATTEMPTED voiding"},
      {"open, closing", answered(Question::void_, VOIDED), "OPEN VOIDED"},
      {"open, closing", answered(Question::void_, DECLINED), "OPEN DECLINED"},
      {"open, closing", answered(Question::void_, APPROVED), "APPROVED APPROVED PaymentApproved"},
      // What is final stays.
      {"approved", answered(Question::charge, APPROVED), "-"},
      {"approved", answered(Question::void_, VOIDED), "-"},
      {"approved", CardUnknown{1, noon}, "-"},
      {"declined", answered(Question::charge, APPROVED), "-"},
      {"voided", answered(Question::charge, APPROVED), "-"},
      {"voided", CardUnknown{1, noon}, "-"},
      {"new", answered(Question::charge, APPROVED), "-"},
      {"new", CardSilent{1, noon}, "-"},
      // The order's side.
      {"new", OrderClosed{"t", noon}, "OPEN"},
      {"new, closed", OrderClosed{"t", noon}, "-"},
      {"open", OrderClosed{"t", noon}, "OPEN ATTEMPTED voiding"},
      {"open, closing", OrderClosed{"t", noon}, "-"},
      {"approved", OrderClosed{"t", noon}, "APPROVED APPROVED"},
      {"declined", OrderClosed{"t", noon}, "DECLINED DECLINED"},
      {"approved", RefundRequested{Money{400}, "t", noon}, "APPROVED APPROVED REQUESTED"},
      {"approved", RefundRequested{Money{}, "t", noon}, "APPROVED APPROVED REFUNDED PaymentRefunded"},
      {"approved, refunding", RefundRequested{Money{900}, "t", noon}, "-"},
      {"approved, refunding", RefundMade{noon}, "APPROVED APPROVED REFUNDED PaymentRefunded"},
      {"approved, refunding", CardSilent{1, noon}, "APPROVED APPROVED REQUESTED"},
      {"approved, refunded", RefundRequested{Money{400}, "t", noon}, "-"},
      {"approved, refunded", RefundMade{noon}, "-"},
      {"approved", RefundMade{noon}, "-"},
      {"new", RefundMade{noon}, "-"},
      {"open, refunding", answered(Question::charge, APPROVED), "APPROVED APPROVED REQUESTED PaymentApproved"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(outcome(row.before, row.happening), row.after) << row.before << " x " << row.happening.index();
  }
}

TEST(Payment, AnAnswerAboutAnEarlierAttemptChangesNothing) {
  const Account second = rule_on(account("voided"), ask("B")).change->after;
  EXPECT_FALSE(decide(second, answered(Question::charge, ChargeState::APPROVED)));
  EXPECT_FALSE(decide(second, CardUnknown{1, noon}));
  EXPECT_FALSE(decide(second, CardSilent{1, noon}));
}

TEST(Payment, OnlyEventsCountTheVersionAndEveryChangeTheRevision) {
  const Account opened = account("open");
  EXPECT_EQ(opened.bill.version, Version{0});
  EXPECT_EQ(opened.bill.revision, 1);
  const Account silent = decide(opened, CardSilent{1, noon})->after;
  EXPECT_EQ(silent.bill.version, Version{0});
  EXPECT_EQ(silent.bill.revision, 2);
  const Account approved = decide(silent, answered(Question::lookup, ChargeState::APPROVED))->after;
  EXPECT_EQ(approved.bill.version, Version{1});
  const Account refunding = decide(approved, RefundRequested{Money{400}, "t", noon})->after;
  EXPECT_EQ(refunding.bill.version, Version{1});
  EXPECT_EQ(decide(refunding, RefundMade{noon})->after.bill.version, Version{2});
}

TEST(Payment, TheNextStepFollowsFromTheAccountAlone) {
  const auto step = [](const char* name) {
    return std::string{boost::describe::enum_to_string(step_of(account(name)), "?")};
  };
  EXPECT_EQ(step("new"), "none");
  EXPECT_EQ(step("open"), "look_up");
  EXPECT_EQ(step("open, voiding"), "void_");
  EXPECT_EQ(step("open, closing"), "void_");
  EXPECT_EQ(step("approved"), "none");
  EXPECT_EQ(step("declined"), "none");
  EXPECT_EQ(step("voided"), "none");
  EXPECT_EQ(step("approved, refunding"), "refund");
  EXPECT_EQ(step("approved, refunded"), "none");
}

TEST(Payment, AnUnansweredCallIsFollowedUpEverMoreSlowlyAndWithoutEnd) {
  Account open = account("open");
  std::string pauses;
  for (int i = 0; i < 9; ++i) {
    open = decide(open, CardUnknown{1, noon})->after;
    pauses += std::to_string((*open.bill.due_at - noon) / 1ms) + ' ';
    EXPECT_FALSE(open.bill.busy_until);
  }
  EXPECT_EQ(pauses, "200 400 800 1600 3200 6400 12800 15000 15000 ");
  EXPECT_FALSE(open.attempt->lost);
  EXPECT_TRUE(decide(open, CardUnknown{1, noon + lost_after})->after.attempt->lost);
}

TEST(Payment, NothingIsDueOnceNothingIsLeftToDo) {
  for (const char* name : {"approved", "declined", "voided", "approved, refunded"}) {
    EXPECT_FALSE(account(name).bill.due_at) << name;
    EXPECT_FALSE(account(name).bill.busy_until) << name;
  }
}

TEST(Payment, OrderIsToldTheBillsOutcomeNotTheAttempts) {
  EXPECT_EQ(answer_of(account("open")).state, PaymentState::ATTEMPTED);
  EXPECT_EQ(answer_of(account("voided")).state, PaymentState::ATTEMPTED);
  EXPECT_EQ(answer_of(account("new")).state, PaymentState::ATTEMPTED);
  EXPECT_EQ(answer_of(account("approved")).state, PaymentState::APPROVED);
  EXPECT_EQ(answer_of(account("approved")).version, Version{1});
  EXPECT_EQ(answer_of(account("declined")).state, PaymentState::DECLINED);
  EXPECT_EQ(answer_of(account("declined")).reason, "declined");
}

TEST(Payment, TheEventCarriesTheWholeState) {
  const auto it = event_of(account("approved, refunded"), noon + 1s);
  EXPECT_EQ(it.order_id, OrderId{7});
  EXPECT_EQ(it.payment_id, PaymentId{50});
  EXPECT_EQ(it.customer_id, "kim");
  EXPECT_EQ(it.state, PaymentState::APPROVED);
  EXPECT_EQ(it.price, Money{1000});
  EXPECT_EQ(it.approved_at, noon);
  EXPECT_EQ(it.refund, RefundState::REFUNDED);
  EXPECT_EQ(it.refund_amount, Money{400});
  EXPECT_EQ(it.refunded_at, noon);
  EXPECT_EQ(it.at, noon + 1s);
  EXPECT_EQ(it.version, Version{2});
}

}  // namespace
}  // namespace sharecar::payment
