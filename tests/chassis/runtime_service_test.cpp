// What a service leaves behind when it ends.
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/runtime/service.hpp"
#include "chassis/runtime/spawn.hpp"

namespace sharecar {
namespace {

/// What became of a part that a coroutine uses.
struct Seen {
  bool part_is_there = true;
  bool ended_with_its_part = false;
};

struct OwnedPart {
  explicit OwnedPart(Seen& its_seen) : seen(its_seen) {}
  ~OwnedPart() { seen.part_is_there = false; }
  Seen& seen;
};

net::awaitable<void> wait_for_ever(Service& service, OwnedPart& part) {
  struct End {
    Seen& seen;
    ~End() { seen.ended_with_its_part = seen.part_is_there; }
  } end{part.seen};
  Context context{service.tracer().start("for ever", telemetry::SpanKind::local),  // its end is reported
                  std::chrono::steady_clock::time_point::max()};
  net::steady_timer timer{service.reactor(), net::steady_timer::time_point::max()};
  co_await timer.async_wait(net::use_awaitable);
}

TEST(ServiceEnd, WorkThatNeverEndedIsGivenUpBeforeWhatItUses) {
  Seen seen;
  {
    ServiceConfig config;
    config.port = 0;
    config.log.level = "ERROR";
    Service service{"test", config, {}};
    auto& part = service.own<OwnedPart>(seen);
    spawn(service.reactor().get_executor(), "for ever", wait_for_ever(service, part));
    service.at_start("stop", [&service] { service.stop(); });
    EXPECT_EQ(service.run(), 0);
  }
  EXPECT_TRUE(seen.ended_with_its_part);
}

}  // namespace
}  // namespace sharecar
