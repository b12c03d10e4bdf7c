// Random histories of one order: callers, the worker, events, crashes and a card network whose requests and answers are
// delayed, lost and reordered. Whatever happens, at most one charge is approved and not voided, and what payment says
// is what the ledger says.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "contracts/time.hpp"
#include "services/payment/payment.hpp"

namespace sharecar::payment {
namespace {

using namespace std::chrono_literals;
using contracts::ChargeState;

// The card network: a key means one charge for ever, and a void may come first.
struct Ledger {
  bool can_void = true;
  std::map<std::string, ChargeState> charges;
  std::map<std::string, int> refunds;

  ChargeState charge(const std::string& key, bool declines) {
    return charges.try_emplace(key, declines ? ChargeState::DECLINED : ChargeState::APPROVED).first->second;
  }
  ChargeState void_charge(const std::string& key) {
    auto& state = charges.try_emplace(key, ChargeState::VOIDED).first->second;
    if (state == ChargeState::APPROVED && can_void) state = ChargeState::VOIDED;
    return state;
  }
  int approved() const {
    int count = 0;
    for (const auto& [key, state] : charges) count += state == ChargeState::APPROVED ? 1 : 0;
    return count;
  }
};

// A request on its way, then its answer on the way back. `caller` 0: nobody waits any more.
struct Message {
  Question question{};
  bool refund = false;
  std::string key;
  std::int64_t number = 0;
  std::string card;
  int caller = 0;
  bool answered = false;
  std::optional<ChargeState> state;
};

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    ledger_.can_void = pick(4) != 0;
    account_.bill.order_id = OrderId{1};
    account_.bill.price = Money{1000};
    account_.bill.pay_by = now_ + 10min;
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      step();
      check();
    }
    settle();
    check();
    EXPECT_EQ(step_of(account_), Step::none) << story_;
    const bool approved = account_.bill.outcome == Outcome::APPROVED;
    EXPECT_EQ(ledger_.approved(), approved ? 1 : 0) << story_;
    const bool refunded = account_.bill.refund == RefundState::REFUNDED && account_.bill.refund_amount != Money{};
    EXPECT_EQ(ledger_.refunds.size(), refunded ? 1u : 0u) << story_;
    EXPECT_EQ(account_.bill.version.value, static_cast<std::int64_t>(events_.size())) << story_;
  }

 private:
  int pick(int below) { return std::uniform_int_distribution<int>{0, below - 1}(random_); }

  void step() {
    now_ += std::chrono::milliseconds{pick(400)};
    switch (pick(12)) {
      case 0:
      case 1:
        return demand("A", false);
      case 2:
        return demand(pick(2) != 0 ? "B" : "declines", true);
      case 3:
        return work();
      case 4:
        if (pick(6) == 0) happen(OrderClosed{"t", now_}, "closed");
        return;
      case 5:
        if (pick(6) == 0 && account_.bill.outcome == Outcome::APPROVED) {
          happen(RefundRequested{Money{pick(2) * 400}, "t", now_}, "refund requested");
        }
        return;
      case 6:
        if (pick(4) == 0) crash();
        return;
      case 7:
        return give_up();
      default:
        return deliver();
    }
  }

  void demand(const std::string& card, bool by_customer) {
    Ask ask;
    ask.id = PaymentId{++ids_};
    ask.card = card;
    ask.by_customer = by_customer;
    ask.now = now_;
    ask.time_limit = 3s;
    const auto ruled = rule_on(account_, ask);
    if (!ruled.change) return;
    account_ = ruled.change->after;
    tell(card + (by_customer ? " by customer: " : ": ") + boost::describe::enum_to_string(ruled.ruling, ""));
    send(ruled.ruling == Ruling::charge ? Question::charge : Question::void_, card);
  }

  void work() {
    const bool busy = account_.bill.busy_until && *account_.bill.busy_until > now_;
    if (busy && pick(5) != 0) return;  // a lease is a courtesy; nothing may depend on it
    switch (step_of(account_)) {
      case Step::look_up:
        return send(Question::lookup, "");
      case Step::void_:
        return send(Question::void_, "");
      case Step::refund:
        return send_refund();
      case Step::none:
        return;
    }
  }

  void send(Question question, const std::string& card) {
    messages_.push_back({question, false, charge_key(account_), account_.attempt->number, card, ++callers_, false, {}});
  }
  void send_refund() {
    messages_.push_back({{}, true, refund_key(account_.bill), account_.attempt->number, "", ++callers_, false, {}});
  }

  // One request reaches the network, or one answer its caller. A request may also arrive twice.
  void deliver() {
    if (messages_.empty()) return;
    const auto index = static_cast<std::size_t>(pick(static_cast<int>(messages_.size())));
    Message message = messages_[index];
    if (message.answered || pick(5) != 0) messages_.erase(messages_.begin() + static_cast<std::ptrdiff_t>(index));
    if (!message.answered) {
      reach(message);
      message.answered = true;
      if (pick(4) != 0) messages_.push_back(message);
      return;
    }
    if (message.caller == 0) return;
    if (message.refund) return happen(RefundMade{now_}, "refund made");
    if (!message.state) return happen(CardUnknown{message.number, now_}, "unknown");
    happen(CardAnswered{message.number, message.question, *message.state, {}, {}, now_},
           message.key + " is " + boost::describe::enum_to_string(*message.state, ""));
    if (message.question == Question::void_ && !message.card.empty()) demand(message.card, true);
  }

  void reach(Message& message) {
    if (message.refund) {
      ++ledger_.refunds[message.key];
      return;
    }
    switch (message.question) {
      case Question::charge:
        message.state = ledger_.charge(message.key, message.card == "declines");
        break;
      case Question::void_:
        message.state = ledger_.void_charge(message.key);
        break;
      case Question::lookup:
        message.state.reset();
        if (ledger_.charges.contains(message.key)) message.state = ledger_.charges.at(message.key);
    }
  }

  void give_up() {  // a caller's time-out: its request may still arrive
    if (messages_.empty()) return;
    auto& message = messages_[static_cast<std::size_t>(pick(static_cast<int>(messages_.size())))];
    if (message.caller == 0) return;
    message.caller = 0;
    happen(CardSilent{message.number, now_}, "silent");
  }

  void crash() {
    for (auto& message : messages_) message.caller = 0;
    tell("crash");
  }

  void happen(const Happening& happening, const std::string& what) {
    auto change = decide(account_, happening);
    tell(what + (change ? "" : " (ignored)"));
    if (!change) return;
    if (change->event != nullptr) {
      EXPECT_TRUE(events_.insert(change->event).second) << change->event << " twice\n" << story_;
    }
    account_ = std::move(change->after);
  }

  // The order ends: what is open is voided, what is approved for a closed order is refunded.
  void settle() {
    while (!messages_.empty()) deliver();
    happen(OrderClosed{"t", now_}, "closed");
    for (int i = 0; i < 100; ++i) {
      now_ += 20s;
      work();
      while (!messages_.empty()) deliver();
    }
  }

  void check() {
    ASSERT_LE(ledger_.approved(), 1) << story_;
    if (account_.bill.outcome == Outcome::APPROVED) {
      ASSERT_EQ(ledger_.charges[charge_key(account_)], ChargeState::APPROVED) << story_;
    }
    ASSERT_LE(ledger_.refunds.size(), 1u) << story_;
    if (!ledger_.refunds.empty()) {
      ASSERT_EQ(account_.bill.outcome, Outcome::APPROVED) << story_;
    }
    if (account_.attempt_open()) {
      ASSERT_TRUE(account_.bill.due_at) << story_;  // the worker will see to it
    }
  }

  void tell(const std::string& line) { story_ += line + '\n'; }

  std::mt19937 random_;
  Timestamp now_ = *parse_rfc3339("2026-11-21T12:00:00Z");
  Ledger ledger_;
  Account account_;
  std::vector<Message> messages_;
  std::string story_;
  std::int64_t ids_ = 0;
  std::set<std::string> events_;
  int callers_ = 0;
};

TEST(Payment, InNoRandomHistoryAnOrderIsPaidTwice) {
  for (unsigned seed = 1; seed <= 4000 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World{seed}.run(100);
  }
}

}  // namespace
}  // namespace sharecar::payment
