#include "chassis/actuator/actuator.hpp"

#include <boost/json/array.hpp>
#include <map>
#include <set>

#include "chassis/actuator/answer.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::actuator {
namespace {

namespace bj = boost::json;
using http::Method;
using http::Nothing;

bj::object logger_json(const logging::LevelOf& level) {
  bj::object out;
  if (level.configured) out["configuredLevel"] = logging::level_name(*level.configured);
  out["effectiveLevel"] = logging::level_name(level.effective);
  return out;
}

}  // namespace

Actuator::Actuator(http::net::io_context& reactor, Owner owner, Health& health, telemetry::Metrics& metrics,
                   Faults& faults, std::vector<Property> properties, bj::object info)
    : health_(health),
      metrics_(metrics),
      faults_(faults),
      properties_(std::move(properties)),
      info_(std::move(info)),
      guards_(owner, metrics, health),
      guards_api_(guards_),
      breaker_api_(reactor, guards_, [this] { return faults_text(); }),
      hystrix_api_(reactor, owner.service, guards_) {
  faults.on_change([this](const FaultChange&) { breaker_api_.faults_changed(); });
}

http::Routes Actuator::routes() {
  const auto route = [this]<class Input>(Method method, std::string path, std::string summary,
                                         Reply (Actuator::*handler)(Context&, http::Request, Input)) {
    return management<Input>(method, std::move(path), std::move(summary), *this, handler);
  };
  http::Routes out{
      route(Method::get, "/actuator", "Where everything is", &Actuator::index),
      route(Method::get, "/actuator/health", "Health with its components", &Actuator::show_health),
      route(Method::get, "/actuator/health/{name}", "One component, liveness or readiness", &Actuator::show_component),
      route(Method::get, "/livez", "Liveness", &Actuator::liveness),
      route(Method::get, "/readyz", "Readiness", &Actuator::readiness),
      route(Method::get, "/actuator/info", "Build and instance", &Actuator::show_info),
      route(Method::get, "/actuator/env", "Configuration with its sources", &Actuator::show_env),
      route(Method::get, "/actuator/env/{name}", "One property", &Actuator::show_property),
      route(Method::get, "/actuator/loggers", "Loggers and levels", &Actuator::show_loggers),
      route(Method::get, "/actuator/loggers/{name}", "One logger", &Actuator::show_logger),
      route(Method::post, "/actuator/loggers/{name}", "Set or clear a level", &Actuator::set_logger),
      route(Method::get, "/actuator/metrics", "Names of metrics", &Actuator::show_metrics),
      route(Method::get, "/actuator/metrics/{name}", "One metric", &Actuator::show_metric),
      route(Method::get, "/actuator/prometheus", "Metrics for Prometheus", &Actuator::prometheus),
      route(Method::get, "/actuator/outbox", "What waits to be published", &Actuator::show_outbox),
      route(Method::get, "/actuator/faults", "Injected faults", &Actuator::show_faults),
      route(Method::put, "/actuator/faults/{name}", "Inject a fault", &Actuator::set_fault),
      route(Method::delete_, "/actuator/faults/{name}", "Clear a fault", &Actuator::clear_fault),
      route(Method::delete_, "/actuator/faults", "Clear every fault", &Actuator::clear_faults),
  };
  for (auto& routes : {guards_api_.routes(), breaker_api_.routes(), hystrix_api_.routes()}) {
    out.insert(out.end(), routes.begin(), routes.end());
  }
  return out;
}

Actuator::Reply Actuator::index(Context&, http::Request request, Nothing) {
  const std::string base = request.base_url() + "/actuator";
  bj::object links{{"self", {{"href", base}, {"templated", false}}}};
  for (const char* name :
       {"health", "info", "env", "loggers", "metrics", "prometheus", "circuitbreakers", "circuitbreakerevents",
        "retries", "retryevents", "bulkheads", "bulkheadevents", "ratelimiters", "ratelimiterevents", "timelimiters",
        "timelimiterevents", "hystrix.stream", "breakers", "outbox", "faults"}) {
    links[name] = {{"href", base + '/' + name}, {"templated", false}};
  }
  links["health-path"] = {{"href", base + "/health/{*path}"}, {"templated", true}};
  co_return answer(request, bj::object{{"_links", std::move(links)}});
}

