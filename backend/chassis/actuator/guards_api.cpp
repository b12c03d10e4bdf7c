#include "chassis/actuator/guards_api.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "chassis/actuator/answer.hpp"
#include "contracts/time.hpp"

namespace sharecar::actuator {

namespace bj = boost::json;
using namespace resilience;
using http::Method;

/// A part of the guards: its paths and the members of its documents.
struct GuardsApi::Kind {
  PartKind part;
  const char* path;    ///< "retries": the names
  const char* list;    ///< member of that document
  const char* events;  ///< "retryevents"
  const char* event_list;
  const char* name;  ///< of a guard in an event
};

constexpr GuardsApi::Kind GuardsApi::kinds[] = {
    {PartKind::circuit_breaker, "circuitbreakers", "circuitBreakers", "circuitbreakerevents", "circuitBreakerEvents",
     "circuitBreakerName"},
    {PartKind::retry, "retries", "retries", "retryevents", "retryEvents", "retryName"},
    {PartKind::bulkhead, "bulkheads", "bulkheads", "bulkheadevents", "bulkheadEvents", "bulkheadName"},
    {PartKind::rate_limiter, "ratelimiters", "rateLimiters", "ratelimiterevents", "rateLimiterEvents",
     "rateLimiterName"},
    {PartKind::time_limiter, "timelimiters", "timeLimiters", "timelimiterevents", "timeLimiterEvents",
     "timeLimiterName"},
};

namespace {

// Types of events that Resilience4j has and never sends: it tells of them as STATE_TRANSITION.
constexpr std::array never_sent{"FORCED_OPEN", "DISABLED"};

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

bool is_event_type(const std::string& type) {
  EventType parsed{};
  return boost::describe::enum_from_string(type.c_str(), parsed) ||
         std::find(never_sent.begin(), never_sent.end(), type) != never_sent.end();
}

// As Java writes a ZonedDateTime.
std::string zoned_text(Timestamp at) { return to_rfc3339(at) + "[UTC]"; }

bj::value text_or_null(const std::optional<std::string>& text) {
  if (text) return bj::value(*text);
  return nullptr;
}

bj::object event_json(PartKind part, const Entry& entry, const Moment& now) {
  const Event& event = entry.event;
  bj::object out{{"type", name_of(event.type)}, {"creationTime", zoned_text(now.time_of(event.at))}};
  const bool failed = !event.outcome.succeeded() && event.type != EventType::NOT_PERMITTED;
  bj::value message;
  if (failed) message = failure_text(event.outcome);
  if (part == PartKind::circuit_breaker) {
    out["errorMessage"] = message;
    out["durationInMs"] = nullptr;
    if (event.took > Duration{0}) out["durationInMs"] = event.took / std::chrono::milliseconds{1};
    out["stateTransition"] = nullptr;
    if (event.type == EventType::STATE_TRANSITION) {
      out["stateTransition"] = name_of(event.from) + "_TO_" + name_of(event.to);
    }
  }
  if (part == PartKind::retry) {
    out["errorMessage"] = message;
    out["numberOfAttempts"] = event.attempts;
  }
  out["traceId"] = text_or_null(trace_text(entry.trace));
  return out;
}

Problem no_such_update() {
  return {.code = Errc::invalid_request,
          .detail = "A breaker is not brought into that state by hand.",
          .violations = {{"/updateState", "enum:CLOSE,FORCE_OPEN,DISABLE,RESET", "string"}}};
}

}  // namespace

http::Routes GuardsApi::routes() {
  const auto get = [this]<class Input>(std::string path, const char* summary,
                                       Reply (GuardsApi::*handler)(Context&, http::Request, Input)) {
    return management<Input>(Method::get, "/actuator/" + std::move(path), summary, *this, handler);
  };
  http::Routes out{
      get("circuitbreakers", "Circuit breakers and their figures", &GuardsApi::show_breakers),
      management<UpdateState>(Method::post, "/actuator/circuitbreakers/{name}", "Change a circuit breaker by hand",
                              *this, &GuardsApi::change_breaker),
      get("retries", "Names of the retries", &GuardsApi::show_names<1>),
      get("bulkheads", "Names of the bulkheads", &GuardsApi::show_names<2>),
      get("ratelimiters", "Names of the rate limiters", &GuardsApi::show_names<3>),
      get("timelimiters", "Names of the time limiters", &GuardsApi::show_names<4>),
  };
  const auto add_events = [&](const Kind& kind, auto handler) {
    for (const char* which : {"", "/{name}", "/{name}/{type}"}) {
      out.push_back(get(std::string{kind.events} + which, "What happened last, oldest first", handler));
    }
  };
  add_events(kinds[0], &GuardsApi::show_events<0>);
  add_events(kinds[1], &GuardsApi::show_events<1>);
  add_events(kinds[2], &GuardsApi::show_events<2>);
  add_events(kinds[3], &GuardsApi::show_events<3>);
  add_events(kinds[4], &GuardsApi::show_events<4>);
  return out;
}

GuardsApi::Reply GuardsApi::show_breakers(Context&, http::Request request, http::Nothing) {
  bj::object breakers;
  for (const auto& [name, guarded] : guards_.all()) {
    breakers[name] = figures_of(guarded.guard().breaker(), std::chrono::steady_clock::now());
  }
  co_return answer(request, bj::object{{"circuitBreakers", std::move(breakers)}});
}

GuardsApi::Reply GuardsApi::change_breaker(Context&, http::Request request, UpdateState input) {
  const auto* guarded = guards_.find(input.name);
  if (!guarded) co_return unknown("circuit breaker '" + input.name + "'");
  const auto reason = input.reason.value_or("");
  // None of these is illegal in any state.
  if (input.update_state == "CLOSE") {
    guards_.change(*guarded, BreakerState::CLOSED, reason);
  } else if (input.update_state == "FORCE_OPEN") {
    guards_.change(*guarded, BreakerState::FORCED_OPEN, reason);
  } else if (input.update_state == "DISABLE") {
    guards_.change(*guarded, BreakerState::DISABLED, reason);
  } else if (input.update_state == "RESET") {
    guards_.reset(*guarded, reason);
  } else {
    co_return no_such_update();
  }
  co_return answer(request, bj::object{{"circuitBreakerName", input.name},
                                       {"currentState", name_of(guarded->guard().breaker().state())},
                                       {"message", input.name + " state has been changed successfully"}});
}

template <std::size_t kind>
GuardsApi::Reply GuardsApi::show_names(Context&, http::Request request, http::Nothing) {
  bj::array names;
  for (const auto& [name, guarded] : guards_.all()) names.emplace_back(name);
  co_return answer(request, bj::object{{kinds[kind].list, std::move(names)}});
}

template <std::size_t kind>
GuardsApi::Reply GuardsApi::show_events(Context&, http::Request request, WhichEvents input) {
  co_return events_of(request, kinds[kind], input);
}

http::Reply GuardsApi::events_of(const http::Request& request, const Kind& kind, const WhichEvents& which) const {
  if (which.name && !guards_.find(*which.name)) return unknown(std::string{kind.path} + " of '" + *which.name + "'");
  const auto type = which.type ? std::optional{upper(*which.type)} : std::nullopt;
  if (type && !is_event_type(*type)) return unknown("type of events '" + *which.type + "'");
  const Moment now = Moment::now();
  std::vector<std::pair<Instant, bj::object>> events;
  for (const auto& [name, guarded] : guards_.all()) {
    if (which.name && *which.name != name) continue;
    for (const auto& entry : guarded.guard().journal(kind.part).entries()) {
      if (type && *type != name_of(entry.event.type)) continue;
      bj::object event{{kind.name, name}};
      const auto rest = event_json(kind.part, entry, now);
      event.insert(rest.begin(), rest.end());
      events.emplace_back(entry.event.at, std::move(event));
    }
  }
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  bj::array list;
  for (auto& [at, event] : events) list.push_back(std::move(event));
  return answer(request, bj::object{{kind.event_list, std::move(list)}});
}

}  // namespace sharecar::actuator
