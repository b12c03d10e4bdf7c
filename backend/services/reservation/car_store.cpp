#include "car_store.hpp"

#include "chassis/json/encode.hpp"
#include "chassis/sql/outbox.hpp"
#include "contracts/events.hpp"

namespace sharecar::reservation {
namespace {

// SQL is laid out by hand.
// clang-format off
#define CAR_COLUMNS "car_id, name, zone, car_class, hourly_price, in_service, time_zone, version"

constexpr sql::Statement find_one{"find_car", "SELECT " CAR_COLUMNS " FROM cars WHERE car_id = $1"};
constexpr sql::Statement count_cars{"count_cars", "SELECT count(*) AS total FROM cars"};

// The fleet is small: one statement sorts it in every way.
constexpr sql::Statement list_cars{
    "list_cars",
    "SELECT " CAR_COLUMNS " FROM cars"
    " ORDER BY CASE WHEN $1 = 'carId' AND $2 = 'desc' THEN car_id END DESC,"
    "  CASE WHEN $1 = 'name' AND $2 = 'asc' THEN name END ASC,"
    "  CASE WHEN $1 = 'name' AND $2 = 'desc' THEN name END DESC,"
    "  CASE WHEN $1 = 'zone' AND $2 = 'asc' THEN zone END ASC,"
    "  CASE WHEN $1 = 'zone' AND $2 = 'desc' THEN zone END DESC,"
    "  CASE WHEN $1 = 'hourlyPrice' AND $2 = 'asc' THEN hourly_price END ASC,"
    "  CASE WHEN $1 = 'hourlyPrice' AND $2 = 'desc' THEN hourly_price END DESC, car_id"
    " LIMIT $3 OFFSET $4"};

constexpr sql::Statement write_car{
    "change_car",
    "WITH changed AS ("
    " UPDATE cars SET in_service = $3, version = $4 WHERE car_id = $1 AND version = $2 RETURNING car_id), "
    "told AS ("
    " INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS ")"
    " SELECT $5, $6, $7, $8::bigint, $9, $10::bigint, $11 FROM changed) "
    "SELECT car_id FROM changed",
    true};
// clang-format on

constexpr int most_decisions = 5;

}  // namespace

std::optional<contracts::Car> find_car(Context& context, sql::Session& session, CarId id) {
  return session.find<contracts::Car>(context, find_one, {id});
}

CarPage find_cars(Context& context, sql::Session& session, const http::hal::PageRequest& page) {
  CarPage out;
  session.run(context, count_cars, {}, [&](const sql::Row& row) { out.total = row.get<std::int64_t>("total"); });
  out.cars = session.select<contracts::Car>(context, list_cars,
                                            {page.sort, page.descending ? "desc" : "asc", page.size, page.offset()});
  return out;
}

std::optional<contracts::Car> change_car(Context& context, sql::Session& session, const contracts::ChangeCar& change) {
  for (int round = 0; round < most_decisions; ++round) {
    const auto before = find_car(context, session, change.id);
    if (!before) return {};
    const auto after = changed(*before, change.in_service);
    if (!after) return before;
    sql::Params params{before->car_id, before->version, after->in_service, after->version};
    const sql::OutboxEvent told{
        contracts::topics::car, to_string(after->car_id), contracts::event::car_changed, after->version,
        std::nullopt,           json::encode(*after)};
    sql::append(params, context, told);
    if (session.execute(context, write_car, params) == 1) return after;
  }
  throw sql::Unavailable("a car changed faster than it could be written");
}

}  // namespace sharecar::reservation
