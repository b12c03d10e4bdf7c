#include "order_query.hpp"

namespace sharecar::order {
namespace {

// Only the columns that a list shows; what is secret stays in the table.
#define SHOWN_COLUMNS                                                                                                \
  "id, car_id, car_class, customer_id, starts_at, ends_at, price, pay_method, state, holds, refund, refund_amount, " \
  "reason, payment_id, approved_at, reservation_id, tries, retry_at, pay_by, created_at, version, payment_version, " \
  "reservation_version, NULL AS method_token, NULL AS sealed_card, NULL AS body_hash, trace"

// $5: REQUESTED and PAYMENT_PENDING may take until pay_by, every other step a minute.
#define MATCHING                                                                                                   \
  " FROM orders WHERE ($1::text IS NULL OR customer_id = $1 OR id::text = $1 OR trace LIKE $1 || '-%')"            \
  " AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR customer_id = $3)"                               \
  " AND ($4::timestamptz IS NULL OR created_at >= $4) AND ($5::timestamptz IS NULL OR created_at <= $5)"           \
  " AND ($6::timestamptz IS NULL OR (state IN ('REQUESTED', 'PAYMENT_PENDING') AND pay_by < $6)"                   \
  "  OR (state IN ('PAID', 'REJECTING', 'CANCEL_REQUESTED') AND created_at < $6::timestamptz - interval '1 minute')" \
  "  OR (refund = 'REQUESTED' AND created_at < $6::timestamptz - interval '1 minute'))"

constexpr sql::Statement list_orders{
    "list_orders",
    "SELECT " SHOWN_COLUMNS MATCHING
    " ORDER BY CASE WHEN $7 = 'orderId' AND $8 = 'desc' THEN id END DESC,"
    " CASE WHEN $7 = 'createdAt' AND $8 = 'asc' THEN created_at END ASC,"
    " CASE WHEN $7 = 'createdAt' AND $8 = 'desc' THEN created_at END DESC,"
    " CASE WHEN $7 = 'startsAt' AND $8 = 'asc' THEN starts_at END ASC,"
    " CASE WHEN $7 = 'startsAt' AND $8 = 'desc' THEN starts_at END DESC,"
    " CASE WHEN $7 = 'price' AND $8 = 'asc' THEN price END ASC,"
    " CASE WHEN $7 = 'price' AND $8 = 'desc' THEN price END DESC,"
    " CASE WHEN $7 = 'status' AND $8 = 'asc' THEN state END ASC,"
    " CASE WHEN $7 = 'status' AND $8 = 'desc' THEN state END DESC, id"
    " LIMIT $9 OFFSET $10"};
constexpr sql::Statement count_orders{"count_orders", "SELECT count(*) AS total" MATCHING};

}  // namespace

OrderPage find_orders(Context& context, sql::Session& session, const OrderFilter& filter,
                      const http::hal::PageRequest& page) {
  sql::Params params{filter.q, filter.status, filter.customer_id, filter.from, filter.to, filter.stuck_at};
  OrderPage out;
  session.run(context, count_orders, params,
              [&](const sql::Row& row) { out.total = row.get<std::int64_t>("total"); });
  params.emplace_back(page.sort);
  params.emplace_back(page.descending ? "desc" : "asc");
  params.emplace_back(page.size);
  params.emplace_back(page.offset());
  out.orders = session.select<Order>(context, list_orders, params);
  return out;
}

}  // namespace sharecar::order
