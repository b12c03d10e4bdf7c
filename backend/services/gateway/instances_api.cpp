#include "instances_api.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "chassis/json/encode.hpp"
#include "chassis/json/parse.hpp"
#include "questions_api.hpp"

namespace sharecar::gateway {
namespace {

namespace bj = boost::json;

constexpr std::array questions_to_each{"/actuator/health", "/actuator/info", "/actuator/outbox", "/actuator/faults"};

// Nothing for a body that is no JSON; every reader below takes that for "not told".
bj::value document(const Answer& answer) {
  auto parsed = json::parse(answer.body);
  return parsed ? std::move(*parsed) : bj::value{};
}

const bj::value* member(const bj::value* value, const char* name) {
  const auto* object = value ? value->if_object() : nullptr;
  return object ? object->if_contains(name) : nullptr;
}

std::optional<std::string> text(const bj::value* value) {
  const auto* found = value ? value->if_string() : nullptr;
  if (!found) return {};
  return std::string{*found};
}

std::optional<std::int64_t> larger(std::optional<std::int64_t> a, std::int64_t b) { return std::max(a.value_or(b), b); }

std::optional<std::int64_t> oldest_of(const bj::value& outbox) {
  std::optional<std::int64_t> out;
  const auto* relays = member(&outbox, "relays");
  if (!relays || !relays->is_array()) return out;
  for (const auto& relay : relays->get_array()) {
    const auto* seconds = member(&relay, "oldestSeconds");
    if (seconds && seconds->is_number()) out = larger(out, std::llround(seconds->to_number<double>() * 1000));
  }
  return out;
}

std::optional<std::int64_t> lag_of(const bj::value& health) {
  std::optional<std::int64_t> out;
  const auto* components = member(&health, "components");
  if (!components || !components->is_object()) return out;
  for (const auto& [name, component] : components->get_object()) {
    const auto lag = text(member(member(&component, "details"), "lagMs"));
    std::int64_t number = 0;
    if (lag && std::from_chars(lag->data(), lag->data() + lag->size(), number).ec == std::errc{}) {
      out = larger(out, number);
    }
  }
  return out;
}

bj::array faults_of(const bj::value& document) {
  bj::array out;
  const auto* faults = member(&document, "faults");
  if (!faults || !faults->is_object()) return out;
  for (const auto& [name, fault] : faults->get_object()) {
    bj::object named{{"name", name}};
    if (fault.is_object()) named.insert(fault.get_object().begin(), fault.get_object().end());
    out.push_back(std::move(named));
  }
  return out;
}

// `answers` are those to questions_to_each.
Instance instance_of(const Question& asked, const Answer* answers) {
  Instance out;
  out.service = asked.backend->name();
  out.url = asked.address;
  const bj::value health = document(answers[0]);
  const bj::value info = document(answers[1]);
  out.health = text(member(&health, "status")).value_or(answers[0].status == 0 ? "DOWN" : "UNKNOWN");
  if (answers[0].status == 0) out.error = answers[0].failure.detail;
  out.id = text(member(member(&info, "instance"), "id"));
  out.version = text(member(member(&info, "build"), "version"));
  out.started_at = text(member(&info, "startedAt"));
  out.outbox_oldest_ms = oldest_of(document(answers[2]));
  out.lag_ms = lag_of(health);
  out.faults = faults_of(document(answers[3]));
  return out;
}

}  // namespace

http::Routes InstancesApi::routes() {
  auto route = http::route<http::Nothing, Instance>(http::Method::get, "/admin/instances",
                                                    "Every process and its state", *this, &InstancesApi::list);
  route.loopback_only = true;
  route.quiet = true;  // asked every few seconds while an operator looks
  http::Routes out;
  out.push_back(std::move(route));
  return out;
}

Backend& InstancesApi::ourselves() {
  if (!ourselves_) {
    http::UpstreamConfig config;
    config.url = "http://127.0.0.1:" + std::to_string(service_.port());
    ourselves_.emplace(
        service_.own<http::Upstream>(service_.reactor(), service_.name(), config, service_.metrics()));
  }
  return *ourselves_;
}

boost::asio::awaitable<http::Reply> InstancesApi::list(Context& context, http::Request, http::Nothing) {
  std::vector<Backend*> backends{&ourselves()};
  backends.insert(backends.end(), backends_.begin(), backends_.end());
  std::vector<Question> questions;
  for (Backend* backend : backends) {
    for (const auto& address : backend->addresses()) {
      for (const char* path : questions_to_each) {
        Question& question = questions.emplace_back();
        question.backend = backend;
        question.address = address;
        question.target = path;
        question.route = path;
      }
    }
  }
  Context bounded = context.child_within("instances", telemetry::SpanKind::local, timeout_);
  auto pending = ask_all(bounded, questions);
  const std::vector<Answer> answers = co_await std::move(pending);
  std::vector<Instance> instances;
  for (std::size_t i = 0; i < questions.size(); i += questions_to_each.size()) {
    instances.push_back(instance_of(questions[i], &answers[i]));
  }
  co_return http::Reply{200, http::json_type, json::encode(instances, json::Nulls::write)};
}

}  // namespace sharecar::gateway
