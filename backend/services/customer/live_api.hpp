/// GET /events: changes of MyPage and of availability as server-sent events.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <list>
#include <map>
#include <memory>

#include "change_ring.hpp"
#include "chassis/http/route.hpp"
#include "chassis/kafka/message.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/sqlite.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::customer {

namespace net = boost::asio;

struct Listen {
  std::string topics = "mypage";           ///< separated by commas
  std::optional<std::string> customer_id;  ///< nobody: everybody's changes, for callers on this machine
};
BOOST_DESCRIBE_STRUCT(Listen, (), (topics, customer_id))

/// `mypage.changed` carries the row as GET /mypages/{orderId} gives it, `availability.changed` what an order took or
/// freed: order has committed it before its event is here, so that its own answers are never behind. A reader that comes
/// back with the id of the last event it got is told what it missed; one whose id is not known any more gets `reset` and
/// reads everything again. One that is too slow for what happens is sent away with `bye`. Rows are read only while
/// somebody listens to them. Lives on the reactor's thread.
class LiveApi {
 public:
  /// `changes` is empty, with an epoch of this process's own. `db` has the rows.
  LiveApi(net::io_context& reactor, sql::SqliteDatabase& db, const Clock& clock, telemetry::Metrics& metrics,
          ChangeRing changes);

  http::Routes routes();
  /// These messages are in the rows now. Thread-safe.
  void changed(const std::vector<kafka::Message>& messages);
  /// Tells every listener that we live.
  void beat();

 private:
  struct Listener;
  using Rows = std::map<OrderId, ChangeRing::Shown>;

  net::awaitable<http::Reply> listen(Context& context, http::Request request, Listen input);
  net::awaitable<void> follow(std::shared_ptr<Listener> listener);
  void send_away_the_slow();
  bool deliver(Listener& listener) const;
  std::string text_for(const Listener& listener, const Change& change) const;
  std::optional<std::int64_t> furthest_behind() const;
  void settle_soon();
  net::awaitable<void> settle();
  net::awaitable<Rows> read_rows(std::vector<OrderId> orders);
  void wake_listeners();

  net::io_context& reactor_;
  sql::SqliteDatabase& db_;
  const Clock& clock_;
  telemetry::Gauge& listening_;
  telemetry::Counter& too_slow_;
  ChangeRing ring_;
  std::list<std::shared_ptr<Listener>> listeners_;
  bool settling_ = false;
};

}  // namespace sharecar::customer

namespace sharecar {
template <>
inline constexpr std::array rules<customer::Listen>{
    FieldRule{.field = "topics", .max_length = 200, .defaulted = true},
    FieldRule{.field = "customerId", .min_length = 1, .max_length = 64},
};
}  // namespace sharecar
