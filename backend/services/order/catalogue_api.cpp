#include "catalogue_api.hpp"

#include "calendar.hpp"
#include "catalogue_store.hpp"
#include "chassis/http/fallback.hpp"
#include "chassis/http/hal.hpp"
#include "contracts/events.hpp"
#include "contracts/listed_car.hpp"
#include "price.hpp"

namespace sharecar::order {
namespace {

using http::Method;

constexpr std::array<std::string_view, 3> sortable{"carId", "zone", "hourlyPrice"};
constexpr std::chrono::hours longest_window{31 * 24};

Problem no_such_car() { return {.code = Errc::car_unknown, .detail = "There is no such car."}; }

Problem wrong_times(std::vector<Violation> violations) {
  return {.code = Errc::invalid_request,
          .detail = "These times are wrong; see violations.",
          .violations = std::move(violations)};
}

}  // namespace

http::Routes CatalogueApi::routes() {
  using http::route;
  return {
      route<contracts::FindCars, contracts::ListedCar>(Method::get, "/cars", "Cars, also only those that are free", *this,
                                                 &CatalogueApi::list_cars),
      route<http::Nothing, http::Nothing>(Method::get, "/zones", "Where cars stand", *this, &CatalogueApi::list_zones),
      route<contracts::FindAvailability, contracts::Availability>(Method::get, "/cars/{id}/availability",
                                                                  "When a car is busy and free", *this,
                                                                  &CatalogueApi::availability, {Errc::car_unknown}),
      route<contracts::AskPrice, PriceQuote>(Method::post, "/quotes", "What a time with a car costs", *this,
                                             &CatalogueApi::quote, {Errc::car_unknown}),
  };
}

CatalogueApi::Reply CatalogueApi::list_cars(Context& context, http::Request request, contracts::FindCars input) {
  const auto page = http::hal::page_of(input, sortable);
  if (!page) co_return page.error();
  CarFilter filter;
  filter.zone = input.zone;
  filter.car_class = input.car_class;
  if (input.free_from.has_value() != input.free_to.has_value()) {
    co_return wrong_times({{input.free_from ? "/freeTo" : "/freeFrom", "required with the other one", "missing"}});
  }
  if (input.free_from) {
    if (*input.free_to <= *input.free_from) co_return wrong_times({{"/freeTo", "after freeFrom", "string"}});
    if (*input.free_to - *input.free_from > longest_window) {
      co_return wrong_times({{"/freeTo", "at most 31 days after freeFrom", "string"}});
    }
    filter.free_in = Slot{*input.free_from, *input.free_to};
  }
  if (input.max_price && filter.free_in) {
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(filter.free_in->length()).count();
    // price_of() gives 10 % off from a day on; a bound on the whole price is a bound on the hourly one
    const auto gross = minutes >= 24 * 60 ? input.max_price->won * 10 / 9 : input.max_price->won;
    filter.max_hourly_price = Money{gross * 60 / minutes};
  } else {
    filter.max_hourly_price = input.max_price;
  }
  auto work = [filter, page = *page](Context& inner, sql::Session& session) {
    return find_cars(inner, session, filter, page);
  };
  const CarPage found = co_await db_.run(context, std::move(work));
  std::vector<std::string> items;
  const std::string base = request.base_url();
  for (const contracts::Car& car : found.cars) {
    contracts::ListedCar listed{car, std::nullopt};
    if (filter.free_in) listed.price = price_of(car, *filter.free_in).price;
    const std::string path = "/cars/" + to_string(car.car_id);
    items.push_back(http::hal::resource(base, listed, "availability", path + "/availability"));
  }
  co_return shown(context, http::hal::collection(request, "cars", items, *page, found.total));
}

CatalogueApi::Reply CatalogueApi::list_zones(Context& context, http::Request, http::Nothing) {
  auto work = [](Context& inner, sql::Session& session) { return zones(inner, session); };
  const auto found = co_await db_.run(context, std::move(work));
  co_return shown(context, http::Reply{200, http::json_type, json::encode(found)});
}

CatalogueApi::Reply CatalogueApi::availability(Context& context, http::Request, contracts::FindAvailability input) {
  const Timestamp from = input.from.value_or(clock_.now());
  const Timestamp to = input.to.value_or(from + std::chrono::hours{24});
  if (to <= from) co_return wrong_times({{"/to", "after from", "string"}});
  if (to - from > longest_window) co_return wrong_times({{"/to", "at most 31 days after from", "string"}});
  const Slot window{from, to};
  auto work = [id = input.id, window](Context& inner, sql::Session& session) -> Result<contracts::Availability> {
    const auto car = find_car(inner, session, id);
    if (!car) return no_such_car();
    contracts::Availability out{id, window.starts_at, window.ends_at, car->in_service, {}, {}};
    out.busy = taken_slots(inner, session, id, window);
    if (car->in_service) out.free = free_in(out.busy, window);
    return out;
  };
  auto found = co_await db_.run(context, std::move(work));
  if (!found) co_return found.error();
  co_return shown(context, http::Reply{200, http::json_type, json::encode(*found)});
}

CatalogueApi::Reply CatalogueApi::quote(Context& context, http::Request, contracts::AskPrice input) {
  const Timestamp now = clock_.now();
  auto slot = requested_slot(input.starts_at, input.ends_at, now);
  if (!slot) co_return slot.error();
  auto work = [id = input.car_id, slot = *slot, now](Context& inner, sql::Session& session) -> Result<PriceQuote> {
    const auto car = find_car(inner, session, id);
    if (!car) return no_such_car();
    return price_of(*car, slot ? *slot : FreeHours{id}.next(inner, session, ceil_to_grid(now), default_trip));
  };
  const auto priced = co_await db_.run(context, std::move(work));
  if (!priced) co_return priced.error();
  co_return shown(context, http::Reply{200, http::json_type, json::encode(*priced)});
}

http::Reply CatalogueApi::shown(Context& context, http::Reply reply) const {
  const auto age = behind_();
  if (age <= stale_after_) return reply;
  Context instead = context.child("fallback car.events");
  instead.span().tag(telemetry::tag::fallback, "true");
  contracts::Fallback fallback;
  fallback.of = contracts::topics::car;
  fallback.instead = contracts::Instead::stale_copy;
  fallback.as_of = clock_.now() - age;
  fallback.age_ms = age.count();
  http::mark(reply, fallback);
  return reply;
}

}  // namespace sharecar::order
