#include "mypage_store.hpp"

#include <map>
#include <stdexcept>

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"

namespace sharecar::customer {
namespace {

// SQL is laid out by hand.
// clang-format off
// "column" of whichever is newer by `version`: the event or the row.
#define NEWER(version, column) \
  column " = iif(excluded." version " > mypages." version ", excluded." column ", mypages." column ")"
// What every event leaves: its step (the first time only), and how fresh the row is.
#define STEP_AND_AGE \
  " steps = json_insert(mypages.steps, $2, json($3))," \
  " lag_ms = iif(excluded.as_of_us > mypages.as_of_us, excluded.lag_ms, mypages.lag_ms)," \
  " as_of_us = max(excluded.as_of_us, mypages.as_of_us), "

constexpr sql::Statement keep_order{
    "keep_order",
    "INSERT INTO mypages (order_id, steps, as_of_us, lag_ms, order_version, order_event, customer_id, state,"
    " starts_at_us) VALUES ($1, json_insert('{}', $2, json($3)), $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (order_id) DO UPDATE SET" STEP_AND_AGE
    NEWER("order_version", "order_event") ", " NEWER("order_version", "customer_id") ", "
    NEWER("order_version", "state") ", " NEWER("order_version", "starts_at_us") ", "
    NEWER("order_version", "order_version")};

#define KEEP(name, topic) \
  sql::Statement { \
    name, \
        "INSERT INTO mypages (order_id, steps, as_of_us, lag_ms, " topic "_version, " topic "_event)" \
        " VALUES ($1, json_insert('{}', $2, json($3)), $4, $5, $6, $7)" \
        " ON CONFLICT (order_id) DO UPDATE SET" STEP_AND_AGE \
        NEWER(topic "_version", topic "_event") ", " NEWER(topic "_version", topic "_version") \
  }
constexpr sql::Statement keep_payment = KEEP("keep_payment", "payment");
constexpr sql::Statement keep_reservation = KEEP("keep_reservation", "reservation");

#define ROW_COLUMNS "order_event, payment_event, reservation_event, steps, as_of_us, lag_ms"
#define SHOWN "customer_id IS NOT NULL AND ($1 = 1 OR state <> 'CANCELLED')"
#define OF_CUSTOMER "customer_id = $4 AND ($1 = 1 OR state <> 'CANCELLED')"

constexpr sql::Statement find_one{"find_mypage", "SELECT " ROW_COLUMNS " FROM mypages WHERE order_id = $1"};
constexpr sql::Statement count_all{"count_mypages", "SELECT count(*) AS total FROM mypages WHERE " SHOWN};
constexpr sql::Statement count_of_customer{"count_mypages_of_customer",
                                           "SELECT count(*) AS total FROM mypages WHERE " OF_CUSTOMER};

// A statement for each order of rows, so that each can walk an index where there is one.
struct Sorted {
  std::string_view field;
  sql::Statement up;
  sql::Statement down;
};
#define SELECT_WHERE(where) "SELECT " ROW_COLUMNS " FROM mypages WHERE " where " ORDER BY "
#define SORTED(name, where, field, column) \
  Sorted { \
    field, {name "_by_" column, SELECT_WHERE(where) column ", order_id LIMIT $2 OFFSET $3"}, { \
      name "_by_" column "_desc", SELECT_WHERE(where) column " DESC, order_id DESC LIMIT $2 OFFSET $3" \
    } \
  }
#define SORTED_BY_ANY(name, where) \
  {SORTED(name, where, "orderId", "order_id"), SORTED(name, where, "startsAt", "starts_at_us"), \
   SORTED(name, where, "asOf", "as_of_us")}
constexpr std::array<Sorted, 3> list_all SORTED_BY_ANY("list_mypages", SHOWN);
constexpr std::array<Sorted, 3> list_of_customer SORTED_BY_ANY("list_mypages_of_customer", OF_CUSTOMER);
// clang-format on

std::int64_t micros(Timestamp at) { return at.time_since_epoch().count(); }

template <class Event>
sql::Params parameters(const Event& event, const NumberedStep& step, const std::string& payload, Timestamp now) {
  const auto lag = std::chrono::floor<std::chrono::milliseconds>(now - event.at).count();
  sql::Params out;
  out.reserve(10);
  out.emplace_back(event.order_id);
  out.emplace_back("$.\"" + step.service + ':' + std::to_string(step.version.value) + '"');
  out.emplace_back(json::encode(step));
  out.emplace_back(micros(event.at));
  out.emplace_back(std::max<std::int64_t>(0, lag));
  out.emplace_back(event.version);
  out.emplace_back(payload);
  return out;
}

// What is stored was decoded before; that it cannot be any more is a mistake of ours.
template <class T>
T read(std::string_view text) {
  auto decoded = json::decode_text<T>(text);
  if (!decoded) throw std::logic_error("a stored event cannot be read: " + decoded.error().detail);
  return std::move(*decoded);
}

template <class T>
void read_column(const sql::Row& row, std::string_view column, std::optional<T>& out) {
  if (const auto text = row.text(column)) out = read<T>(*text);
}

Row row_of(const sql::Row& stored) {
  Row out;
  read_column(stored, "order_event", out.order);
  read_column(stored, "payment_event", out.payment);
  read_column(stored, "reservation_event", out.reservation);
  for (auto& [key, step] : read<std::map<std::string, NumberedStep>>(stored.text("steps").value_or("{}"))) {
    out.steps.push_back(std::move(step));
  }
  out.as_of = Timestamp{std::chrono::microseconds{stored.get<std::int64_t>("as_of_us")}};
  out.lag_ms = stored.get<std::int64_t>("lag_ms");
  return out;
}

const sql::Statement& statement_of(const std::array<Sorted, 3>& list, const http::hal::PageRequest& page) {
  for (const Sorted& one : list) {
    if (one.field == page.sort) return page.descending ? one.down : one.up;
  }
  throw std::logic_error("sorted by what is not sortable");
}

}  // namespace

void keep(Context& context, sql::Session& session, const contracts::OrderEvent& event, const NumberedStep& step,
          const std::string& payload, Timestamp now) {
  auto params = parameters(event, step, payload, now);
  params.emplace_back(event.customer_id);
  params.emplace_back(event.state);
  params.emplace_back(micros(event.starts_at));
  session.execute(context, keep_order, params);
}

void keep(Context& context, sql::Session& session, const contracts::PaymentEvent& event, const NumberedStep& step,
          const std::string& payload, Timestamp now) {
  session.execute(context, keep_payment, parameters(event, step, payload, now));
}

void keep(Context& context, sql::Session& session, const contracts::ReservationEvent& event, const NumberedStep& step,
          const std::string& payload, Timestamp now) {
  session.execute(context, keep_reservation, parameters(event, step, payload, now));
}

std::optional<Row> find(Context& context, sql::Session& session, OrderId id) {
  std::optional<Row> out;
  session.run(context, find_one, {id}, [&](const sql::Row& row) { out = row_of(row); });
  return out;
}

Found find_all(Context& context, sql::Session& session, const Filter& filter, const http::hal::PageRequest& page) {
  const sql::Params params{filter.cancelled_too ? 1 : 0, page.size, page.offset(), filter.customer_id};
  const bool one = filter.customer_id.has_value();
  Found out;
  session.run(context, one ? count_of_customer : count_all, params,
              [&](const sql::Row& row) { out.total = row.get<std::int64_t>("total"); });
  session.run(context, statement_of(one ? list_of_customer : list_all, page), params,
              [&](const sql::Row& row) { out.rows.push_back(row_of(row)); });
  return out;
}

}  // namespace sharecar::customer
