/// Half hours that nobody has booked yet, one car after the other, so that no two bookings meet.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <optional>
#include <vector>

#include "contracts/problem.hpp"
#include "load/client.hpp"

namespace sharecar::load {

struct FreeSlot {
  CarId car_id;
  Slot slot;
};

/// Reads the fleet's availability month by month, in the background when the stock runs low. Lives on the generator's
/// thread; destroyed after the reactor has stopped.
class FreeSlots {
 public:
  FreeSlots(Client& client, Timestamp now);

  /// The fleet and the first month. Fails when the platform does not answer or has no car in service.
  net::awaitable<Result<void>> load();
  /// Nothing when there is no stock left, be it for the moment.
  std::optional<FreeSlot> take();
  /// The first free half hours of the first cars.
  std::vector<FreeSlot> take_first(std::size_t cars, std::size_t per_car);
  const std::vector<CarId>& cars() const { return cars_; }

 private:
  struct Stock {
    Timestamp known_until;
    std::deque<Slot> free;
  };
  net::awaitable<Result<void>> load_month(std::size_t car);
  net::awaitable<void> restock();

  Client& client_;
  Timestamp horizon_;
  Timestamp first_;
  std::vector<CarId> cars_;
  std::vector<Stock> stocks_;  // beside cars_
  std::size_t turn_ = 0;
  std::size_t left_ = 0;
  bool restocking_ = false;
};

}  // namespace sharecar::load
