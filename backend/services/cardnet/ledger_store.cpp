#include "services/cardnet/ledger_store.hpp"

namespace sharecar::cardnet {
namespace {

using contracts::Charge;
using contracts::Refund;
using sql::Session;
using sql::Statement;

#define CHARGE_COLUMNS "key, state, amount, last_four, reason, created_at, voided_at"

constexpr Statement select_charge{"select_charge", "SELECT " CHARGE_COLUMNS
                                                   ", (SELECT coalesce(sum(r.amount), 0) FROM ledger r"
                                                   "   WHERE r.kind = 'REFUND' AND r.charge_key = c.key) AS refunded"
                                                   " FROM ledger c WHERE c.kind = 'CHARGE' AND c.key = $1"};

constexpr Statement insert_charge{
    "insert_charge", "INSERT INTO ledger (kind, " CHARGE_COLUMNS ") VALUES ('CHARGE', $1, $2, $3, $4, $5, $6, $7)"};

constexpr Statement update_charge{"update_charge",
                                  "UPDATE ledger SET state = $2, voided_at = $3 WHERE kind = 'CHARGE' AND key = $1"};

constexpr Statement select_refund{
    "select_refund", "SELECT key, charge_key, amount, created_at FROM ledger WHERE kind = 'REFUND' AND key = $1"};

constexpr Statement insert_refund{
    "insert_refund",
    "INSERT INTO ledger (kind, key, charge_key, amount, created_at) VALUES ('REFUND', $1, $2, $3, $4)"};

#define ENTRY_COLUMNS "seq, kind, key, charge_key, state, amount, last_four, reason, created_at, voided_at"

constexpr Statement select_oldest{"select_ledger_oldest",
                                  "SELECT " ENTRY_COLUMNS " FROM ledger ORDER BY seq LIMIT $1 OFFSET $2"};

constexpr Statement select_newest{"select_ledger_newest",
                                  "SELECT " ENTRY_COLUMNS " FROM ledger ORDER BY seq DESC LIMIT $1 OFFSET $2"};

constexpr Statement count_entries{"count_ledger", "SELECT count(*) AS total FROM ledger"};

constexpr Statement sum_up{"sum_ledger",
                           "SELECT charged - refunded AS kept, * FROM (SELECT"
                           " count(*) FILTER (WHERE state = 'APPROVED') AS approved,"
                           " count(*) FILTER (WHERE state = 'DECLINED') AS declined,"
                           " count(*) FILTER (WHERE state = 'VOIDED') AS voided,"
                           " count(*) FILTER (WHERE kind = 'REFUND') AS refunds,"
                           " coalesce(sum(amount) FILTER (WHERE state = 'APPROVED'), 0) AS charged,"
                           " coalesce(sum(amount) FILTER (WHERE kind = 'REFUND'), 0) AS refunded FROM ledger)"};

constexpr Statement select_token{"select_token", "SELECT behaviour, last_four FROM tokens WHERE token = $1"};

constexpr Statement insert_token_row{
    "insert_token", "INSERT INTO tokens (token, behaviour, last_four, created_at) VALUES ($1, $2, $3, $4)"};

}  // namespace

std::optional<KnownCharge> LedgerStore::find_charge(Context& context, Session& session, const std::string& key) {
  std::optional<KnownCharge> found;
  session.run(context, select_charge, {key}, [&](const sql::Row& row) {
    found = KnownCharge{row.as<Charge>(), row.get<Money>("refunded")};
  });
  return found;
}

std::optional<Refund> LedgerStore::find_refund(Context& context, Session& session, const std::string& key) {
  return session.find<Refund>(context, select_refund, {key});
}

Result<Decision<Charge>> LedgerStore::charge(Context& context, Session& session, const std::string& key, Money amount,
                                             const Card& card, Timestamp now) {
  sql::Transaction transaction{session};
  auto decision = cardnet::charge(find_charge(context, session, key), key, amount, card, now);
  if (decision && decision->write == Write::insert) {
    const Charge& made = decision->entry;
    session.execute(context, insert_charge,
                    {made.key, made.state, made.amount, made.last_four, made.reason, made.created_at, made.voided_at});
  }
  transaction.commit();
  return decision;
}

Result<Decision<Charge>> LedgerStore::void_charge(Context& context, Session& session, const std::string& key,
                                                  Timestamp now) {
  sql::Transaction transaction{session};
  auto decision = cardnet::void_charge(find_charge(context, session, key), key, now);
  if (decision) {
    const Charge& left = decision->entry;
    if (decision->write == Write::insert) {
      session.execute(
          context, insert_charge,
          {left.key, left.state, left.amount, left.last_four, left.reason, left.created_at, left.voided_at});
    } else if (decision->write == Write::update) {
      session.execute(context, update_charge, {left.key, left.state, left.voided_at});
    }
  }
  transaction.commit();
  return decision;
}

Result<Decision<Refund>> LedgerStore::refund(Context& context, Session& session, const contracts::RefundCharge& wanted,
                                             Timestamp now) {
  sql::Transaction transaction{session};
  const auto repeated = find_refund(context, session, wanted.key);
  auto decision = cardnet::refund(repeated, find_charge(context, session, wanted.charge_key), wanted, now);
  if (decision && decision->write == Write::insert) {
    const Refund& made = decision->entry;
    session.execute(context, insert_refund, {made.key, made.charge_key, made.amount, made.created_at});
  }
  transaction.commit();
  return decision;
}

LedgerPage LedgerStore::page(Context& context, Session& session, std::int64_t offset, std::int64_t size,
                             bool descending) {
  LedgerPage out;
  out.entries =
      session.select<contracts::LedgerEntry>(context, descending ? select_newest : select_oldest, {size, offset});
  session.run(context, count_entries, {}, [&](const sql::Row& row) { out.total = row.get<std::int64_t>("total"); });
  return out;
}

contracts::LedgerSummary LedgerStore::summary(Context& context, Session& session) {
  return session.find<contracts::LedgerSummary>(context, sum_up).value_or(contracts::LedgerSummary{});
}

std::optional<Card> LedgerStore::find_token(Context& context, Session& session, const std::string& token) {
  if (auto demo = card_of_demo_token(token)) return demo;
  std::optional<Card> found;
  session.run(context, select_token, {token}, [&](const sql::Row& row) {
    found = card_of(row.get<Behaviour>("behaviour"), row.get<std::string>("last_four"));
  });
  return found;
}

void LedgerStore::insert_token(Context& context, Session& session, const std::string& token, const Card& card,
                               Timestamp now) {
  session.execute(context, insert_token_row, {token, card.behaviour, card.last_four, now});
}

}  // namespace sharecar::cardnet
