// What a PlatformWorld sees.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "chassis/json/decode.hpp"
#include "contracts/breaker.hpp"
#include "contracts/mypage.hpp"
#include "contracts/time.hpp"
#include "invariants/check.hpp"
#include "launcher/metric_samples.hpp"
#include "launcher/platform_world.hpp"
#include "launcher/problem.hpp"
#include "launcher/stores.hpp"

namespace sharecar::launcher {

namespace bj = boost::json;
using scenario::Moment;
using scenario::Observable;
using scenario::Observed;

namespace {

/// The route by which a load reaches a service in the end.
const std::map<std::string, std::string> routes_of_load{{"customer", "/mypages/search/findByCustomerId"},
                                                        {"payment", "/internal/payments/{orderId}"}};

Observed word(std::string text) { return {std::move(text)}; }
Observed number(double value, Observable what) {
  return {fmt::format("{:.4g}{}", value, scenario::unit_of(what)), value};
}

template <class T>
T read(const bj::value& body) {
  auto value = json::decode<T>(body, {json::Unknown::ignore, json::Missing::keep_default});
  if (!value) throw Problem{"an answer is not what was expected: " + value.error().detail};
  return std::move(*value);
}

/// "order/payment" in its two halves.
std::pair<std::string, std::string> halves(const std::string& of) {
  const auto slash = of.find('/');
  if (slash == of.npos) throw Problem{"a breaker is named as order/payment, not " + of};
  return {of.substr(0, slash), of.substr(slash + 1)};
}

bool accepted(const invariants::Operation& operation) { return operation.status == 201 || operation.status == 202; }

}  // namespace

Observed PlatformWorld::observe(const scenario::Expectation& what, Moment since) {
  const Moment from = what.over_s ? since : load_began_;
  switch (what.see) {
    case Observable::breaker:
      return breaker(what.of);
    case Observable::tripped_by:
      return tripped_by(what.of);
    case Observable::booking_p99_ms:
      return booking_p99(from);
    case Observable::answered_percent:
      return answered_percent(from);
    case Observable::accepted:
      return number(static_cast<double>(std::ranges::count_if(booked_, accepted)), what.see);
    case Observable::orders: {
      std::set<OrderId> orders;
      for (const auto& one : booked_) {
        if (one.order_id) orders.insert(*one.order_id);
      }
      return number(static_cast<double>(orders.size()), what.see);
    }
    case Observable::order_status:
      return word(boost::describe::enum_to_string(last_order().status, ""));
    case Observable::shown_status: {
      const auto page = get_public("/mypages/" + to_string(last_order().order_id));
      return word(boost::describe::enum_to_string(read<contracts::MyPage>(page).status, ""));
    }
    case Observable::refund:
      return word(boost::describe::enum_to_string(last_order().refund, ""));
    case Observable::slot:
      return slot();
    case Observable::pending_payments:
      return pending_payments();
    case Observable::unpublished_ms:
      return unpublished();
    case Observable::calls_per_request:
      return calls_per_request(what.of);
    case Observable::violations:
      break;
  }
  return violations();
}

Observed PlatformWorld::breaker(const std::string& of) const {
  const auto [service, name] = halves(of);
  const auto all = read<std::vector<contracts::Breaker>>(get(processes(service).front() + "/actuator/breakers"));
  const auto found = std::ranges::find(all, name, &contracts::Breaker::name);
  if (found == all.end()) throw Problem{service + " has no breaker named " + name};
  return word(found->state);
}

Observed PlatformWorld::tripped_by(const std::string& of) const {
  const auto [service, name] = halves(of);
  const auto body = get(processes(service).front() + "/actuator/circuitbreakerevents/" + name);
  std::string last = "nothing";
  for (const auto& event : body.at("circuitBreakerEvents").as_array()) {
    const std::string type{event.at("type").as_string()};
    if (type.ends_with("_RATE_EXCEEDED")) last = type;
  }
  return word(last);
}

Observed PlatformWorld::booking_p99(Moment since) const {
  load::Histogram latencies;
  for (const auto& one : load_ ? load_->answers(since) : std::vector<load::Answered>{}) latencies.record(one.latency);
  if (latencies.count() == 0) throw Problem{"no booking was answered"};
  return number(static_cast<double>(latencies.percentile_us(99)) / 1000, Observable::booking_p99_ms);
}

Observed PlatformWorld::answered_percent(Moment since) const {
  const auto answers = load_ ? load_->answers(since) : std::vector<load::Answered>{};
  if (answers.empty()) throw Problem{"nothing was requested"};
  const auto good = std::ranges::count_if(answers, [](const auto& one) { return one.status > 0 && one.status < 500; });
  return number(100.0 * static_cast<double>(good) / static_cast<double>(answers.size()), Observable::answered_percent);
}

Observed PlatformWorld::slot() const {
  const auto order = last_order();
  const auto seen = availability(order.car_id.value, {order.starts_at, order.ends_at});
  const bool free = seen.in_service && seen.busy.empty();
  return word(free ? "free" : "taken");
}

Observed PlatformWorld::pending_payments() const {
  double waiting = 0;
  for (const char* state : {"REQUESTED", "PAYMENT_PENDING"}) {
    const auto page = get_public(fmt::format("/admin/orders?size=1&status={}", state));
    waiting += page.at("page").at("totalElements").to_number<double>();
  }
  return number(waiting, Observable::pending_payments);
}

Observed PlatformWorld::unpublished() const {
  double oldest = 0;
  for (const char* service : {"order", "payment", "reservation"}) {
    for (const auto& url : processes(service)) {
      const auto outbox = get(url + "/actuator/outbox");
      for (const auto& relay : outbox.at("relays").as_array()) {
        oldest = std::max(oldest, relay.at("oldestSeconds").to_number<double>() * 1000);
      }
    }
  }
  return number(oldest, Observable::unpublished_ms);
}

Observed PlatformWorld::calls_per_request(const std::string& service) const {
  const auto sent = load_ ? load_->answers({}).size() : 0;
  if (!routes_of_load.contains(service) || sent == 0) throw Problem{"no load has reached " + service};
  const auto before = requests_before_.find(service);
  const double calls = requests_of_load()[service] - (before == requests_before_.end() ? 0 : before->second);
  return number(calls / static_cast<double>(sent), Observable::calls_per_request);
}

Observed PlatformWorld::violations() const {
  const auto whole = platform_.options().run / "scenarios" / (run_ + ".jsonl");
  std::set<OrderId> ours = orders_;
  std::ofstream merged{whole};
  for (const auto& log : logs_) {
    std::ifstream part{log};
    for (std::string line; std::getline(part, line);) {
      merged << line << '\n';
      if (const auto operation = json::decode_text<invariants::Operation>(line); operation && operation->order_id)
        ours.insert(*operation->order_id);
    }
  }
  merged.close();
  // At one look: the player looks again, and may be told to stop meanwhile.
  const auto report =
      invariants::check(stores_in(platform_.options().run), {.log = whole, .wait = milliseconds{0}, .traces = 0});
  std::vector<std::string> found;
  for (const auto& violation : report.violations) {
    const bool of_others = violation.order && !ours.contains(*violation.order);
    if (!of_others) found.push_back(violation.rule + ": " + violation.text);
  }
  if (found.empty()) return number(0, Observable::violations);
  return {fmt::format("{}, such as {}", found.size(), found.front()), static_cast<double>(found.size())};
}

contracts::Order PlatformWorld::last_order() const {
  const auto placed = std::ranges::find_if(booked_, [](const auto& one) { return one.order_id.has_value(); });
  if (placed == booked_.end()) {
    if (booked_.empty()) throw Problem{"nothing was booked"};
    throw Problem{
        fmt::format("the booking was answered with {} {}", booked_.front().status, booked_.front().code.value_or(""))};
  }
  return read<contracts::Order>(get_public("/orders/" + to_string(*placed->order_id)));
}

contracts::Availability PlatformWorld::availability(std::int64_t car, const Slot& time) const {
  const auto target =
      fmt::format("/cars/{}/availability?from={}&to={}", car, percent_encoded(to_rfc3339(time.starts_at)),
                  percent_encoded(to_rfc3339(time.ends_at)));
  return read<contracts::Availability>(get_public(target));
}

std::map<std::string, double> PlatformWorld::requests_of_load() const {
  std::map<std::string, double> sums;
  for (const auto& [service, route] : routes_of_load) {
    const auto uri = fmt::format("uri=\"{}\"", route);
    for (const auto& url : processes(service)) {
      const auto text = ask({.url = url + "/actuator/prometheus", .headers = {{"b3", "0"}}}).body;
      for (const auto& [series, value] : metric_samples(text)) {
        const bool counts = series.starts_with("http_server_requests_seconds_count{") && series.find(uri) != series.npos;
        if (counts) sums[service] += value;
      }
    }
  }
  return sums;
}

}  // namespace sharecar::launcher
