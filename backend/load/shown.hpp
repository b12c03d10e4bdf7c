/// When MyPage shows the end of a booking or cancellation.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/describe.hpp>
#include <optional>
#include <unordered_map>

#include "contracts/types.hpp"
#include "load/client.hpp"

namespace sharecar::load {

/// What the generator reads of a MyPage row.
struct PageRow {
  OrderId order_id;
  int status_code = 0;
  std::int64_t lag_ms = 0;  ///< from the newest event to its appearance in this row, by the platform's own clock
};
BOOST_DESCRIBE_STRUCT(PageRow, (), (order_id, status_code, lag_ms))

inline constexpr int shows_reserved = 3;
inline constexpr int shows_cancelled = 21;

/// Reads the row of each order that is waited for, at first every 20 ms, then less and less often. Lives on the
/// generator's thread and outlives what waits.
class Shown {
 public:
  explicit Shown(Client& client) : client_(client) {}

  /// The row as soon as it shows `status_code` or another state that stays; nothing at `deadline` or after `give_up`.
  net::awaitable<std::optional<PageRow>> wait(OrderId order, int status_code, Deadline deadline);
  /// Ends every wait.
  void give_up();

 private:
  net::awaitable<std::optional<PageRow>> read(OrderId order, Deadline deadline);

  Client& client_;
  bool given_up_ = false;
  std::unordered_map<OrderId, net::steady_timer*> waiting_;
};

}  // namespace sharecar::load
