#include "instance_watch.hpp"

#include <algorithm>
#include <cmath>

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::turbine {
namespace {

namespace bj = boost::json;
using namespace std::chrono_literals;

const Log watch_log{"watch"};

constexpr std::chrono::milliseconds asking_limit{900};
constexpr json::DecodeOptions tolerant{json::Unknown::ignore, json::Missing::keep_default};

struct StateUpdate {
  std::string update_state;
};
BOOST_DESCRIBE_STRUCT(StateUpdate, (), (update_state))

struct Relay {
  double oldest_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(Relay, (), (oldest_seconds))

struct Outbox {
  std::vector<Relay> relays;
};
BOOST_DESCRIBE_STRUCT(Outbox, (), (relays))

struct Component {
  std::map<std::string, bj::value> details;
};
BOOST_DESCRIBE_STRUCT(Component, (), (details))

struct HealthReport {
  std::string status;
  std::map<std::string, Component> components;
};
BOOST_DESCRIBE_STRUCT(HealthReport, (), (status, components))

struct FaultReport {
  std::map<std::string, bj::value> faults;
};
BOOST_DESCRIBE_STRUCT(FaultReport, (), (faults))

std::optional<std::int64_t> lag_of(const HealthReport& health) {
  std::optional<std::int64_t> out;
  for (const auto& [name, component] : health.components) {
    const auto lag = component.details.find("lagMs");
    if (lag == component.details.end()) continue;
    if (const auto ms = json::as_integer(lag->second)) out = std::max(out.value_or(*ms), *ms);
  }
  return out;
}

std::optional<std::int64_t> oldest_of(const Outbox& outbox) {
  std::optional<std::int64_t> out;
  for (const auto& relay : outbox.relays) {
    const std::int64_t ms = std::llround(relay.oldest_seconds * 1000);
    out = std::max(out.value_or(ms), ms);
  }
  return out;
}

http::Call call_for(const char* target) {
  http::Call call;
  call.target = target;
  call.route = target;
  call.headers.set("Accept", http::json_type);
  call.unguarded = true;  // how an instance is, is asked above all when it is not well
  return call;
}

}  // namespace

struct InstanceWatch::State {
  State(net::io_context& where, Listed what, telemetry::Metrics& metrics, InstanceListener who)
      : reactor(where),
        listed(std::move(what)),
        upstream(where, listed.instance, config_of(listed), metrics),
        listener(std::move(who)),
        unreadable(metrics.counter("sharecar_turbine_unreadable_total", "Events that could not be read",
                                   {{"instance", listed.instance}})) {}

  static http::UpstreamConfig config_of(const Listed& listed) {
    http::UpstreamConfig out;
    out.url = listed.url;
    out.max_idle_connections = 2;
    return out;
  }

  void take(const http::sse::Event& event);
  void take_breaker(const std::string& data);
  void take_event(const std::string& data);
  static net::awaitable<void> ask(std::shared_ptr<State> self);
  net::awaitable<std::string> body_of(const char* target);

  net::io_context& reactor;
  const Listed listed;
  http::Upstream upstream;
  const InstanceListener listener;
  telemetry::Counter& unreadable;
  std::set<std::string> told;  // names of breakers since the stream opened
  bool asking = false;
  bool stopped = false;
};

InstanceWatch::InstanceWatch(net::io_context& reactor, Listed listed, telemetry::Metrics& metrics,
                             InstanceListener listener)
    : state_(std::make_shared<State>(reactor, std::move(listed), metrics, std::move(listener))) {
  http::EventSource::Handlers handlers;
  handlers.opened = [state = state_.get()] {
    state->told.clear();
    state->listener.opened();
  };
  handlers.event = [state = state_.get()](const http::sse::Event& event) { state->take(event); };
  handlers.lost = [state = state_.get()](const Problem& why) { state->listener.lost(why); };
  source_ = std::make_unique<http::EventSource>(reactor, state_->upstream, call_for("/actuator/breakers/stream"),
                                                std::move(handlers));
}

InstanceWatch::~InstanceWatch() {
  state_->stopped = true;
  source_.reset();
}

const Listed& InstanceWatch::listed() const { return state_->listed; }

http::Upstream& InstanceWatch::upstream() { return state_->upstream; }

void InstanceWatch::State::take(const http::sse::Event& event) {
  if (event.name == "breaker.changed") {
    take_breaker(event.data);
  } else if (event.name == "breaker.event") {
    take_event(event.data);
  } else if (event.name == "faults.changed") {
    const auto report = json::decode_text<FaultReport>(event.data, tolerant);
    if (!report) return unreadable.Increment();
    std::set<std::string> names;
    for (const auto& [name, fault] : report->faults) names.insert(name);
    listener.faults(names);
  }
}

// Whose it is says the list, not the message.
void InstanceWatch::State::take_breaker(const std::string& data) {
  auto breaker = json::decode_text<contracts::Breaker>(data, tolerant);
  if (!breaker || breaker->name.empty()) return unreadable.Increment();
  breaker->service = listed.service;
  breaker->instance = listed.instance;
  const bool first = told.insert(breaker->name).second;
  listener.breaker(std::move(*breaker), first);
}

void InstanceWatch::State::take_event(const std::string& data) {
  auto event = json::decode_text<contracts::BreakerEvent>(data, tolerant);
  if (!event || event->name.empty() || event->type.empty()) return unreadable.Increment();
  event->service = listed.service;
  event->instance = listed.instance;
  listener.event(std::move(*event));
}

void InstanceWatch::ask() {
  if (std::exchange(state_->asking, true)) return;
  spawn(state_->reactor.get_executor(), "ask an instance", State::ask(state_));
}

net::awaitable<void> InstanceWatch::State::ask(std::shared_ptr<State> self) {
  Condition condition;
  const std::string health_text = co_await self->body_of("/actuator/health");
  const auto health = json::decode_text<HealthReport>(health_text, tolerant);
  if (health && !health->status.empty()) {
    const std::string outbox_text = co_await self->body_of("/actuator/outbox");
    const auto outbox = json::decode_text<Outbox>(outbox_text, tolerant);
    condition.health = health->status;
    condition.lag_ms = lag_of(*health);
    if (outbox) condition.outbox_oldest_ms = oldest_of(*outbox);
  }
  self->asking = false;
  if (!self->stopped) self->listener.condition(condition);
}

net::awaitable<std::string> InstanceWatch::State::body_of(const char* target) {
  auto context = untraced(asking_limit);
  http::Call call = call_for(target);
  auto pending = upstream.send(context, std::move(call));
  auto response = co_await std::move(pending);
  if (!response) {
    watch_log.debug("an instance does not answer", {{"instance", listed.instance}, {"why", response.error().text}});
    co_return std::string{};
  }
  co_return std::move(response->body);
}

net::awaitable<boost::system::result<http::Response, http::CallError>> InstanceWatch::update(Context& context,
                                                                                             std::string name,
                                                                                             std::string update) {
  const auto keep = state_;
  http::Call call;
  call.method = http::Method::post;
  call.target = "/actuator/circuitbreakers/" + http::percent_encode(name);
  call.route = "/actuator/circuitbreakers/{name}";
  call.headers.set("Content-Type", http::json_type);
  call.headers.set("Accept", http::json_type);
  call.unguarded = true;
  call.body = json::encode(StateUpdate{std::move(update)});
  auto pending = keep->upstream.send(context, std::move(call));
  co_return co_await std::move(pending);
}

}  // namespace sharecar::turbine
