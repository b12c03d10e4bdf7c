#include "payment_query.hpp"

#include "contracts/events.hpp"

namespace sharecar::payment {
namespace {

#define ALL_PAYMENTS " FROM payments p JOIN bills b USING (order_id)"
#define MATCHING ALL_PAYMENTS " WHERE ($1::bigint IS NULL OR order_id = $1)"

constexpr sql::Statement list_payments{"list_payments",
                                       "SELECT b.*, p.*" MATCHING
                                       " ORDER BY CASE WHEN $2 = 'paymentId' AND $3 = 'desc' THEN id END DESC,"
                                       " CASE WHEN $2 = 'orderId' AND $3 = 'asc' THEN order_id END ASC,"
                                       " CASE WHEN $2 = 'orderId' AND $3 = 'desc' THEN order_id END DESC,"
                                       " CASE WHEN $2 = 'createdAt' AND $3 = 'asc' THEN attempted_at END ASC,"
                                       " CASE WHEN $2 = 'createdAt' AND $3 = 'desc' THEN attempted_at END DESC,"
                                       " CASE WHEN $2 = 'price' AND $3 = 'asc' THEN price END ASC,"
                                       " CASE WHEN $2 = 'price' AND $3 = 'desc' THEN price END DESC,"
                                       " CASE WHEN $2 = 'status' AND $3 = 'asc' THEN state END ASC,"
                                       " CASE WHEN $2 = 'status' AND $3 = 'desc' THEN state END DESC, id"
                                       " LIMIT $4 OFFSET $5"};
constexpr sql::Statement count_payments{"count_payments", "SELECT count(*) AS total" MATCHING};
constexpr sql::Statement find_one_payment{"find_one_payment", "SELECT b.*, p.*" ALL_PAYMENTS " WHERE p.id = $1"};

constexpr sql::Statement find_bill{"find_bill", "SELECT * FROM bills WHERE order_id = $1"};
constexpr sql::Statement attempts_of_order{"attempts_of_order",
                                           "SELECT * FROM payments WHERE order_id = $1 ORDER BY number"};
contracts::Payment payment_of(const sql::Row& row) { return view_of(row.as<Bill>(), row.as<Attempt>()); }

}  // namespace

PaymentPage find_payments(Context& context, sql::Session& session, std::optional<OrderId> order,
                          const http::hal::PageRequest& page) {
  PaymentPage out;
  sql::Params params{order};
  session.run(context, count_payments, params,
              [&](const sql::Row& row) { out.total = row.get<std::int64_t>("total"); });
  params.emplace_back(page.sort);
  params.emplace_back(page.descending ? "desc" : "asc");
  params.emplace_back(page.size);
  params.emplace_back(page.offset());
  session.run(context, list_payments, params, [&](const sql::Row& row) { out.payments.push_back(payment_of(row)); });
  return out;
}

std::optional<contracts::Payment> find_payment(Context& context, sql::Session& session, PaymentId id) {
  std::optional<contracts::Payment> out;
  session.run(context, find_one_payment, {id}, [&](const sql::Row& row) { out = payment_of(row); });
  return out;
}

SagaRows saga_of(Context& context, sql::Session& session, OrderId id) {
  SagaRows out;
  out.bill = session.find<Bill>(context, find_bill, {id});
  out.attempts = session.select<AttemptRow>(context, attempts_of_order, {id});
  out.outbox = sql::outbox_of(context, session, contracts::topics::payment, to_string(id));
  out.dead_letters = kafka::dead_letters_of(context, session, id);
  return out;
}

}  // namespace sharecar::payment
