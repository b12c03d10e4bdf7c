/// When MyPage shows the end of a booking or cancellation.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/describe.hpp>
#include <deque>
#include <optional>
#include <string_view>
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

/// Listens to the platform's stream of MyPage's changes. What the stream does not tell soon, or while there is none, is
/// read row by row. Lives on the generator's thread and outlives what waits.
class Shown {
 public:
  explicit Shown(Client& client) : client_(client), tried_(client.reactor()) {}

  /// Opens the stream, and keeps it open in the background until the reactor stops. Returns when it is open or will not
  /// be for now.
  net::awaitable<void> listen();
  /// The row as soon as it shows `status_code` or another state that stays; nothing at `deadline` or after `give_up`.
  net::awaitable<std::optional<PageRow>> wait(OrderId order, int status_code, Deadline deadline);
  /// Ends every wait.
  void give_up();

 private:
  struct Waiter {
    net::steady_timer* timer;
    int status_code;
    std::optional<PageRow> seen;
  };

  static bool ends(const PageRow& row, int status_code);
  net::awaitable<void> keep_listening();
  net::awaitable<bool> listen_once();
  void take_events(std::string& text);
  void take(const PageRow& row);
  net::awaitable<std::optional<PageRow>> read(OrderId order, Deadline deadline);

  Client& client_;
  bool given_up_ = false;
  bool streaming_ = false;
  net::steady_timer tried_;  // cancelled when the first attempt to listen has its outcome
  std::unordered_map<OrderId, Waiter*> waiting_;
  std::unordered_map<OrderId, PageRow> early_;  // final rows that came before anybody waited: before the answer did
  std::deque<OrderId> early_order_;
};

}  // namespace sharecar::load
