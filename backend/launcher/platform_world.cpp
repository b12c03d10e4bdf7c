#include "launcher/platform_world.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <boost/json.hpp>
#include <condition_variable>
#include <random>

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "contracts/time.hpp"
#include "launcher/problem.hpp"
#include "load/operation_log.hpp"

namespace sharecar::launcher {

namespace bj = boost::json;
using scenario::Moment;

namespace {

constexpr const char* fault_name = "scenario";
constexpr std::chrono::seconds fault_lasts{120};  // should this process die before it heals
constexpr milliseconds booking_limit{15'000};
constexpr milliseconds repeat_limit{60'000};
constexpr milliseconds repeat_pause{200};

Timestamp wall_clock_now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

struct AnswerBody {
  std::optional<OrderId> order_id;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (order_id, code))

/// What the client did and was told, for the checker.
invariants::Operation told(invariants::Operation asked, const HttpAnswer& answer, Timestamp until) {
  asked.took_us = (until - asked.at).count();
  asked.status = answer.status;
  if (answer.status == 0) asked.failure = answer.failure;
  if (const auto body = json::decode_text<AnswerBody>(answer.body)) {
    asked.order_id = body->order_id;
    asked.code = body->code;
  }
  if (const auto trace = answer.headers.find("x-b3-traceid"); trace != answer.headers.end())
    asked.trace_id = trace->second;
  return asked;
}

}  // namespace

PlatformWorld::PlatformWorld(Platform& platform, std::string run_id, std::stop_token stop)
    : platform_{platform}, run_{std::move(run_id)}, stop_{std::move(stop)} {
  fs::create_directories(platform_.options().run / "scenarios");
}

PlatformWorld::~PlatformWorld() = default;

Timestamp PlatformWorld::wall_clock() const { return wall_clock_now(); }

void PlatformWorld::sleep(milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_for(lock, stop_, time, [] { return false; });
}

void PlatformWorld::perform(const scenario::Step& step) {
  if (step.fault) set_fault(*step.fault);
  if (step.heal) clear_faults(*step.heal);
  if (step.stop) stop_part(*step.stop);
  if (step.start) start_part(*step.start);
  if (step.pause) pause(*step.pause);
  if (step.resume) resume(*step.resume);
  if (step.load) begin_load(*step.load);
  if (step.rest) end_load();
  if (step.book) book(*step.book);
  if (step.car) put_in_service(step.car->id, step.car->in_service);
}

void PlatformWorld::heal() {
  std::string failed;
  const auto attempt = [&](const auto& work) {
    try {
      work();
    } catch (const std::exception& error) {
      failed += (failed.empty() ? "" : "; ") + std::string{error.what()};
    }
  };
  attempt([this] { end_load(); });
  for (const auto& part : std::set{paused_}) attempt([&] { resume(part); });
  for (const auto& part : std::set{stopped_}) attempt([&] { start_part(part); });
  for (const auto& service : std::set{faulty_}) attempt([&] { clear_faults(service); });
  for (const auto car : std::set{out_of_service_}) attempt([&] { put_in_service(car, true); });
  if (!failed.empty()) throw Problem{failed};
}

std::vector<std::string> PlatformWorld::processes(const std::string& service) const {
  std::vector<std::string> urls;
  for (const auto& instance : instances(platform_.options().replicas)) {
    if (instance.service->name == service) urls.push_back(platform_.url(instance.name()));
  }
  if (urls.empty()) throw Problem{"there is no service named " + service};
  return urls;
}

HttpAnswer PlatformWorld::ask(HttpCall request) const {
  request.headers["baggage"] = "scenario.run=" + run_;
  if (!request.body.empty()) request.headers["Content-Type"] = "application/json";
  auto answer = call(request);
  if (answer.status == 0)
    throw Problem{fmt::format("{} {}: no answer ({})", request.method, request.url, answer.failure)};
  if (!answer.ok()) throw Problem{fmt::format("{} {}: {} {}", request.method, request.url, answer.status, answer.body)};
  return answer;
}

bj::value PlatformWorld::get(const std::string& url) const {
  return ask({.url = url, .headers = {{"b3", "0"}}}).json();  // a look is no part of what happens
}

bj::value PlatformWorld::get_public(const std::string& target) const { return get(platform_.url("gateway") + target); }

void PlatformWorld::set_fault(const scenario::FaultStep& step) {
  const Fault& fault = step;
  auto body = bj::parse(json::encode(fault)).as_object();
  body["expiresInS"] = fault_lasts.count();
  faulty_.insert(step.service);
  for (const auto& url : processes(step.service)) {
    ask({.method = "PUT", .url = url + "/actuator/faults/" + fault_name, .body = bj::serialize(body)});
  }
}

void PlatformWorld::clear_faults(const std::string& service) {
  for (const auto& url : processes(service)) ask({.method = "DELETE", .url = url + "/actuator/faults"});
  faulty_.erase(service);
}

void PlatformWorld::stop_part(const std::string& part) {
  stopped_.insert(part);
  platform_.stop(part);
}

void PlatformWorld::start_part(const std::string& part) {
  platform_.start(part);
  platform_.wait_ready(part);
  stopped_.erase(part);
}

void PlatformWorld::pause(const std::string& part) {
  const auto pid = platform_.process(part).pid;
  if (pid <= 0) throw Problem{part + " does not run"};
  paused_.insert(part);
  ::kill(pid, SIGSTOP);
}

void PlatformWorld::resume(const std::string& part) {
  if (const auto pid = platform_.process(part).pid; pid > 0) ::kill(pid, SIGCONT);
  paused_.erase(part);
}

void PlatformWorld::begin_load(const scenario::LoadStep& step) {
  end_load();
  load::Options options;
  options.url = platform_.url("gateway");
  options.workload =
      step.of == scenario::LoadKind::reads ? load::WorkloadKind::read : load::WorkloadKind::book;
  options.rate = step.per_second;
  options.arrivals = load::Spacing::constant;
  options.duration = std::chrono::hours{1};
  options.settle = milliseconds{0};  // the checker looks at every booking in the end
  options.log = next_log();
  options.scenario = run_;
  requests_before_ = requests_of_load();
  load_began_ = now();
  load_ = std::make_unique<BackgroundLoad>(std::move(options));
}

void PlatformWorld::end_load() {
  if (!load_) return;
  load_->rest();
  if (const auto failure = load_->failure(); !failure.empty()) throw Problem{"the load: " + failure};
}

void PlatformWorld::book(const scenario::BookStep& step) {
  const auto hour = step.same_slot ? std::optional{free_hour(step.car)} : std::nullopt;
  const std::string key = random_hex(8);
  std::vector<HttpCall> calls;
  std::vector<invariants::Operation> operations;
  for (int i = 0; i < step.times; ++i) {
    invariants::Operation operation;
    operation.at = wall_clock_now();
    operation.customer_id = step.same_key ? run_ : fmt::format("{}-{}", run_, i);
    operation.idempotency_key = step.same_key ? key : fmt::format("{}-{}", key, i);
    operation.car_id = CarId{step.car};
    bj::object body{{"carId", step.car}, {"customerId", operation.customer_id}};
    if (hour) {
      operation.starts_at = hour->starts_at;
      operation.ends_at = hour->ends_at;
      body["startsAt"] = to_rfc3339(hour->starts_at);
      body["endsAt"] = to_rfc3339(hour->ends_at);
    }
    calls.push_back({.method = "POST",
                     .url = platform_.url("gateway") + "/orders",
                     .headers = {{"Content-Type", "application/json"},
                                 {"Idempotency-Key", operation.idempotency_key},
                                 {"baggage", "scenario.run=" + run_}},
                     .body = bj::serialize(body),
                     .limit = booking_limit});
    operations.push_back(std::move(operation));
  }
  const auto answers = answers_of(calls);
  load::OperationLog log{next_log()};
  booked_.clear();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    booked_.push_back(told(std::move(operations[i]), answers[i], wall_clock_now()));
    log.write(booked_.back());
    if (booked_.back().order_id) orders_.insert(*booked_.back().order_id);
  }
}

// As a client with a key does: what got no answer, or a 5xx, is asked again.
std::vector<HttpAnswer> PlatformWorld::answers_of(const std::vector<HttpCall>& calls) {
  auto answers = call_all(calls);
  const auto end = now() + repeat_limit;
  for (;;) {
    std::vector<std::size_t> open;
    std::vector<HttpCall> again;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const bool settled = answers[i].status > 0 && answers[i].status < 500;
      if (settled) continue;
      open.push_back(i);
      again.push_back(calls[i]);
    }
    if (open.empty() || now() > end || stop_.stop_requested()) return answers;
    sleep(repeat_pause);
    auto more = call_all(again);
    for (std::size_t i = 0; i < open.size(); ++i) answers[open[i]] = std::move(more[i]);
  }
}

void PlatformWorld::put_in_service(std::int64_t car, bool in_service) {
  if (!in_service) out_of_service_.insert(car);
  ask({.method = "PATCH",
       .url = fmt::format("{}/admin/cars/{}", platform_.url("gateway"), car),
       .body = bj::serialize(bj::value{{"inService", in_service}})});
  if (in_service) out_of_service_.erase(car);
}

Slot PlatformWorld::free_hour(std::int64_t car) const {
  std::random_device random;
  const auto day = std::chrono::ceil<std::chrono::days>(wall_clock_now()) +
                   std::chrono::days{std::uniform_int_distribution{30, 300}(random)};
  const auto week = availability(car, {Timestamp{day}, Timestamp{day} + std::chrono::days{7}});
  for (const auto& free : week.free) {
    if (free.ends_at - free.starts_at >= std::chrono::hours{1})
      return {free.starts_at, free.starts_at + std::chrono::hours{1}};
  }
  throw Problem{fmt::format("car {} has no free hour in the week of {}", car, to_rfc3339(Timestamp{day}))};
}

std::string PlatformWorld::next_log() {
  const auto name = fmt::format("{}-{}.jsonl", run_, logs_.size() + 1);
  logs_.push_back((platform_.options().run / "scenarios" / name).string());
  return logs_.back();
}

}  // namespace sharecar::launcher
