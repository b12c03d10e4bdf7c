// Whether the platform has come to rest: sums and counts that agree once every event has had its effect.
#include "invariants/reader.hpp"

namespace sharecar::invariants {
namespace {

using namespace std::chrono_literals;

// PAYMENT_PENDING may last until pay_by, and is at rest until then.
constexpr sql::Statement sum_orders{
    "check_rest_of_orders",
    "SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS unpublished, count(*) AS rows,"
    " count(*) FILTER (WHERE state IN ('REQUESTED', 'PAID', 'CANCEL_REQUESTED', 'REJECTING') OR refund = 'REQUESTED'"
    "  OR (state = 'PAYMENT_PENDING' AND pay_by < now())) AS under_way,"
    " count(*) FILTER (WHERE state IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'REJECTED')) AS closed,"
    " coalesce(sum(version), 0) AS versions,"
    " coalesce(sum(payment_version) FILTER (WHERE approved_at IS NOT NULL), 0) AS payment_versions,"
    " coalesce(sum(reservation_version), 0) AS reservation_versions FROM orders"};
constexpr sql::Statement sum_bills{
    "check_rest_of_payments",
    "SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS unpublished, count(*) AS rows,"
    " (SELECT count(*) FROM payments p JOIN bills b USING (order_id) WHERE p.state = 'ATTEMPTED' AND b.closed)"
    "  + count(*) FILTER (WHERE outcome = 'APPROVED' AND refund = 'REQUESTED') AS under_way,"
    " count(*) FILTER (WHERE closed) AS closed, coalesce(sum(version), 0) AS versions,"
    " coalesce(sum(version) FILTER (WHERE outcome = 'APPROVED'), 0) AS approved_versions FROM bills"};
constexpr sql::Statement sum_reservations{
    "check_rest_of_reservations",
    "SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS unpublished,"
    " coalesce(sum(version), 0) AS versions FROM reservations"};
constexpr sql::Statement sum_mypages{
    "check_rest_of_mypages",
    "SELECT coalesce(sum(order_version), 0) AS orders, coalesce(sum(payment_version), 0) AS payments,"
    " coalesce(sum(reservation_version), 0) AS reservations FROM mypages"};

struct Orders {
  std::int64_t unpublished = 0;
  std::int64_t rows = 0;
  std::int64_t under_way = 0;
  std::int64_t closed = 0;
  std::int64_t versions = 0;
  std::int64_t payment_versions = 0;
  std::int64_t reservation_versions = 0;
};
BOOST_DESCRIBE_STRUCT(Orders, (),
                      (unpublished, rows, under_way, closed, versions, payment_versions, reservation_versions))

struct Bills {
  std::int64_t unpublished = 0;
  std::int64_t rows = 0;
  std::int64_t under_way = 0;
  std::int64_t closed = 0;
  std::int64_t versions = 0;
  std::int64_t approved_versions = 0;
};
BOOST_DESCRIBE_STRUCT(Bills, (), (unpublished, rows, under_way, closed, versions, approved_versions))

struct Reservations {
  std::int64_t unpublished = 0;
  std::int64_t versions = 0;
};
BOOST_DESCRIBE_STRUCT(Reservations, (), (unpublished, versions))

struct Shown {
  std::int64_t orders = 0;
  std::int64_t payments = 0;
  std::int64_t reservations = 0;

  friend bool operator==(const Shown&, const Shown&) = default;
};
BOOST_DESCRIBE_STRUCT(Shown, (), (orders, payments, reservations))

template <class T>
T sums(sql::Database& database, const sql::Statement& statement) {
  auto context = untraced(30s);
  return database.run_here(
      context, [&](Context& inner, sql::Session& session) { return session.find<T>(inner, statement).value_or(T{}); });
}

}  // namespace

std::vector<std::string> Reader::moving() {
  const auto orders = sums<Orders>(orders_, sum_orders);
  const auto bills = sums<Bills>(payments_, sum_bills);
  const auto reservations = sums<Reservations>(reservations_, sum_reservations);
  std::vector<std::string> out;
  const auto some = [&](std::int64_t count, const char* what) {
    if (count > 0) out.push_back(std::to_string(count) + what);
  };
  some(orders.unpublished, " events in order's outbox");
  some(bills.unpublished, " events in payment's outbox");
  some(reservations.unpublished, " events in reservation's outbox");
  some(orders.under_way, " orders under way");
  some(bills.under_way, " voids and refunds under way");
  const auto same = [&](std::int64_t told, std::int64_t heard, const char* what) {
    if (told != heard) out.emplace_back(what);
  };
  same(orders.rows, bills.rows, "payment has not heard of every order");
  same(orders.closed, bills.closed, "payment has not heard of every closed order");
  same(bills.approved_versions, orders.payment_versions, "order has not heard all from payment");
  same(reservations.versions, orders.reservation_versions, "order has not heard all from reservation");
  const Shown due{orders.versions, bills.versions, reservations.versions};
  for (auto& model : read_models_) {
    if (sums<Shown>(*model.file, sum_mypages) != due) out.push_back(model.instance + " has not heard all");
  }
  return out;
}

}  // namespace sharecar::invariants
