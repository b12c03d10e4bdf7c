/// Resilience4j's management endpoints: states, events, changes by hand.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "chassis/actuator/guards.hpp"
#include "chassis/http/route.hpp"

namespace sharecar::actuator {

/// Where events are asked for: of one guard, of one type.
struct WhichEvents {
  std::optional<std::string> name;
  std::optional<std::string> type;
};
BOOST_DESCRIBE_STRUCT(WhichEvents, (), (name, type))

/// CLOSE, FORCE_OPEN and DISABLE are Resilience4j's; RESET is ours, and so is `reason`.
struct UpdateState {
  std::string name;
  std::string update_state;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(UpdateState, (), (name, update_state, reason))

/// Lives on the reactor's thread. Each event also bears `traceId`, of the request that caused it.
class GuardsApi {
 public:
  explicit GuardsApi(Guards& guards) : guards_(guards) {}

  http::Routes routes();

 private:
  using Reply = http::net::awaitable<http::Reply>;
  struct Kind;
  static const Kind kinds[];

  Reply show_breakers(Context& context, http::Request request, http::Nothing);
  Reply change_breaker(Context& context, http::Request request, UpdateState input);
  template <std::size_t kind>
  Reply show_names(Context& context, http::Request request, http::Nothing);
  template <std::size_t kind>
  Reply show_events(Context& context, http::Request request, WhichEvents input);
  http::Reply events_of(const http::Request& request, const Kind& kind, const WhichEvents& which) const;

  Guards& guards_;
};

}  // namespace sharecar::actuator

namespace sharecar {
template <>
inline constexpr std::array rules<actuator::UpdateState>{
    FieldRule{.field = "name", .min_length = 1, .max_length = 64},
    FieldRule{.field = "updateState", .min_length = 1, .max_length = 32},
    FieldRule{.field = "reason", .max_length = 500},
};
}  // namespace sharecar
