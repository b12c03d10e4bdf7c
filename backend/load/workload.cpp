#include "load/workload.hpp"

#include <map>
#include <random>

#include "chassis/crypto/seal.hpp"
#include "chassis/json/encode.hpp"
#include "contracts/time.hpp"
#include "load/free_slots.hpp"

namespace sharecar::load {
namespace {

using invariants::Operation;
using invariants::OperationKind;

constexpr int customers = 200;

/// The part of POST /orders that this generator sends.
struct BookingBody {
  CarId car_id;
  std::optional<Timestamp> starts_at;
  std::optional<Timestamp> ends_at;
  std::string customer_id;
};
BOOST_DESCRIBE_STRUCT(BookingBody, (), (car_id, starts_at, ends_at, customer_id))

/// Bookings with keys and customers of this run.
class Bookings {
 public:
  Action book(CarId car, std::optional<Slot> slot) {
    const auto number = ++number_;
    Action action{.request = "POST /orders"};
    Operation& operation = action.operation.emplace();
    operation.customer_id = customer(number);
    operation.idempotency_key = run_ + "-" + std::to_string(number);
    operation.car_id = car;
    if (slot) {
      operation.starts_at = slot->starts_at;
      operation.ends_at = slot->ends_at;
    }
    action.call.method = http::Method::post;
    action.call.target = "/orders";
    action.call.idempotency_key = operation.idempotency_key;
    action.call.body = json::encode(BookingBody{car, operation.starts_at, operation.ends_at, operation.customer_id});
    return action;
  }
  std::string customer(std::int64_t number) const { return "load-" + run_ + "-" + std::to_string(number % customers); }

 private:
  const std::string run_ = crypto::random_hex(4);
  std::int64_t number_ = 0;
};

Timestamp now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

class Book final : public Workload {
 public:
  explicit Book(Client& client) : slots_(client, now()) {}
  net::awaitable<Result<void>> prepare() override { return slots_.load(); }
  std::optional<Action> next() override {
    const auto free = slots_.take();
    if (!free) return {};
    return bookings_.book(free->car_id, free->slot);
  }

 private:
  FreeSlots slots_;
  Bookings bookings_;
};

Action read_mypage(const std::string& customer) {
  Action action{.request = "GET /mypages of a customer"};
  action.call.target = "/mypages/search/findByCustomerId?size=20&customerId=" + customer;
  return action;
}

class Drive final : public Workload {
 public:
  Drive(Client& client, std::uint64_t seed) : slots_(client, now()), random_(seed) {}
  net::awaitable<Result<void>> prepare() override { return slots_.load(); }

  std::optional<Action> next() override {
    const auto roll = below(100);
    if (roll < 70) return read_mypage();
    if (roll < 85) {
      const auto car = slots_.cars()[below(slots_.cars().size())];
      return get("GET /cars/{id}/availability", "/cars/" + to_string(car) + "/availability");
    }
    if (roll < 90 && !reserved_.empty()) {
      return get("GET /orders/{id}", "/orders/" + to_string(reserved_[below(reserved_.size())].id));
    }
    if (roll < 90) return read_mypage();
    if (roll >= 98 && !reserved_.empty()) return cancel();
    const auto free = slots_.take();
    if (!free) return {};
    return bookings_.book(free->car_id, free->slot);
  }

  void ended(const Operation& operation) override {
    const bool reserved = operation.kind == OperationKind::book && operation.order_id && operation.shown_us;
    if (reserved) reserved_.push_back({*operation.order_id, operation.customer_id});
  }

 private:
  struct Reserved {
    OrderId id;
    std::string customer_id;
  };
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random_); }
  static Action get(const char* request, std::string target) {
    Action action{.request = request};
    action.call.target = std::move(target);
    return action;
  }
  Action read_mypage() {
    return load::read_mypage(bookings_.customer(static_cast<std::int64_t>(below(customers))));
  }
  Action cancel() {
    const auto at = below(reserved_.size());
    std::swap(reserved_[at], reserved_.back());
    const Reserved order = std::move(reserved_.back());
    reserved_.pop_back();
    Action action{.request = "DELETE /orders/{id}"};
    action.call.method = http::Method::delete_;
    action.call.target = "/orders/" + to_string(order.id);
    Operation& operation = action.operation.emplace();
    operation.kind = OperationKind::cancel;
    operation.customer_id = order.customer_id;
    operation.order_id = order.id;
    return action;
  }

  FreeSlots slots_;
  Bookings bookings_;
  std::mt19937_64 random_;
  std::vector<Reserved> reserved_;
};

class Race final : public Workload {
 public:
  Race(Client& client, int contenders) : slots_(client, now()), contenders_(contenders) {}

  net::awaitable<Result<void>> prepare() override {
    const auto loaded = co_await slots_.load();
    if (!loaded) co_return loaded.error();
    wanted_ = slots_.take_first(20, 200);
    co_return Result<void>{};
  }
  // All contenders of a slot one after the other: as many clients work at once, they meet there.
  std::optional<Action> next() override {
    const auto number = attempts_++;
    const auto slot = number / static_cast<std::size_t>(contenders_);
    if (slot >= wanted_.size()) return {};
    return bookings_.book(wanted_[slot].car_id, wanted_[slot].slot);
  }
  void ended(const Operation& operation) override {
    const bool won = operation.status == 201 || operation.status == 202;
    if (won) ++winners_[{*operation.car_id, *operation.starts_at}];
  }
  std::optional<RaceReport> race() const override {
    RaceReport out{.slots = static_cast<std::int64_t>(wanted_.size()), .contenders = contenders_};
    for (const auto& [slot, winners] : winners_) ++(winners == 1 ? out.won_once : out.won_more_than_once);
    out.not_won = out.slots - out.won_once - out.won_more_than_once;
    return out;
  }

 private:
  FreeSlots slots_;
  Bookings bookings_;
  int contenders_;
  std::vector<FreeSlot> wanted_;
  std::size_t attempts_ = 0;
  std::map<std::pair<CarId, Timestamp>, int> winners_;
};

class Read final : public Workload {
 public:
  net::awaitable<Result<void>> prepare() override { co_return Result<void>{}; }
  std::optional<Action> next() override { return read_mypage("load-" + std::to_string(++number_ % customers)); }

 private:
  std::int64_t number_ = 0;
};

/// One car and no time, as in the seed's README.
class Siege final : public Workload {
 public:
  net::awaitable<Result<void>> prepare() override { co_return Result<void>{}; }
  std::optional<Action> next() override { return bookings_.book(CarId{1002}, {}); }

 private:
  Bookings bookings_;
};

}  // namespace

std::unique_ptr<Workload> make_workload(const Options& options, Client& client) {
  switch (options.workload) {
    case WorkloadKind::book:
      return std::make_unique<Book>(client);
    case WorkloadKind::drive:
      return std::make_unique<Drive>(client, options.seed);
    case WorkloadKind::race:
      return std::make_unique<Race>(client, options.contenders);
    case WorkloadKind::siege:
      return std::make_unique<Siege>();
    case WorkloadKind::read:
      return std::make_unique<Read>();
  }
  return nullptr;
}

}  // namespace sharecar::load
