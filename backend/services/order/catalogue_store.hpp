/// The catalogue copy and who has which car when. Runs on database threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chassis/http/hal.hpp"
#include "chassis/sql/session.hpp"
#include "contracts/car.hpp"
#include "contracts/problem.hpp"

namespace sharecar::order {

std::optional<contracts::Car> find_car(Context& context, sql::Session& session, CarId id);

/// Keeps the newest version; an old event changes nothing.
void keep_car(Context& context, sql::Session& session, const contracts::Car& car);

/// What is held of a car within `window`, by start.
std::vector<Slot> taken_slots(Context& context, sql::Session& session, CarId car, Slot window);

/// The first gap of `length` from `from` on.
Slot first_free(Context& context, sql::Session& session, CarId car, Timestamp from, std::chrono::microseconds length);

/// Which cars are wanted: filters, then a page.
struct CarFilter {
  std::optional<std::string> zone;
  std::optional<std::string> car_class;
  std::optional<Slot> free_in;          ///< only cars that nobody holds then
  std::optional<Money> max_hourly_price;
};
struct CarPage {
  std::vector<contracts::Car> cars;
  std::int64_t total = 0;
};
CarPage find_cars(Context& context, sql::Session& session, const CarFilter& filter, const http::hal::PageRequest& page);

std::vector<contracts::Zone> zones(Context& context, sql::Session& session);

}  // namespace sharecar::order
