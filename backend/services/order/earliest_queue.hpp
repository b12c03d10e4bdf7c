/// The rush on one car: requests without times take its earliest hour one after the other, by one connection.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <memory>
#include <unordered_map>

#include "order_store.hpp"

namespace sharecar::order {

namespace net = boost::asio;

/// What arrives for a car while orders for it are being placed waits and is placed together, with one lock of the car's
/// row and one commit. Without it a hundred clients of one car hold every connection of the pool, waiting for that row.
/// Lives on the reactor's thread.
class EarliestQueue {
 public:
  EarliestQueue(sql::Postgres& db, OrderStore& store) : db_(db), store_(store) {}

  /// `placing` has no times. Refuses as OrderStore::place_earliest does and throws what the database throws.
  net::awaitable<Result<Placed>> place(Context& context, Placing placing);

 private:
  struct Waiting;
  using Queue = std::deque<std::shared_ptr<Waiting>>;

  net::awaitable<void> place_next(CarId car);

  sql::Postgres& db_;
  OrderStore& store_;
  std::unordered_map<CarId, Queue> queues_;  ///< there while somebody places
};

}  // namespace sharecar::order
