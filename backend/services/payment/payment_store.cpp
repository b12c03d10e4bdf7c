#include "payment_store.hpp"

#include "chassis/json/encode.hpp"
#include "chassis/sql/outbox.hpp"
#include "contracts/events.hpp"
#include "method_store.hpp"

namespace sharecar::payment {
namespace {

constexpr sql::Statement next_ids{"next_payment_ids", "SELECT nextval('payment_ids') AS id"};

#define BILL_COLUMNS                                                                                     \
  "order_id, customer_id, price, pay_by, closed, outcome, refund, refund_amount, refunded_at, version, " \
  "revision, due_at, checks, busy_until, trace, created_at"
#define ATTEMPT_COLUMNS                                                                                   \
  "id, number, state, voiding, by_customer, card, method_token, last_four, pay_method, tries, asked_at, " \
  "lost, reason, attempted_at, approved_at"

// A bill and its latest attempt; the two have no column name in common.
#define WITH_LATEST_ATTEMPT                        \
  " LEFT JOIN LATERAL (SELECT " ATTEMPT_COLUMNS    \
  " FROM payments p WHERE p.order_id = b.order_id" \
  "  ORDER BY number DESC LIMIT 1) latest ON true"

// $1..$16 the bill, $17..$31 the attempt.
constexpr sql::Statement attempt_payment{
    "attempt_payment",
    "WITH opened AS ("
    " INSERT INTO bills (" BILL_COLUMNS
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
    "  $16) ON CONFLICT DO NOTHING RETURNING order_id), "
    "attempted AS ("
    " INSERT INTO payments (order_id, " ATTEMPT_COLUMNS
    ")"
    " SELECT order_id, $17::bigint, $18::bigint, $19, $20::boolean, $21::boolean, $22, $23, $24, $25, $26::bigint,"
    "  $27::timestamptz, $28::boolean, $29, $30::timestamptz, $31::timestamptz FROM opened) "
    "SELECT order_id FROM opened"};

constexpr sql::Statement know_bill{"know_bill", "SELECT order_id FROM bills WHERE order_id = $1"};
constexpr sql::Statement note_bill{"note_bill",
                                   "INSERT INTO bills (" BILL_COLUMNS
                                   ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
                                   " ON CONFLICT DO NOTHING"};

// $1 order, $2 the revision that was read, $3..$13 the bill's changing columns.
#define CHANGED_BILL                                                                                              \
  "WITH changed AS ("                                                                                             \
  " UPDATE bills SET closed = $3, outcome = $4, refund = $5, refund_amount = $6, refunded_at = $7, version = $8," \
  "  revision = $9, due_at = $10, checks = $11, busy_until = $12, trace = $13, leased_by = NULL"                  \
  " WHERE order_id = $1 AND revision = $2 RETURNING order_id)"

// $14..$28 the attempt, new or known. Its card and its birth do not change.
#define CHANGED_ATTEMPT                                                                                           \
  ", attempted AS ("                                                                                              \
  " INSERT INTO payments (order_id, " ATTEMPT_COLUMNS                                                             \
  ")"                                                                                                             \
  " SELECT order_id, $14::bigint, $15::bigint, $16, $17::boolean, $18::boolean, $19, $20, $21, $22, $23::bigint," \
  "  $24::timestamptz, $25::boolean, $26, $27::timestamptz, $28::timestamptz FROM changed"                        \
  " ON CONFLICT (id) DO UPDATE SET state = excluded.state, voiding = excluded.voiding,"                           \
  "  last_four = excluded.last_four, tries = excluded.tries, asked_at = excluded.asked_at, lost = excluded.lost," \
  "  reason = excluded.reason, approved_at = excluded.approved_at)"

constexpr sql::Statement change_bill{"change_bill", CHANGED_BILL " SELECT order_id FROM changed"};
constexpr sql::Statement change_payment{"change_payment", CHANGED_BILL CHANGED_ATTEMPT " SELECT order_id FROM changed"};
constexpr sql::Statement settle_payment{"settle_payment",
                                        CHANGED_BILL CHANGED_ATTEMPT
                                        ", told AS ("
                                        " INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS
                                        ")"
                                        " SELECT $29, $30, $31, $32::bigint, $33, $34::bigint, $35 FROM changed) "
                                        "SELECT order_id FROM changed",
                                        true};

constexpr sql::Statement find_account{"find_payment",
                                      "SELECT b.*, latest.* FROM bills b" WITH_LATEST_ATTEMPT " WHERE b.order_id = $1"};

constexpr sql::Statement lease_due_bills{
    "lease_due_bills",
    "WITH b AS ("
    " UPDATE bills SET busy_until = $3, due_at = $3, leased_by = $1 WHERE order_id IN ("
    "  SELECT order_id FROM bills WHERE due_at <= $2 AND (busy_until IS NULL OR busy_until <= $2)"
    "  ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED) RETURNING " BILL_COLUMNS
    ") "
    "SELECT b.*, latest.* FROM b" WITH_LATEST_ATTEMPT};

constexpr int most_decisions = 5;

Account account_of(const sql::Row& row) {
  Account out;
  out.bill = row.as<Bill>();
  if (row.text("id")) out.attempt = row.as<Attempt>();
  return out;
}

Bill new_bill(const Demand& demand) {
  Bill bill;
  bill.order_id = demand.order_id;
  bill.customer_id = demand.terms->customer_id;
  bill.price = *demand.price;
  bill.pay_by = demand.terms->pay_by;
  bill.trace = demand.ask.trace;
  bill.created_at = demand.ask.now;
  return bill;
}

bool is_ours(const Account& account, const Ask& ask) {
  return account.attempt_open() && account.attempt->id == ask.id && !account.attempt->voiding;
}

Problem order_unknown(OrderId id) {
  Problem out{.code = Errc::order_unknown,
              .detail = "This order is not known here yet; if it was just placed, try again.",
              .order_id = id};
  out.retry_after = std::chrono::seconds{1};
  return out;
}

Problem price_mismatch(OrderId id) {
  return {.code = Errc::price_mismatch, .detail = "The price is not the order's.", .order_id = id};
}

Problem method_not_owned(OrderId id) {
  return {.code = Errc::method_not_owned,
          .detail = "There is no such payment method, or it belongs to somebody else.",
          .order_id = id};
}

}  // namespace

PaymentStore::PaymentStore(const Clock& clock, telemetry::Metrics& metrics)
    : clock_(clock),
      ignored_(metrics.counter("sharecar_payment_ignored_total",
                               "Answers and events that had nothing to change: known already, or too late")),
      ids_(next_ids) {}

std::optional<Account> PaymentStore::find(Context& context, sql::Session& session, OrderId id) {
  std::optional<Account> out;
  session.run(context, find_account, {id}, [&](const sql::Row& row) { out = account_of(row); });
  return out;
}

Result<Decided> PaymentStore::ask(Context& context, sql::Session& session, Demand& demand) {
  const OrderId id = demand.order_id;
  if (demand.ask.id == PaymentId{}) demand.ask.id = PaymentId{ids_.next(context, session)};
  const auto owned = [&](const std::string& customer) {
    return !demand.ask.method_token || owns_method(context, session, customer, *demand.ask.method_token);
  };
  // Order's first call knows everything: one statement stores the bill and its first attempt.
  if (demand.terms && owned(demand.terms->customer_id)) {
    Account fresh;
    fresh.bill = new_bill(demand);
    auto ruled = rule_on(fresh, demand.ask);
    if (ruled.change && open(context, session, ruled.change->after)) {
      return Decided{ruled.ruling, std::move(ruled.change->after)};
    }
  }
  for (int round = 0; round < most_decisions; ++round) {
    auto account = find(context, session, id);
    if (!account) {
      if (!demand.terms) return order_unknown(id);
      if (!owned(demand.terms->customer_id)) return method_not_owned(id);
      account.emplace();
      account->bill = new_bill(demand);
      note(context, session, account->bill);  // too late to begin: the bill alone is kept
    }
    // Committed by this very work, whose connection broke before it knew.
    if (is_ours(*account, demand.ask)) return Decided{Ruling::charge, std::move(*account)};
    auto ruled = rule_on(*account, demand.ask);
    const bool open_bill = ruled.ruling != Ruling::settled && ruled.ruling != Ruling::closed;
    if (open_bill && demand.price && *demand.price != account->bill.price) return price_mismatch(id);
    if (open_bill && !owned(account->bill.customer_id)) {
      if (demand.terms && account->attempt_open()) return Decided{Ruling::running, std::move(*account)};
      return method_not_owned(id);
    }
    if (!ruled.change) return Decided{ruled.ruling, std::move(*account)};
    if (write(context, session, account->bill.revision, *ruled.change)) {
      return Decided{ruled.ruling, std::move(ruled.change->after)};
    }
  }
  throw sql::Unavailable("a payment changed faster than it could be written");
}

Account PaymentStore::happened(Context& context, sql::Session& session, Account account, const Happening& happening) {
  for (int round = 0; round < most_decisions; ++round) {
    auto change = decide(account, happening);
    if (!change) {
      ignored_.Increment();
      return account;
    }
    if (write(context, session, account.bill.revision, *change)) return std::move(change->after);
    auto newer = find(context, session, account.bill.order_id);
    if (!newer) return account;
    account = std::move(*newer);
  }
  throw sql::Unavailable("a payment changed faster than it could be written");
}

void PaymentStore::note(Context& context, sql::Session& session, const Bill& bill) {
  // Mostly order's call has made it: a look costs less than an insert that conflicts, and waits for nobody.
  if (session.execute(context, know_bill, {bill.order_id}) > 0) return;
  sql::Params params;
  sql::append_members(params, bill);
  session.execute(context, note_bill, params);
}

bool PaymentStore::open(Context& context, sql::Session& session, const Account& account) {
  sql::Params params;
  params.reserve(31);
  sql::append_members(params, account.bill);
  sql::append_members(params, *account.attempt);
  return session.execute(context, attempt_payment, params) == 1;
}

bool PaymentStore::write(Context& context, sql::Session& session, std::int64_t revision, const Change& change) {
  const Bill& bill = change.after.bill;
  sql::Params params{bill.order_id,      revision,         bill.closed,  bill.outcome,  bill.refund,
                     bill.refund_amount, bill.refunded_at, bill.version, bill.revision, bill.due_at,
                     bill.checks,        bill.busy_until,  bill.trace};
  if (!change.after.attempt) return session.execute(context, change_bill, params) == 1;
  params.reserve(35);
  sql::append_members(params, *change.after.attempt);
  if (change.event == nullptr) return session.execute(context, change_payment, params) == 1;
  const std::string payload = json::encode(event_of(change.after, clock_.now()));
  sql::append(
      params, context,
      {contracts::topics::payment, to_string(bill.order_id), change.event, bill.version, bill.order_id, payload});
  return session.execute(context, settle_payment, params) == 1;
}

std::vector<Account> PaymentStore::lease_due(Context& context, sql::Session& session, const std::string& instance,
                                             std::chrono::milliseconds lease, int limit) {
  const Timestamp now = clock_.now();
  std::vector<Account> out;
  session.run(context, lease_due_bills, {instance, now, now + lease, limit},
              [&](const sql::Row& row) { out.push_back(account_of(row)); });
  return out;
}

std::optional<telemetry::TraceContext> trace_of(const Bill& bill) { return telemetry::parse_b3(bill.trace); }

}  // namespace sharecar::payment
