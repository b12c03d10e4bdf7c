#include "reservation_api.hpp"

#include "chassis/json/encode.hpp"
#include "chassis/kafka/dead_letter.hpp"

namespace sharecar::reservation {
namespace {

using http::Method;

Problem no_such_reservation() { return {.code = Errc::not_found, .detail = "There is no such reservation."}; }

Problem not_paid(OrderId id) {
  return {.code = Errc::order_not_paid,
          .detail = "No payment of this order is known here; a reservation is made by itself once it is paid.",
          .order_id = id};
}

Problem was_cancelled(OrderId id) {
  return {.code = Errc::order_cancelled, .detail = "The order was cancelled; nothing is reserved.", .order_id = id};
}

std::string path_of(const Reservation& reservation) {
  return "/reservations/" + to_string(reservation.id.value_or(ReservationId{}));
}

http::hal::Links links_of(const Reservation& reservation) {
  const std::string order = to_string(reservation.order_id);
  return {{"order", "/orders/" + order}, {"mypage", "/mypages/" + order}};
}

http::Reply show_one(const http::Request& request, const Reservation& reservation) {
  return http::hal::reply(200, request, view_of(reservation), "reservation", path_of(reservation),
                          links_of(reservation));
}

http::Reply show_page(const http::Request& request, std::string_view relation, const ReservationPage& found,
                      const http::hal::PageRequest& page) {
  std::vector<std::string> items;
  const std::string base = request.base_url();
  for (const Reservation& one : found.reservations) {
    items.push_back(http::hal::resource(base, view_of(one), "reservation", path_of(one), links_of(one)));
  }
  return http::hal::collection(request, relation, items, page, found.total);
}

/// What this service knows of one order.
struct Part {
  std::optional<Reservation> reservation;
  std::vector<sql::OutboxRow> outbox;
  std::vector<kafka::DeadLetter> dead_letters;
};

}  // namespace

http::Routes ReservationApi::routes() {
  using contracts::Page;
  using http::route;
  using Shown = contracts::Reservation;
  auto all = http::Routes{
      route<contracts::AskReservation, Shown>(Method::post, "/reservations", "The reservation of a paid order", *this,
                                              &ReservationApi::ask, {Errc::order_not_paid, Errc::order_cancelled}),
      route<Page, Shown>(Method::get, "/reservations", "All reservations", *this, &ReservationApi::list),
      route<OneReservation, Shown>(Method::get, "/reservations/{id}", "One reservation", *this, &ReservationApi::show,
                                   {Errc::not_found}),
      route<Page, Shown>(Method::get, "/cancellations", "Cancelled reservations", *this,
                         &ReservationApi::list_cancelled),
      route<contracts::OneOrder, http::Nothing>(Method::get, "/actuator/saga/{id}", "This service's part of an order",
                                                *this, &ReservationApi::saga, {Errc::not_found}),
  };
  all.back().loopback_only = true;
  return all;
}

ReservationApi::Reply ReservationApi::ask(Context& context, http::Request request, contracts::AskReservation input) {
  context.order(input.order_id);
  auto work = [this, id = input.order_id](Context& inner, sql::Session& session) {
    return store_.find_by_order(inner, session, id);
  };
  const auto found = co_await db_.run(context, std::move(work));
  if (!found) co_return not_paid(input.order_id);
  if (!found->id) co_return was_cancelled(input.order_id);
  co_return show_one(request, *found);
}

ReservationApi::Reply ReservationApi::show(Context& context, http::Request request, OneReservation input) {
  auto work = [this, id = input.id](Context& inner, sql::Session& session) { return store_.find(inner, session, id); };
  const auto found = co_await db_.run(context, std::move(work));
  if (!found) co_return no_such_reservation();
  co_return show_one(request, *found);
}

ReservationApi::Reply ReservationApi::list(Context& context, http::Request request, contracts::Page input) {
  const auto page = http::hal::page_of(input, sortable);
  if (!page) co_return page.error();
  auto work = [page = *page](Context& inner, sql::Session& session) { return find_reservations(inner, session, page); };
  const auto found = co_await db_.run(context, std::move(work));
  co_return show_page(request, "reservations", found, *page);
}

ReservationApi::Reply ReservationApi::list_cancelled(Context& context, http::Request request, contracts::Page input) {
  const auto page = http::hal::page_of(input, sortable);
  if (!page) co_return page.error();
  auto work = [page = *page](Context& inner, sql::Session& session) {
    return find_cancellations(inner, session, page);
  };
  const auto found = co_await db_.run(context, std::move(work));
  co_return show_page(request, "cancellations", found, *page);
}

ReservationApi::Reply ReservationApi::saga(Context& context, http::Request, contracts::OneOrder input) {
  auto work = [this, id = input.id](Context& inner, sql::Session& session) {
    return Part{store_.find_by_order(inner, session, id),
                sql::outbox_of(inner, session, contracts::topics::reservation, to_string(id)),
                kafka::dead_letters_of(inner, session, id)};
  };
  const auto part = co_await db_.run(context, std::move(work));
  if (!part.reservation && part.outbox.empty() && part.dead_letters.empty()) co_return no_such_reservation();
  std::string body = R"({"reservation":)";
  body += part.reservation ? json::encode(*part.reservation) : "null";
  body += R"(,"outbox":)" + json::encode(part.outbox);
  body += R"(,"deadLetters":)" + json::encode(part.dead_letters) + '}';
  co_return http::Reply{200, http::json_type, std::move(body)};
}

}  // namespace sharecar::reservation
