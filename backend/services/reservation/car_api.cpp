#include "car_api.hpp"

namespace sharecar::reservation {
namespace {

using contracts::Car;
using http::Method;

Problem no_such_car() { return {.code = Errc::car_unknown, .detail = "There is no such car."}; }

std::string path_of(CarId id) { return "/admin/cars/" + to_string(id); }

http::Reply show_car(const http::Request& request, const Car& car) {
  return http::hal::reply(200, request, car, "car", path_of(car.car_id));
}

}  // namespace

http::Routes CarApi::routes() {
  using http::route;
  auto all = http::Routes{
      route<contracts::Page, Car>(Method::get, "/admin/cars", "The fleet", *this, &CarApi::list),
      route<OneCar, Car>(Method::get, "/admin/cars/{id}", "One car", *this, &CarApi::show, {Errc::car_unknown}),
      route<contracts::ChangeCar, Car>(Method::patch, "/admin/cars/{id}", "Put a car into service or take it out of it",
                                       *this, &CarApi::change, {Errc::car_unknown}),
  };
  for (auto& one : all) one.loopback_only = true;
  return all;
}

CarApi::Reply CarApi::list(Context& context, http::Request request, contracts::Page input) {
  const auto page = http::hal::page_of(input, sortable_cars);
  if (!page) co_return page.error();
  auto work = [page = *page](Context& inner, sql::Session& session) { return find_cars(inner, session, page); };
  const auto found = co_await db_.run(context, std::move(work));
  std::vector<std::string> items;
  const std::string base = request.base_url();
  for (const Car& car : found.cars) items.push_back(http::hal::resource(base, car, "car", path_of(car.car_id)));
  co_return http::hal::collection(request, "cars", items, *page, found.total);
}

CarApi::Reply CarApi::show(Context& context, http::Request request, OneCar input) {
  auto work = [id = input.id](Context& inner, sql::Session& session) { return find_car(inner, session, id); };
  const auto car = co_await db_.run(context, std::move(work));
  if (!car) co_return no_such_car();
  co_return show_car(request, *car);
}

CarApi::Reply CarApi::change(Context& context, http::Request request, contracts::ChangeCar input) {
  auto work = [input](Context& inner, sql::Session& session) { return change_car(inner, session, input); };
  const auto car = co_await db_.run(context, std::move(work));
  if (!car) co_return no_such_car();
  co_return show_car(request, *car);
}

}  // namespace sharecar::reservation