Actuator::Reply Actuator::show_health(Context&, http::Request request, Nothing) {
  auto [status, body] = health_.report();
  co_return answer(request, status, std::move(body));
}

Actuator::Reply Actuator::show_component(Context&, http::Request request, OneName input) {
  auto [status, body] = health_.report_component(input.name);
  if (body.empty()) co_return unknown("health component '" + input.name + "'");
  co_return answer(request, status, std::move(body));
}

Actuator::Reply Actuator::liveness(Context&, http::Request request, Nothing) {
  auto [status, body] = health_.report_component("liveness");
  co_return answer(request, status, std::move(body));
}

Actuator::Reply Actuator::readiness(Context&, http::Request request, Nothing) {
  auto [status, body] = health_.report_component("readiness");
  co_return answer(request, status, std::move(body));
}

Actuator::Reply Actuator::show_info(Context&, http::Request request, Nothing) { co_return answer(request, info_); }

Actuator::Reply Actuator::show_env(Context&, http::Request request, Nothing) {
  std::map<std::string, bj::object> by_source;
  for (const Property& property : properties_) {
    by_source[property.source][property.key] = {{"value", property.value}, {"origin", property.source}};
  }
  bj::array sources;
  for (auto& [name, properties] : by_source) {
    sources.push_back({{"name", name}, {"properties", std::move(properties)}});
  }
  co_return answer(request, bj::object{{"activeProfiles", bj::array{}},
                                       {"defaultProfiles", {"default"}},
                                       {"propertySources", std::move(sources)}});
}

Actuator::Reply Actuator::show_property(Context&, http::Request request, OneName input) {
  for (const Property& property : properties_) {
    if (property.key != input.name) continue;
    const bj::object value{{"source", property.source}, {"value", property.value}};
    co_return answer(request, bj::object{{"property", value}, {"activeProfiles", bj::array{}}});
  }
  co_return unknown("property '" + input.name + "'");
}

Actuator::Reply Actuator::show_loggers(Context&, http::Request request, Nothing) {
  bj::object loggers;
  for (const auto& [name, level] : logging::levels()) loggers[name] = logger_json(level);
  co_return answer(request, bj::object{{"levels", {"OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"}},
                                       {"loggers", std::move(loggers)},
                                       {"groups", bj::object{}}});
}

Actuator::Reply Actuator::show_logger(Context&, http::Request request, OneName input) {
  const auto levels = logging::levels();
  const auto found = levels.find(input.name);
  if (found == levels.end()) co_return unknown("logger '" + input.name + "'");
  co_return answer(request, logger_json(found->second));
}

Actuator::Reply Actuator::set_logger(Context&, http::Request, SetLevel input) {
  std::optional<LogLevel> level;
  if (input.configured_level) {
    level = logging::parse_level(*input.configured_level);
    if (!level) {
      co_return Problem{.code = Errc::invalid_request,
                        .detail = "There is no such level.",
                        .violations = {{"/configuredLevel", "enum:OFF,ERROR,WARN,INFO,DEBUG,TRACE", "string"}}};
    }
  }
  if (!logging::set_level(input.name, level)) co_return unknown("logger '" + input.name + "'");
  co_return http::Reply{204, "", ""};
}

Actuator::Reply Actuator::show_metrics(Context&, http::Request request, Nothing) {
  std::set<std::string> names;
  for (const auto& family : metrics_.collect()) names.insert(family.name);
  co_return answer(request, bj::object{{"names", bj::array(names.begin(), names.end())}});
}

