/// The card network: charges and refunds by idempotent keys. Its ledger holds no card number.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "contracts/order.hpp"
#include "contracts/rules.hpp"
#include "contracts/types.hpp"

namespace sharecar::contracts {

/// VOIDED is final too: a charge that comes after its void is refused with that state.
enum class ChargeState { APPROVED, DECLINED, VOIDED };
BOOST_DESCRIBE_ENUM(ChargeState, APPROVED, DECLINED, VOIDED)

/// Keys of charges and refunds: what fits a path segment and a log line without quoting. Payment's are "42:1" and
/// "42:refund".
constexpr bool is_ledger_key(std::string_view text) {
  for (const char c : text) {
    const bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ':' ||
                    c == '.' || c == '_' || c == '-';
    if (!ok) return false;
  }
  return !text.empty();
}

/// The most that one charge can be, in won.
inline constexpr std::int64_t max_charge = 1'000'000'000'000;

/// PUT /charges/{key}. The same key always means the same charge; the first answer is repeated.
struct ChargeCard {
  std::string key;                            ///< from the path
  Money amount;
  std::optional<std::string> card_number;     ///< one of the two
  std::optional<std::string> token;
};
BOOST_DESCRIBE_STRUCT(ChargeCard, (), (key, amount, card_number, token))

struct Charge {
  std::string key;
  ChargeState state = ChargeState::APPROVED;
  Money amount;
  std::string last_four;
  std::optional<std::string> reason;
  Timestamp created_at{};
  std::optional<Timestamp> voided_at;
};
BOOST_DESCRIBE_STRUCT(Charge, (), (key, state, amount, last_four, reason, created_at, voided_at))

struct OneCharge {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(OneCharge, (), (key))

struct OneRefund {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(OneRefund, (), (key))

/// PUT /refunds/{key}. All refunds of a charge together never exceed it.
struct RefundCharge {
  std::string key;                            ///< from the path
  std::string charge_key;
  Money amount;
};
BOOST_DESCRIBE_STRUCT(RefundCharge, (), (key, charge_key, amount))

struct Refund {
  std::string key;
  std::string charge_key;
  Money amount;
  Timestamp created_at{};
};
BOOST_DESCRIBE_STRUCT(Refund, (), (key, charge_key, amount, created_at))

/// POST /tokens: a name for a card that can be charged later.
struct TokenizeCard {
  std::string card_number;
};
BOOST_DESCRIBE_STRUCT(TokenizeCard, (), (card_number))

struct CardToken {
  std::string token;
  std::string last_four;
};
BOOST_DESCRIBE_STRUCT(CardToken, (), (token, last_four))

enum class LedgerKind { CHARGE, REFUND };
BOOST_DESCRIBE_ENUM(LedgerKind, CHARGE, REFUND)

/// GET /ledger: everything that the network answered for, by `seq`.
struct LedgerEntry {
  std::int64_t seq = 0;
  LedgerKind kind = LedgerKind::CHARGE;
  std::string key;
  std::optional<std::string> charge_key;      ///< REFUND
  std::optional<ChargeState> state;           ///< CHARGE
  Money amount;
  std::optional<std::string> last_four;       ///< CHARGE
  std::optional<std::string> reason;
  Timestamp created_at{};
  std::optional<Timestamp> voided_at;
};
BOOST_DESCRIBE_STRUCT(LedgerEntry, (),
                      (seq, kind, key, charge_key, state, amount, last_four, reason, created_at, voided_at))

/// GET /ledger/summary: counts of charges by state, and where the money is.
struct LedgerSummary {
  std::int64_t approved = 0;
  std::int64_t declined = 0;
  std::int64_t voided = 0;
  std::int64_t refunds = 0;
  Money charged;                              ///< by charges that are APPROVED
  Money refunded;
  Money kept;                                 ///< charged less refunded
};
BOOST_DESCRIBE_STRUCT(LedgerSummary, (), (approved, declined, voided, refunds, charged, refunded, kept))

/// Cards of the simulator, named by their effect. The numbers belong to no bank.
struct DemoCard {
  std::string_view token;
  std::string_view number;
  std::string_view label;
};
inline constexpr std::array demo_cards{
    DemoCard{"demo-approve", "4242424242424242", "Demo card: approves"},
    DemoCard{"demo-decline", "4000000000000002", "Demo card: declines"},
    DemoCard{"demo-slow", "4000000000000077", "Demo card: approves after 5 s"},
    DemoCard{"demo-error", "4000000000000119", "Demo card: network error"},
    DemoCard{"demo-hang", "4000000000000341", "Demo card: never answers"},
};

}  // namespace sharecar::contracts

namespace sharecar {
template <>
inline constexpr std::array rules<contracts::ChargeCard>{
    FieldRule{.field = "key",
              .min_length = 1,
              .max_length = 64,
              .matches = contracts::is_ledger_key,
              .format = "letters, digits and :._-"},
    FieldRule{.field = "amount", .min = 0, .max = contracts::max_charge},
    card_number_rule,
    FieldRule{.field = "token", .min_length = 1, .max_length = 64},
};
template <>
inline constexpr std::array rules<contracts::OneCharge>{
    FieldRule{.field = "key",
              .min_length = 1,
              .max_length = 64,
              .matches = contracts::is_ledger_key,
              .format = "letters, digits and :._-"},
};
template <>
inline constexpr std::array rules<contracts::OneRefund>{
    FieldRule{.field = "key",
              .min_length = 1,
              .max_length = 64,
              .matches = contracts::is_ledger_key,
              .format = "letters, digits and :._-"},
};
template <>
inline constexpr std::array rules<contracts::RefundCharge>{
    FieldRule{.field = "key",
              .min_length = 1,
              .max_length = 64,
              .matches = contracts::is_ledger_key,
              .format = "letters, digits and :._-"},
    FieldRule{.field = "chargeKey",
              .min_length = 1,
              .max_length = 64,
              .matches = contracts::is_ledger_key,
              .format = "letters, digits and :._-"},
    FieldRule{.field = "amount", .min = 1, .max = contracts::max_charge},
};
template <>
inline constexpr std::array rules<contracts::TokenizeCard>{
    card_number_rule,
};
}  // namespace sharecar
