// The ledger's rules: state by state and request by request, and what holds however requests arrive.

#include "services/cardnet/charge.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace sharecar::cardnet {
namespace {

using namespace std::chrono_literals;
using contracts::Charge;
using contracts::ChargeState;
using contracts::Refund;

const Timestamp noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h;
const Timestamp later = noon + 1min;

KnownCharge known(ChargeState state, std::int64_t amount = 1000, std::int64_t refunded = 0) {
  KnownCharge out;
  out.charge = {"42:1", state, Money{amount}, "4242", std::nullopt, noon, std::nullopt};
  if (state == ChargeState::DECLINED) out.charge.reason = "insufficient_funds";
  if (state == ChargeState::VOIDED) out.charge.voided_at = noon;
  out.refunded = Money{refunded};
  return out;
}

KnownCharge tombstone() {
  return {{"42:1", ChargeState::VOIDED, Money{0}, "", "voided_before_charge", noon, noon}, Money{0}};
}

// "APPROVED 1000 4242 insert", or "key_reused".
template <class Entry>
std::string text(const Result<Decision<Entry>>& result) {
  if (!result) return boost::describe::enum_to_string(result.error().code, "?");
  std::string out;
  if constexpr (std::is_same_v<Entry, Charge>) {
    const Charge& charge = result->entry;
    out = std::string{boost::describe::enum_to_string(charge.state, "?")} + ' ' + std::to_string(charge.amount.won) +
          ' ' + charge.last_four;
    if (charge.reason) out += ' ' + *charge.reason;
    if (charge.voided_at) out += charge.voided_at == later ? " voided now" : " voided before";
  } else {
    out = result->entry.charge_key + ' ' + std::to_string(result->entry.amount.won);
  }
  return out + (result->write == Write::insert ? " insert" : result->write == Write::update ? " update" : " nothing");
}

struct ChargeRow {
  const char* name;
  std::optional<KnownCharge> known;
  std::int64_t amount;
  const char* number;
  const char* outcome;
};

TEST(Charge, FollowsTheTable) {
  const ChargeRow rows[] = {
      {"new, good card", {}, 1000, "4242 4242-4242 4242", "APPROVED 1000 4242 insert"},
      {"new, any other card", {}, 0, "5555555555554444", "APPROVED 0 4444 insert"},
      {"new, declining card", {}, 1000, "4000000000000002", "DECLINED 1000 0002 insufficient_funds insert"},
      {"new, slow card that took its time", {}, 1000, "4000000000000077", "APPROVED 1000 0077 insert"},
      {"approved, same card", known(ChargeState::APPROVED), 1000, "4242424242424242", "APPROVED 1000 4242 nothing"},
      {"approved, another card", known(ChargeState::APPROVED), 1000, "4000000000000002", "APPROVED 1000 4242 nothing"},
      {"approved, another amount", known(ChargeState::APPROVED), 1001, "4242424242424242", "key_reused"},
      {"declined, a card that would do", known(ChargeState::DECLINED), 1000, "4242424242424242",
       "DECLINED 1000 4242 insufficient_funds nothing"},
      {"declined, another amount", known(ChargeState::DECLINED), 999, "4242424242424242", "key_reused"},
      {"voided", known(ChargeState::VOIDED), 1000, "4242424242424242", "VOIDED 1000 4242 voided before nothing"},
      {"voided, another amount", known(ChargeState::VOIDED), 1, "4242424242424242", "key_reused"},
      {"voided before it came", tombstone(), 1000, "4242424242424242",
       "VOIDED 0  voided_before_charge voided before nothing"},
      {"refunded", known(ChargeState::APPROVED, 1000, 400), 1000, "4242424242424242", "APPROVED 1000 4242 nothing"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(text(charge(row.known, "42:1", Money{row.amount}, card_of_number(row.number), later)), row.outcome)
        << row.name;
  }
}

TEST(Charge, OfATokenThatNobodyGaveOutIsDeclined) {
  EXPECT_EQ(text(charge({}, "42:1", Money{5}, unknown_card(), later)), "DECLINED 5  unknown_token insert");
}

TEST(Void, FollowsTheTable) {
  struct Row {
    const char* name;
    std::optional<KnownCharge> known;
    const char* outcome;
  };
  const Row rows[] = {
      {"unknown", {}, "VOIDED 0  voided_before_charge voided now insert"},
      {"approved", known(ChargeState::APPROVED), "VOIDED 1000 4242 voided now update"},
      {"declined", known(ChargeState::DECLINED), "DECLINED 1000 4242 insufficient_funds nothing"},
      {"voided", known(ChargeState::VOIDED), "VOIDED 1000 4242 voided before nothing"},
      {"voided before it came", tombstone(), "VOIDED 0  voided_before_charge voided before nothing"},
      {"refunded in part", known(ChargeState::APPROVED, 1000, 1), "refund_exceeds_charge"},
      {"refunded in full", known(ChargeState::APPROVED, 1000, 1000), "refund_exceeds_charge"},
  };
  for (const auto& row : rows) EXPECT_EQ(text(void_charge(row.known, "42:1", later)), row.outcome) << row.name;
}

TEST(Refund, FollowsTheTable) {
  const Refund first{"42:refund", "42:1", Money{400}, noon};
  struct Row {
    const char* name;
    std::optional<Refund> repeated;
    std::optional<KnownCharge> known;
    const char* charge_key;
    std::int64_t amount;
    const char* outcome;
  };
  const Row rows[] = {
      {"a part", {}, known(ChargeState::APPROVED), "42:1", 400, "42:1 400 insert"},
      {"all", {}, known(ChargeState::APPROVED), "42:1", 1000, "42:1 1000 insert"},
      {"the rest", {}, known(ChargeState::APPROVED, 1000, 400), "42:1", 600, "42:1 600 insert"},
      {"more than the charge", {}, known(ChargeState::APPROVED), "42:1", 1001, "refund_exceeds_charge"},
      {"more than the rest", {}, known(ChargeState::APPROVED, 1000, 400), "42:1", 601, "refund_exceeds_charge"},
      {"much more", {}, known(ChargeState::APPROVED), "42:1", INT64_MAX, "refund_exceeds_charge"},
      {"unknown charge", {}, {}, "42:1", 1, "not_found"},
      {"declined charge", {}, known(ChargeState::DECLINED), "42:1", 1, "refund_exceeds_charge"},
      {"voided charge", {}, known(ChargeState::VOIDED), "42:1", 1, "refund_exceeds_charge"},
      {"voided before it came", {}, tombstone(), "42:1", 1, "refund_exceeds_charge"},
      {"again", first, known(ChargeState::APPROVED, 1000, 400), "42:1", 400, "42:1 400 nothing"},
      {"again when nothing is left", first, known(ChargeState::APPROVED, 1000, 1000), "42:1", 400, "42:1 400 nothing"},
      {"again, another amount", first, known(ChargeState::APPROVED, 1000, 400), "42:1", 500, "key_reused"},
      {"again, another charge", first, known(ChargeState::APPROVED), "43:1", 400, "key_reused"},
  };
  for (const auto& row : rows) {
    const contracts::RefundCharge wanted{"42:refund", row.charge_key, Money{row.amount}};
    EXPECT_EQ(text(refund(row.repeated, row.known, wanted, later)), row.outcome) << row.name;
  }
}

// However charges, voids and refunds of one key arrive, a final state stays and no more is given back than was paid.
TEST(Ledger, KeepsItsRulesUnderRandomRequests) {
  std::mt19937 random{20261121};
  for (int run = 0; run < 2000; ++run) {
    std::optional<KnownCharge> kept;
    std::map<std::string, Refund> refunds;
    for (int step = 0; step < 12; ++step) {
      const auto before = kept;
      const auto dice = random() % 4;
      if (dice <= 1) {
        const auto card = card_of_number(dice == 0 ? "4242424242424242" : "4000000000000002");
        const auto result = charge(kept, "k", Money{1000}, card, later);
        ASSERT_TRUE(result);
        if (result->write == Write::insert) kept = KnownCharge{result->entry, Money{0}};
      } else if (dice == 2) {
        const auto result = void_charge(kept, "k", later);
        if (result && result->write != Write::nothing) kept = KnownCharge{result->entry, Money{0}};
      } else {
        const std::string key = "r" + std::to_string(random() % 3);
        const contracts::RefundCharge wanted{key, "k", Money{static_cast<std::int64_t>(random() % 700 + 1)}};
        const auto found = refunds.find(key);
        const auto repeated = found == refunds.end() ? std::nullopt : std::optional{found->second};
        const auto result = refund(repeated, kept, wanted, later);
        if (result && result->write == Write::insert) {
          refunds[key] = result->entry;
          kept->refunded = kept->refunded + result->entry.amount;
        }
      }
      if (!kept) continue;
      const bool approved = kept->charge.state == ChargeState::APPROVED;
      EXPECT_LE(kept->refunded, approved ? kept->charge.amount : Money{0});
      if (before && before->charge.state != ChargeState::APPROVED) {
        EXPECT_EQ(kept->charge.state, before->charge.state);
      }
    }
  }
}

TEST(Card, ForgetsItsNumber) {
  EXPECT_EQ(card_of_number("4111 1111 1111 1111"), (Card{Behaviour::approve, "1111", ""}));
  EXPECT_EQ(card_of_number("4000-0000-0000-0341"), (Card{Behaviour::hang, "0341", ""}));
}

TEST(Card, OfADemoTokenBehavesAsItsLabelSays) {
  EXPECT_EQ(card_of_demo_token("demo-approve"), (Card{Behaviour::approve, "4242", ""}));
  EXPECT_EQ(card_of_demo_token("demo-decline"), (Card{Behaviour::decline, "0002", "insufficient_funds"}));
  EXPECT_EQ(card_of_demo_token("demo-slow"), (Card{Behaviour::slow, "0077", ""}));
  EXPECT_EQ(card_of_demo_token("demo-error"), (Card{Behaviour::error, "0119", ""}));
  EXPECT_EQ(card_of_demo_token("demo-hang"), (Card{Behaviour::hang, "0341", ""}));
  EXPECT_EQ(card_of_demo_token("demo"), std::nullopt);
}

}  // namespace
}  // namespace sharecar::cardnet
