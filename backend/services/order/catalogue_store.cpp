#include "catalogue_store.hpp"

#include "calendar.hpp"

namespace sharecar::order {
namespace {

#define CAR_COLUMNS "car_id, name, zone, car_class, hourly_price, in_service, time_zone, version"

constexpr sql::Statement find_one_car{"find_car", "SELECT " CAR_COLUMNS " FROM cars WHERE car_id = $1"};

constexpr sql::Statement keep_newest_car{
    "keep_car",
    "INSERT INTO cars (" CAR_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (car_id) DO UPDATE SET name = excluded.name, zone = excluded.zone, car_class = excluded.car_class,"
    "  hourly_price = excluded.hourly_price, in_service = excluded.in_service, time_zone = excluded.time_zone,"
    "  version = excluded.version WHERE cars.version < excluded.version"};

constexpr sql::Statement taken_in_window{
    "taken_slots",
    "SELECT starts_at, ends_at FROM orders"
    " WHERE holds AND car_id = $1 AND starts_at < $3 AND starts_at > $2::timestamptz - interval '7 days'"
    "  AND ends_at > $2 ORDER BY starts_at"};

constexpr sql::Statement taken_from{
    "taken_from",
    "SELECT starts_at, ends_at FROM orders"
    " WHERE holds AND car_id = $1 AND starts_at > $2::timestamptz - interval '7 days' AND ends_at > $2"
    " ORDER BY starts_at LIMIT $3"};

// A filter that is NULL lets everything through; the sort is a whitelisted pair of column and direction.
constexpr sql::Statement list_cars{
    "list_cars",
    "SELECT " CAR_COLUMNS " FROM cars"
    " WHERE ($1::text IS NULL OR zone = $1) AND ($2::text IS NULL OR car_class = $2)"
    "  AND ($3::bigint IS NULL OR hourly_price <= $3)"
    "  AND ($4::timestamptz IS NULL OR (in_service AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.holds"
    "   AND o.car_id = cars.car_id AND tstzrange(o.starts_at, o.ends_at) && tstzrange($4, $5::timestamptz))))"
    " ORDER BY CASE WHEN $6 = 'zone' AND $7 = 'asc' THEN zone END ASC,"
    "  CASE WHEN $6 = 'zone' AND $7 = 'desc' THEN zone END DESC,"
    "  CASE WHEN $6 = 'hourlyPrice' AND $7 = 'asc' THEN hourly_price END ASC,"
    "  CASE WHEN $6 = 'hourlyPrice' AND $7 = 'desc' THEN hourly_price END DESC,"
    "  CASE WHEN $6 = 'carId' AND $7 = 'desc' THEN car_id END DESC, car_id"
    " LIMIT $8 OFFSET $9"};

constexpr sql::Statement count_cars_where{
    "count_cars",
    "SELECT count(*) AS total FROM cars"
    " WHERE ($1::text IS NULL OR zone = $1) AND ($2::text IS NULL OR car_class = $2)"
    "  AND ($3::bigint IS NULL OR hourly_price <= $3)"
    "  AND ($4::timestamptz IS NULL OR (in_service AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.holds"
    "   AND o.car_id = cars.car_id AND tstzrange(o.starts_at, o.ends_at) && tstzrange($4, $5::timestamptz))))"};

constexpr std::size_t slots_at_once = 64;

constexpr sql::Statement count_zones{"zones", "SELECT zone, count(*) AS cars FROM cars GROUP BY zone ORDER BY zone"};

}  // namespace

std::optional<contracts::Car> find_car(Context& context, sql::Session& session, CarId id) {
  return session.find<contracts::Car>(context, find_one_car, {id});
}

void keep_car(Context& context, sql::Session& session, const contracts::Car& car) {
  sql::Params params;
  sql::append_members(params, car);
  session.execute(context, keep_newest_car, params);
}

std::vector<Slot> taken_slots(Context& context, sql::Session& session, CarId car, Slot window) {
  return session.select<Slot>(context, taken_in_window, {car, window.starts_at, window.ends_at});
}

Slot FreeHours::next(Context& context, sql::Session& session, Timestamp from, std::chrono::microseconds length) {
  while (true) {
    if (!std::exchange(read_, true)) {
      taken_ = session.select<Slot>(context, taken_from, {car_, from, slots_at_once});
    }
    const Slot gap = first_gap(taken_, from, length);
    if (taken_.size() < slots_at_once || gap.starts_at < taken_.back().ends_at) return gap;
    from = ceil_to_grid(taken_.back().ends_at);  // everything read was full; what follows was not read
    read_again();
  }
}

CarPage find_cars(Context& context, sql::Session& session, const CarFilter& filter,
                  const http::hal::PageRequest& page) {
  const auto from = filter.free_in ? std::optional{filter.free_in->starts_at} : std::nullopt;
  const auto to = filter.free_in ? std::optional{filter.free_in->ends_at} : std::nullopt;
  sql::Params where{filter.zone, filter.car_class, filter.max_hourly_price, from, to};
  CarPage out;
  session.run(context, count_cars_where, where,
              [&](const sql::Row& row) { out.total = row.get<std::int64_t>("total"); });
  sql::Params params = where;
  params.emplace_back(page.sort);
  params.emplace_back(page.descending ? "desc" : "asc");
  params.emplace_back(page.size);
  params.emplace_back(page.offset());
  out.cars = session.select<contracts::Car>(context, list_cars, params);
  return out;
}

std::vector<contracts::Zone> zones(Context& context, sql::Session& session) {
  return session.select<contracts::Zone>(context, count_zones);
}

}  // namespace sharecar::order
