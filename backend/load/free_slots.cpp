#include "load/free_slots.hpp"

#include "chassis/json/decode.hpp"
#include "chassis/runtime/spawn.hpp"
#include "contracts/car.hpp"
#include "contracts/time.hpp"

namespace sharecar::load {
namespace {

using namespace std::chrono_literals;

constexpr auto trip = 30min;
constexpr auto month = std::chrono::days{31};     // the most that one question for availability covers
constexpr auto horizon = std::chrono::days{399};  // a day less than the platform allows: the clock goes on
constexpr std::size_t low = 10'000;
constexpr auto patience = 10s;

struct CarList {
  struct Embedded {
    std::vector<contracts::Car> cars;
  };
  Embedded embedded;
};
BOOST_DESCRIBE_STRUCT(CarList::Embedded, (), (cars))

Problem refused(const char* what, const Answer& answer) {
  Problem problem{.code = Errc::unavailable};
  problem.detail = std::string{what} + ": " +
                   (answer.failure ? "no answer (" + *answer.failure + ")" : "HTTP " + std::to_string(answer.status));
  return problem;
}

net::awaitable<Answer> get(Client& client, std::string target) {
  Call call;
  call.target = std::move(target);
  call.traced = false;
  co_return co_await client.send(std::move(call), std::chrono::steady_clock::now() + patience);
}

}  // namespace

FreeSlots::FreeSlots(Client& client, Timestamp now)
    : client_(client),
      horizon_(std::chrono::floor<std::chrono::days>(now) + horizon),
      first_(std::chrono::floor<std::chrono::days>(now) + std::chrono::days{2}) {}

net::awaitable<Result<void>> FreeSlots::load() {
  const Answer answer = co_await get(client_, "/cars?size=1000");
  if (answer.status != 200) co_return refused("the fleet cannot be read", answer);
  const auto document = json::parse(answer.body);
  const auto* embedded = document && document->is_object() ? document->get_object().if_contains("_embedded") : nullptr;
  const auto list = embedded != nullptr ? json::decode<CarList::Embedded>(*embedded, json::DecodeOptions{})
                                        : Result<CarList::Embedded>{CarList::Embedded{}};
  if (!list) co_return list.error();
  for (const auto& car : list->cars) {
    if (car.in_service) cars_.push_back(car.car_id);
  }
  if (cars_.empty()) co_return Problem{.code = Errc::unavailable, .detail = "the platform has no car in service"};
  stocks_.assign(cars_.size(), Stock{first_, {}});
  for (std::size_t car = 0; car < cars_.size(); ++car) {
    const auto loaded = co_await load_month(car);
    if (!loaded) co_return loaded.error();
  }
  co_return Result<void>{};
}

net::awaitable<Result<void>> FreeSlots::load_month(std::size_t car) {
  Stock& stock = stocks_[car];
  const Timestamp until = std::min(horizon_, stock.known_until + month);
  if (until <= stock.known_until) co_return Result<void>{};
  const Answer answer =
      co_await get(client_, "/cars/" + to_string(cars_[car]) + "/availability?from=" + to_rfc3339(stock.known_until) +
                                "&to=" + to_rfc3339(until));
  if (answer.status != 200) co_return refused("availability cannot be read", answer);
  const auto found = json::decode_text<contracts::Availability>(answer.body);
  if (!found) co_return found.error();
  for (const Slot& free : found->free) {
    for (Timestamp at = std::chrono::ceil<std::chrono::duration<std::int64_t, std::ratio<1800>>>(free.starts_at);
         at + trip <= free.ends_at; at += trip) {
      stock.free.push_back({at, at + trip});
      ++left_;
    }
  }
  stock.known_until = until;
  co_return Result<void>{};
}

net::awaitable<void> FreeSlots::restock() {
  bool answered = true;
  for (std::size_t car = 0; car < cars_.size() && answered; ++car) {
    const auto loaded = co_await load_month(car);
    answered = loaded.has_value();  // the next take tries again
  }
  restocking_ = false;
}

std::optional<FreeSlot> FreeSlots::take() {
  if (left_ < low && !restocking_) {
    restocking_ = true;
    spawn(client_.reactor().get_executor(), "read availability", restock());
  }
  for (std::size_t tried = 0; tried < cars_.size(); ++tried) {
    const std::size_t car = turn_++ % cars_.size();
    auto& free = stocks_[car].free;
    if (free.empty()) continue;
    const FreeSlot taken{cars_[car], free.front()};
    free.pop_front();
    --left_;
    return taken;
  }
  return {};
}

std::vector<FreeSlot> FreeSlots::take_first(std::size_t cars, std::size_t per_car) {
  std::vector<FreeSlot> out;
  for (std::size_t nth = 0; nth < per_car; ++nth) {
    for (std::size_t car = 0; car < std::min(cars, cars_.size()); ++car) {
      auto& free = stocks_[car].free;
      if (free.empty()) continue;
      out.push_back({cars_[car], free.front()});
      free.pop_front();
      --left_;
    }
  }
  return out;
}

}  // namespace sharecar::load
