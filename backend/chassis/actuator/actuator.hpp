/// Spring Boot's management endpoints under /actuator; loopback only until tokens exist.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

#include "chassis/actuator/breaker_api.hpp"
#include "chassis/actuator/guards.hpp"
#include "chassis/actuator/guards_api.hpp"
#include "chassis/actuator/health.hpp"
#include "chassis/actuator/hystrix_api.hpp"
#include "chassis/http/route.hpp"
#include "chassis/runtime/config.hpp"
#include "chassis/runtime/faults.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::actuator {

struct OneName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(OneName, (), (name))

struct SetLevel {
  std::string name;
  std::optional<std::string> configured_level;
};
BOOST_DESCRIBE_STRUCT(SetLevel, (), (name, configured_level))

struct SetFault : Fault {
  std::string name;
  std::optional<std::int64_t> expires_in_s;
};
BOOST_DESCRIBE_STRUCT(SetFault, (Fault), (name, expires_in_s))

/// Lives as long as the server that serves its routes.
class Actuator {
 public:
  /// The references outlive it; `owner` is this process.
  Actuator(http::net::io_context& reactor, Owner owner, Health& health, telemetry::Metrics& metrics, Faults& faults,
           std::vector<Property> properties, boost::json::object info);

  /// Another source for GET /actuator/outbox: the relay's state as JSON.
  void outbox(std::function<boost::json::object()> read) { outboxes_.push_back(std::move(read)); }

  /// Shows the upstream's guard; `settings` are its configuration.
  void guarded(http::Upstream& upstream, std::vector<contracts::Setting> settings) {
    guards_.add(upstream, std::move(settings));
  }

  http::Routes routes();

 private:
  using Reply = http::net::awaitable<http::Reply>;
  Reply index(Context& context, http::Request request, http::Nothing);
  Reply show_health(Context& context, http::Request request, http::Nothing);
  Reply show_component(Context& context, http::Request request, OneName input);
  Reply liveness(Context& context, http::Request request, http::Nothing);
  Reply readiness(Context& context, http::Request request, http::Nothing);
  Reply show_info(Context& context, http::Request request, http::Nothing);
  Reply show_env(Context& context, http::Request request, http::Nothing);
  Reply show_property(Context& context, http::Request request, OneName input);
  Reply show_loggers(Context& context, http::Request request, http::Nothing);
  Reply show_logger(Context& context, http::Request request, OneName input);
  Reply set_logger(Context& context, http::Request request, SetLevel input);
  Reply show_metrics(Context& context, http::Request request, http::Nothing);
  Reply show_metric(Context& context, http::Request request, OneName input);
  Reply prometheus(Context& context, http::Request request, http::Nothing);
  Reply show_outbox(Context& context, http::Request request, http::Nothing);
  Reply show_faults(Context& context, http::Request request, http::Nothing);
  Reply set_fault(Context& context, http::Request request, SetFault input);
  Reply clear_fault(Context& context, http::Request request, OneName input);
  Reply clear_faults(Context& context, http::Request request, http::Nothing);
  std::string faults_text() const;

  Health& health_;
  telemetry::Metrics& metrics_;
  Faults& faults_;
  std::vector<Property> properties_;
  boost::json::object info_;
  std::vector<std::function<boost::json::object()>> outboxes_;
  Guards guards_;
  GuardsApi guards_api_;
  BreakerApi breaker_api_;
  HystrixApi hystrix_api_;
};

}  // namespace sharecar::actuator

namespace sharecar {
template <>
inline constexpr std::array rules<actuator::SetFault>{
    FieldRule{.field = "name", .min_length = 1, .max_length = 64},
    FieldRule{.field = "route", .min_length = 1, .max_length = 256},
    FieldRule{.field = "delayMs", .min = 0, .max = 600'000, .defaulted = true},
    FieldRule{.field = "jitterMs", .min = 0, .max = 600'000, .defaulted = true},
    FieldRule{.field = "answerDelayMs", .min = 0, .max = 600'000, .defaulted = true},
    FieldRule{.field = "status", .min = 0, .max = 599, .defaulted = true},
    FieldRule{.field = "hang", .defaulted = true},
    FieldRule{.field = "refuse", .defaulted = true},
    FieldRule{.field = "probability", .defaulted = true},
    FieldRule{.field = "expiresInS", .min = 1, .max = 86'400},
};
}  // namespace sharecar
