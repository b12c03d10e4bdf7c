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

/// The free hours of a car, one after the other. Reads what is held of it as far as it must, and keeps that: for use
/// within one transaction.
class FreeHours {
 public:
  explicit FreeHours(CarId car) : car_(car) {}
  /// The first gap of `length` from `from` on; `from` never moves back.
  Slot next(Context& context, sql::Session& session, Timestamp from, std::chrono::microseconds length);
  /// Somebody else took an hour meanwhile.
  void read_again() { read_ = false; }

 private:
  CarId car_;
  std::vector<Slot> taken_ = {};
  bool read_ = false;
};

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
