/// The ledger in SQLite. Each function that writes decides in charge.cpp and writes in one transaction, which holds the
/// file's only write lock: of two requests with one key the second sees what the first did. Runs on database threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chassis/sql/migration.hpp"
#include "chassis/sql/session.hpp"
#include "services/cardnet/charge.hpp"

namespace sharecar::cardnet {

extern const sql::Migrations migrations;

struct LedgerPage {
  std::vector<contracts::LedgerEntry> entries;
  std::int64_t total = 0;
};

struct LedgerStore {
  static std::optional<KnownCharge> find_charge(Context& context, sql::Session& session, const std::string& key);
  static std::optional<contracts::Refund> find_refund(Context& context, sql::Session& session, const std::string& key);

  static Result<Decision<contracts::Charge>> charge(Context& context, sql::Session& session, const std::string& key,
                                                    Money amount, const Card& card, Timestamp now);
  static Result<Decision<contracts::Charge>> void_charge(Context& context, sql::Session& session,
                                                         const std::string& key, Timestamp now);
  static Result<Decision<contracts::Refund>> refund(Context& context, sql::Session& session,
                                                    const contracts::RefundCharge& wanted, Timestamp now);

  static LedgerPage page(Context& context, sql::Session& session, std::int64_t offset, std::int64_t size,
                         bool descending);
  static contracts::LedgerSummary summary(Context& context, sql::Session& session);

  /// The card behind a token, given out or for demonstration.
  static std::optional<Card> find_token(Context& context, sql::Session& session, const std::string& token);
  static void insert_token(Context& context, sql::Session& session, const std::string& token, const Card& card,
                           Timestamp now);
};

}  // namespace sharecar::cardnet
