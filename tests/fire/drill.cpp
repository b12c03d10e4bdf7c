#include "fire/drill.hpp"

#include <boost/json.hpp>
#include <csignal>
#include <future>

#include "chassis/json/decode.hpp"
#include "contracts/cardnet.hpp"
#include "contracts/time.hpp"
#include "invariants/check.hpp"
#include "launcher/stores.hpp"
#include "load/operation_log.hpp"
#include "support/eventually.hpp"

namespace sharecar::fire {

namespace fs = std::filesystem;
namespace bj = boost::json;
using launcher::HttpAnswer;
using launcher::HttpCall;

namespace {

constexpr std::array cars{CarId{1002}, CarId{2001}, CarId{3001}, CarId{4001}};
constexpr auto trip = 30min;

Timestamp now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

std::string card_number(const std::string& does) {
  for (const auto& card : contracts::demo_cards) {
    if (card.token == "demo-" + does) return std::string{card.number};
  }
  ADD_FAILURE() << "there is no demo card that does " << does;
  return {};
}

/// Numbers that no earlier platform of this machine used as a key either.
std::string fresh_key() {
  static const auto begin = now().time_since_epoch().count();
  static std::atomic<int> count = 0;
  return "drill-" + std::to_string(begin) + "-" + std::to_string(++count);
}

template <class T>
std::optional<T> member(const bj::value& body, const char* name) {
  const auto* object = body.if_object();
  const auto* found = object ? object->if_contains(name) : nullptr;
  if (!found) return {};
  if constexpr (std::is_same_v<T, std::string>) {
    return found->is_string() ? std::optional<T>{found->get_string()} : std::nullopt;
  } else {
    return found->is_int64() ? std::optional<T>{found->get_int64()} : std::nullopt;
  }
}

std::optional<OrderState> state_in(const HttpAnswer& answer) {
  OrderState state{};
  const auto text = answer.ok() ? member<std::string>(answer.json(), "status") : std::nullopt;
  if (!text || !boost::describe::enum_from_string(text->c_str(), state)) return {};
  return state;
}

}  // namespace

bool full() { return std::getenv("SHARECAR_TEST_FULL") != nullptr; }

Wish Client::somewhere(Wish wish) {
  const std::lock_guard lock{mutex_};
  const auto turn = next_++;
  const auto begin = std::chrono::ceil<std::chrono::hours>(now()) + 48h;
  wish.car = cars[static_cast<std::size_t>(turn) % cars.size()];
  const Timestamp start = begin + trip * (turn / static_cast<std::int64_t>(cars.size()));
  wish.slot = Slot{start, start + trip};
  return wish;
}

HttpCall Client::request_of(const Wish& wish) const {
  bj::object body{{"carId", wish.car.value().value},
                  {"customerId", wish.customer},
                  {"payMethod", "card"},
                  {"cardNumber", card_number(wish.card)}};
  if (wish.slot) {
    body["startsAt"] = to_rfc3339(wish.slot->starts_at);
    body["endsAt"] = to_rfc3339(wish.slot->ends_at);
  }
  return {.method = "POST",
          .url = gateway_ + "/orders",
          .headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", wish.key}},
          .body = bj::serialize(body),
          .limit = wish.limit};
}

Operation Client::note(const Wish& wish, const HttpAnswer& answer, Timestamp at, Timestamp until) {
  Operation done;
  done.at = at;
  done.took_us = (until - at).count();
  done.status = answer.status;
  if (answer.status == 0) done.failure = answer.failure;
  done.customer_id = wish.customer;
  done.idempotency_key = wish.key;
  done.car_id = wish.car;
  if (wish.slot) {
    done.starts_at = wish.slot->starts_at;
    done.ends_at = wish.slot->ends_at;
  }
  done.card = wish.card;
  const auto body = answer.json();
  done.code = member<std::string>(body, "code");
  if (const auto id = member<std::int64_t>(body, "orderId")) done.order_id = OrderId{*id};
  if (const auto trace = answer.headers.find("x-b3-traceid"); trace != answer.headers.end()) {
    done.trace_id = trace->second;
  }
  const std::lock_guard lock{mutex_};
  log_.push_back(done);
  return done;
}

Operation Client::book(const Wish& wish) { return book_all({wish}).front(); }

std::vector<Operation> Client::book_all(const std::vector<Wish>& wishes) {
  std::vector<Wish> complete;
  std::vector<HttpCall> calls;
  for (auto wish : wishes) {
    if (!wish.car) wish = somewhere(std::move(wish));
    if (wish.key.empty()) wish.key = fresh_key();
    calls.push_back(request_of(wish));
    complete.push_back(std::move(wish));
  }
  const auto at = now();
  const auto answers = launcher::call_all(calls);
  const auto until = now();
  std::vector<Operation> out;
  for (std::size_t i = 0; i < answers.size(); ++i) out.push_back(note(complete[i], answers[i], at, until));
  return out;
}

Operation Client::cancel(OrderId order, const std::string& customer) {
  Operation done;
  done.kind = invariants::OperationKind::cancel;
  done.at = now();
  done.customer_id = customer;
  done.order_id = order;
  const auto answer =
      launcher::call({.method = "DELETE", .url = gateway_ + "/orders/" + to_string(order), .limit = 8s});
  done.took_us = (now() - done.at).count();
  done.status = answer.status;
  if (answer.status == 0) done.failure = answer.failure;
  done.code = member<std::string>(answer.json(), "code");
  const std::lock_guard lock{mutex_};
  log_.push_back(done);
  return done;
}

HttpAnswer Client::pay(OrderId order, const std::string& card) const {
  const bj::object body{{"orderId", order.value}, {"payMethod", "card"}, {"cardNumber", card_number(card)}};
  return launcher::call({.method = "POST",
                         .url = gateway_ + "/payments",
                         .headers = {{"Content-Type", "application/json"}},
                         .body = bj::serialize(body),
                         .limit = 8s});
}

HttpAnswer Client::get(const std::string& target) const { return launcher::call({.url = gateway_ + target}); }

std::optional<OrderState> Client::state(OrderId order) const { return state_in(get("/orders/" + to_string(order))); }

std::optional<OrderState> Client::shown(OrderId order) const { return state_in(get("/mypages/" + to_string(order))); }

bool Client::becomes(OrderId order, OrderState state, launcher::milliseconds limit) const {
  return test::eventually([&] { return shown(order) == state; }, limit);
}

std::vector<Operation> Client::log() const {
  const std::lock_guard lock{mutex_};
  return log_;
}

void Drill::boot(launcher::Replicas replicas) {
  try {
    booted_ = std::make_unique<test::TestPlatform>(std::move(replicas));
  } catch (const std::exception& error) {
    FAIL() << error.what();
  }
  platform_ = &**booted_;
  run_ = booted_->run();
  client_ = std::make_unique<Client>(platform_->url("gateway"));
}

void Drill::TearDownTestSuite() {
  client_.reset();
  booted_.reset();
}

void Drill::fault(const std::string& part, const std::string& json, const std::string& name) {
  const auto answer = launcher::call({.method = "PUT",
                                      .url = platform_->url(part) + "/actuator/faults/" + name,
                                      .headers = {{"Content-Type", "application/json"}},
                                      .body = json});
  ASSERT_TRUE(answer.ok()) << part << ": " << answer.status << ' ' << answer.body;
}

void Drill::heal(const std::string& part, const std::string& name) {
  launcher::call({.method = "DELETE", .url = platform_->url(part) + "/actuator/faults/" + name});
}

double Drill::ready_again(const std::string& part) {
  const auto begin = std::chrono::steady_clock::now();
  const launcher::HttpCall question{.url = platform_->url(part) + "/actuator/health/readiness", .limit = 1s};
  EXPECT_TRUE(test::eventually([&] { return launcher::call(question).status == 200; }, 30s)) << part;
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double Drill::kill_and_start(const std::string& part) {
  const auto before = platform_->process(part).pid;
  platform_->kill(part);
  EXPECT_TRUE(test::eventually([&] { return platform_->process(part).pid != before; })) << part;
  platform_->start(part);  // does not wait for the supervisor's pause, which grows with every death
  return ready_again(part);
}

void Drill::freeze(const std::string& part) { ASSERT_EQ(::kill(platform_->process(part).pid, SIGSTOP), 0) << part; }

void Drill::thaw(const std::string& part) { ASSERT_EQ(::kill(platform_->process(part).pid, SIGCONT), 0) << part; }

std::string Drill::broken(std::size_t traces) {
  const auto file = run_ / "operations.jsonl";
  load::OperationLog log{file};
  for (const auto& operation : client_->log()) log.write(operation);
  return invariants::check(launcher::stores_in(run_), {.log = file, .traces = traces}).text();
}

fs::path Drill::crashable(const std::string& service) {
  return fs::path{SHARECAR_PROGRAMS_DIR} / ("sharecar-" + service + "-crashable");
}

}  // namespace sharecar::fire
