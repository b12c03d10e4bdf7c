/// Cars: what reservation owns and order shows from its copy.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contracts/problem.hpp"
#include "contracts/rules.hpp"
#include "contracts/types.hpp"

namespace sharecar::contracts {

/// The full state of a car: the payload of CarChanged, and the body of /cars.
struct Car {
  CarId car_id;
  std::string name;        ///< "Ioniq 5"
  std::string zone;        ///< where it stands
  std::string car_class;   ///< "standard", "delux", "suite", ... as in the seeds
  Money hourly_price;
  bool in_service = true;
  std::string time_zone = "Asia/Seoul";
  Version version;

  friend bool operator==(const Car&, const Car&) = default;
};
BOOST_DESCRIBE_STRUCT(Car, (), (car_id, name, zone, car_class, hourly_price, in_service, time_zone, version))

/// GET /cars. `free_from` and `free_to` together: only cars that are free then, with their price for that time.
struct FindCars {
  std::optional<std::string> zone;
  std::optional<std::string> car_class;
  std::optional<Timestamp> free_from;
  std::optional<Timestamp> free_to;
  std::optional<Money> max_price;   ///< per hour, or of the whole time where free_from and free_to are given
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> size;
  std::optional<std::string> sort;
};
BOOST_DESCRIBE_STRUCT(FindCars, (), (zone, car_class, free_from, free_to, max_price, page, size, sort))

struct Zone {
  std::string zone;
  std::int64_t cars = 0;
};
BOOST_DESCRIBE_STRUCT(Zone, (), (zone, cars))

struct FindAvailability {
  CarId id;
  std::optional<Timestamp> from;   ///< default: now
  std::optional<Timestamp> to;     ///< default: a day later; at most 31 days after `from`
};
BOOST_DESCRIBE_STRUCT(FindAvailability, (), (id, from, to))

struct Availability {
  CarId car_id;
  Timestamp from{};
  Timestamp to{};
  bool in_service = true;
  std::vector<Slot> busy;
  std::vector<Slot> free;
};
BOOST_DESCRIBE_STRUCT(Availability, (), (car_id, from, to, in_service, busy, free))

/// POST /quotes.
struct AskPrice {
  CarId car_id;
  std::optional<Timestamp> starts_at;
  std::optional<Timestamp> ends_at;
};
BOOST_DESCRIBE_STRUCT(AskPrice, (), (car_id, starts_at, ends_at))

/// PATCH /admin/cars/{id}.
struct ChangeCar {
  CarId id;
  bool in_service = true;
};
BOOST_DESCRIBE_STRUCT(ChangeCar, (), (id, in_service))

}  // namespace sharecar::contracts

namespace sharecar {
template <>
inline constexpr std::array rules<contracts::FindCars>{
    FieldRule{.field = "zone", .max_length = 64},
    FieldRule{.field = "carClass", .max_length = 64, .alias = "roomType"},
    FieldRule{.field = "maxPrice", .min = 0},
    page_rule,
    size_rule,
    sort_rule,
};
template <>
inline constexpr std::array rules<contracts::AskPrice>{
    FieldRule{.field = "carId", .min = 1, .alias = "hotelId"},
};
}  // namespace sharecar
