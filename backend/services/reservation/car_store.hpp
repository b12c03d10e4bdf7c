/// The fleet in PostgreSQL. Every function runs on a database thread.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "car.hpp"
#include "chassis/http/hal.hpp"
#include "chassis/sql/session.hpp"

namespace sharecar::reservation {

/// Wire names that the list of cars can be sorted by.
inline constexpr std::array<std::string_view, 4> sortable_cars{"carId", "name", "zone", "hourlyPrice"};

struct CarPage {
  std::vector<contracts::Car> cars;
  std::int64_t total = 0;
};

std::optional<contracts::Car> find_car(Context& context, sql::Session& session, CarId id);
CarPage find_cars(Context& context, sql::Session& session, const http::hal::PageRequest& page);

/// Writes the change together with CarChanged. Gives back the car as it is afterwards; nothing when there is none.
std::optional<contracts::Car> change_car(Context& context, sql::Session& session, const contracts::ChangeCar& change);

}  // namespace sharecar::reservation
