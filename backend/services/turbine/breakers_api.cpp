#include "breakers_api.hpp"

#include "chassis/json/encode.hpp"
#include "turbine_store.hpp"

namespace sharecar::turbine {
namespace {

using contracts::Breaker;
using contracts::BreakerChange;
using http::Method;

constexpr std::int64_t most_entries = 10'000;

Problem no_such_breaker() { return {.code = Errc::not_found, .detail = "No instance has told of such a breaker."}; }

Problem no_such_topic() {
  return {.code = Errc::invalid_request,
          .detail = "There is no such topic here; there are: breakers, health.",
          .violations = {{"/topics", "enum:breakers,health", "string"}}};
}

BreakerKey key_of(const OneBreaker& input) { return {input.service, input.instance, input.name}; }

template <class T>
http::Reply answer(const T& body, int status = 200) {
  return {status, http::json_type, json::encode(body)};
}

// What others see of a change.
http::Reply answer_change(const Change& change, int status) {
  return answer(static_cast<const BreakerChange&>(change), status);
}

}  // namespace

http::Routes BreakersApi::routes() {
  const auto route = [this]<class Input, class Output>(Method method, std::string path, std::string summary,
                                                       Reply (BreakersApi::*handler)(Context&, http::Request, Input),
                                                       std::type_identity<Output>, std::vector<Errc> refusals) {
    auto out = http::route<Input, Output>(method, std::move(path), std::move(summary), *this, handler,
                                          std::move(refusals));
    out.loopback_only = true;
    out.quiet = method == Method::get;
    return out;
  };
  const std::string one = "/breakers/{service}/{instance}/{name}";
  const std::type_identity<Breaker> breaker;
  const std::type_identity<BreakerChange> change;
  const std::type_identity<http::Nothing> nothing;
  const std::type_identity<std::vector<Breaker>> breakers;
  const std::type_identity<std::vector<BreakerChange>> changes;
  const std::type_identity<std::vector<contracts::BreakerEvent>> events;
  const std::type_identity<std::vector<contracts::TimelineEntry>> entries;
  const std::type_identity<std::vector<contracts::WatchedInstance>> instances;
  return {
      route(Method::get, "/breakers", "Every breaker, the failing ones first", &BreakersApi::list, breakers, {}),
      route(Method::get, "/breakers/instances", "Who is watched, and how that goes", &BreakersApi::instances, instances,
            {}),
      route(Method::get, "/breakers/changes", "The journal of changes, newest first", &BreakersApi::journal, changes,
            {}),
      route(Method::get, "/breakers/timeline", "Transitions, faults and lag", &BreakersApi::timeline, entries, {}),
      route(Method::get, "/breakers/stream", "Changes as server-sent events", &BreakersApi::listen, nothing, {}),
      route(Method::get, one, "One breaker", &BreakersApi::show, breaker, {Errc::not_found}),
      route(Method::get, one + "/events", "Its last events, oldest first", &BreakersApi::events, events,
            {Errc::not_found}),
      route(Method::post, one + "/changes", "Set its state", &BreakersApi::change, change,
            {Errc::not_found, Errc::request_running, Errc::unavailable, Errc::upstream_failed, Errc::upstream_timeout}),
      route(Method::delete_, one + "/changes/{id}", "Take a change back", &BreakersApi::undo, change,
            {Errc::not_found, Errc::request_running}),
  };
}

BreakersApi::Reply BreakersApi::list(Context&, http::Request, FindBreakers input) {
  const BreakerFilter filter{input.service.value_or(""), input.instance.value_or(""), input.name.value_or(""),
                             input.state.value_or("")};
  auto found = board_.breakers(filter, clock_.now());
  for (auto& breaker : found) breaker = overrides_.shown(std::move(breaker));
  co_return answer(found);
}

BreakersApi::Reply BreakersApi::show(Context&, http::Request, OneBreaker input) {
  auto found = board_.breaker(key_of(input), clock_.now());
  if (!found) co_return no_such_breaker();
  co_return answer(overrides_.shown(std::move(*found)));
}

BreakersApi::Reply BreakersApi::events(Context&, http::Request, FindEvents input) {
  const auto key = key_of(input);
  if (!board_.breaker(key, clock_.now())) co_return no_such_breaker();
  co_return answer(board_.events(key, static_cast<std::size_t>(input.limit)));
}

BreakersApi::Reply BreakersApi::instances(Context&, http::Request, http::Nothing) {
  co_return answer(board_.instances());
}

BreakersApi::Reply BreakersApi::timeline(Context& context, http::Request, FindTimeline input) {
  const auto to = input.to.value_or(clock_.now());
  const auto from = input.from.value_or(to - std::chrono::hours{1});
  auto work = [from, to](Context& inner, sql::Session& session) {
    return TurbineStore::timeline(inner, session, from, to, most_entries);
  };
  const auto entries = co_await db_.run(context, std::move(work));
  co_return answer(entries);
}

BreakersApi::Reply BreakersApi::listen(Context&, http::Request request, ListenToBreakers input) {
  std::vector<http::EventHub::Feed> feeds;
  for (const auto& topic : json::split_list(input.topics)) {
    if (topic != "breakers" && topic != "health") co_return no_such_topic();
    feeds.push_back(topic == "breakers" ? feeds_.breakers : feeds_.health);
  }
  if (feeds.empty()) co_return no_such_topic();
  co_return hub_.listen(request, std::move(feeds));
}

BreakersApi::Reply BreakersApi::change(Context& context, http::Request, MakeChange input) {
  BreakerKey key{input.service, input.instance, input.name};
  contracts::ChangeBreaker wanted{input.state, input.reason, input.revert_after_s};
  auto made = co_await control_.change(context, std::move(key), std::move(wanted));
  if (!made) co_return std::move(made.error());
  co_return answer_change(*made, 201);
}

BreakersApi::Reply BreakersApi::undo(Context& context, http::Request, OneChange input) {
  auto undone = co_await control_.undo(context, key_of(input), input.id);
  if (!undone) co_return std::move(undone.error());
  co_return answer_change(*undone, undone->phase == Phase::OVER ? 200 : 202);
}

BreakersApi::Reply BreakersApi::journal(Context& context, http::Request, FindChanges input) {
  const auto changes = co_await control_.journal(context, input.limit);
  const std::vector<BreakerChange> shown{changes.begin(), changes.end()};
  co_return answer(shown);
}

}  // namespace sharecar::turbine
