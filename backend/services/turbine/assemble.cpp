#include "assemble.hpp"

#include <algorithm>
#include <random>

#include "breakers_api.hpp"
#include "chassis/http/event_hub.hpp"
#include "chassis/http/server_sent_events.hpp"
#include "control.hpp"
#include "hystrix_api.hpp"
#include "turbine_store.hpp"
#include "watcher.hpp"

namespace sharecar::turbine {
namespace {

using std::chrono::milliseconds;
using Pause = net::awaitable<milliseconds>;

constexpr milliseconds counters_every{1'000};
constexpr milliseconds reverts_every{100};
constexpr milliseconds cleaning_every{600'000};

std::string new_id() {
  std::random_device random;
  std::string out;
  for (int i = 0; i < 16; ++i) out += "0123456789abcdef"[random() & 0xf];
  return out;
}

http::EventHub& hub_of(Service& service, const TurbineConfig& config) {
  const auto started = service.clock().now().time_since_epoch().count();
  http::EventRing::Limits limits;
  limits.events = static_cast<std::size_t>(std::max(1, config.remembered_events));
  return service.own<http::EventHub>(service.reactor(), service.metrics(),
                                     http::EventRing{std::to_string(started), limits});
}

Pause heartbeat(http::EventHub& hub) {
  hub.beat();
  co_return http::sse::heartbeat;
}

Pause read_list(Watcher& watcher, const InstanceList& instances, milliseconds pause) {
  watcher.list(instances);
  co_return pause;
}

Pause ask(Watcher& watcher, milliseconds pause) {
  watcher.ask_all();
  co_return pause;
}

Pause tell_counters(Watcher& watcher) {
  watcher.tell_counters();
  co_return counters_every;
}

Pause tell_hystrix(HystrixApi& hystrix) { co_return hystrix.tell(); }

Pause revert(Control& control, Context& context) {
  co_await control.revert_due(context);
  co_return reverts_every;
}

Pause forget(sql::SqliteDatabase& db, const Clock& clock, std::chrono::hours kept, Context& context) {
  auto work = [before = clock.now() - kept](Context& inner, sql::Session& session) {
    return TurbineStore::forget_before(inner, session, before);
  };
  co_await db.run(context, std::move(work));
  co_return cleaning_every;
}

}  // namespace

void assemble(Service& service, const TurbineConfig& config) {
  auto& db = service.sqlite("turbine", migrations);
  const std::chrono::hours kept{config.kept_hours};
  auto& hub = hub_of(service, config);
  const Watcher::Feeds feeds{hub.open(), hub.open()};
  auto& board = service.own<Board>();
  auto& overrides = service.own<Overrides>();
  auto& watcher = service.own<Watcher>(service.reactor(), service.metrics(), service.clock(), db, board, overrides,
                                       Timeline{config.lagging_ms}, hub, feeds);
  auto& control =
      service.own<Control>(service.reactor(), db, service.clock(), board, overrides, watcher, Control::NewId{new_id});
  auto& hystrix = service.own<HystrixApi>(service.reactor(), watcher);
  watcher.on_list([&hystrix] { hystrix.follow_instances(); });

  service.at_start("load changes", [&control] { control.load(); });
  service.at_start("load the timeline", [&watcher, kept] { watcher.load(kept); });
  service.serve(
      service.own<BreakersApi>(board, overrides, control, db, service.clock(), hub, feeds).routes());
  service.serve(hystrix.routes());

  const auto& instances = service.own<InstanceList>(instances_of_file(config.instances_file));
  const milliseconds list_pause{config.list_ms};
  const milliseconds ask_pause{config.ask_ms};
  service.every("read the list", [&, list_pause](Context&) { return read_list(watcher, instances, list_pause); });
  service.every("ask instances", [&watcher, ask_pause](Context&) { return ask(watcher, ask_pause); });
  service.every("tell counters", [&watcher](Context&) { return tell_counters(watcher); });
  service.every("tell hystrix", [&hystrix](Context&) { return tell_hystrix(hystrix); });
  service.every("revert changes", [&control](Context& context) { return revert(control, context); });
  service.every("live heartbeat", [&hub](Context&) { return heartbeat(hub); });
  service.every("forget the timeline",
                [&db, &service, kept](Context& context) { return forget(db, service.clock(), kept, context); });
}

}  // namespace sharecar::turbine