Actuator::Reply Actuator::show_metric(Context&, http::Request request, OneName input) {
  std::vector<std::pair<std::string, std::string>> wanted;  // ?tag=key:value, all must match
  for (const auto& [name, value] : request.query_parameters()) {
    const auto colon = value.find(':');
    if (name == "tag" && colon != value.npos) wanted.emplace_back(value.substr(0, colon), value.substr(colon + 1));
  }
  for (const auto& family : metrics_.collect()) {
    if (family.name != input.name) continue;
    double count = 0;
    double total = 0;
    double value = 0;
    std::map<std::string, std::set<std::string>> tags;
    for (const auto& metric : family.metric) {
      std::map<std::string, std::string> labels;
      for (const auto& label : metric.label) labels[label.name] = label.value;
      const bool matches = std::all_of(wanted.begin(), wanted.end(), [&](const auto& tag) {
        const auto found = labels.find(tag.first);
        return found != labels.end() && found->second == tag.second;
      });
      if (!matches) continue;
      for (const auto& [name, text] : labels) tags[name].insert(text);
      count += static_cast<double>(metric.histogram.sample_count);
      total += metric.histogram.sample_sum;
      value += metric.counter.value + metric.gauge.value;
    }
    const bool timer = family.type == prometheus::MetricType::Histogram;
    const bj::array measurements = timer
                                       ? bj::array{{{"statistic", "COUNT"}, {"value", count}},
                                                   {{"statistic", "TOTAL_TIME"}, {"value", total}}}
                                       : bj::array{{{"statistic", "VALUE"}, {"value", value}}};
    bj::array available;
    for (const auto& [name, values] : tags) {
      available.push_back({{"tag", name}, {"values", bj::array(values.begin(), values.end())}});
    }
    co_return answer(request, bj::object{{"name", family.name},
                                         {"description", family.help},
                                         {"baseUnit", timer ? "seconds" : ""},
                                         {"measurements", measurements},
                                         {"availableTags", std::move(available)}});
  }
  co_return unknown("metric '" + input.name + "'");
}

Actuator::Reply Actuator::prometheus(Context&, http::Request, Nothing) {
  co_return http::Reply{200, "text/plain;version=0.0.4;charset=utf-8", metrics_.text()};
}

Actuator::Reply Actuator::show_outbox(Context&, http::Request request, Nothing) {
  bj::array out;
  for (const auto& read : outboxes_) out.push_back(read());
  co_return answer(request, bj::object{{"relays", std::move(out)}});
}

Actuator::Reply Actuator::show_faults(Context&, http::Request request, Nothing) {
  co_return answer(request, 200, faults_text());
}

std::string Actuator::faults_text() const { return R"({"faults":)" + json::encode(faults_.plan().all()) + '}'; }

Actuator::Reply Actuator::set_fault(Context&, http::Request request, SetFault input) {
  std::optional<std::chrono::seconds> lasts;
  if (input.expires_in_s) lasts = std::chrono::seconds{*input.expires_in_s};
  const Fault& fault = input;
  auto violations = violations_of(fault, lasts, faults_.routes());
  if (!violations.empty()) {
    co_return Problem{.code = Errc::invalid_request,
                      .detail = "This fault cannot be; see violations.",
                      .violations = std::move(violations)};
  }
  faults_.set(input.name, fault, lasts);
  co_return answer(request, 200, json::encode(faults_.plan().all().at(input.name)));
}

Actuator::Reply Actuator::clear_fault(Context&, http::Request, OneName input) {
  if (!faults_.clear(input.name)) co_return unknown("fault '" + input.name + "'");
  co_return http::Reply{204, "", ""};
}

Actuator::Reply Actuator::clear_faults(Context&, http::Request, Nothing) {
  faults_.clear_all();
  co_return http::Reply{204, "", ""};
}

}  // namespace sharecar::actuator
