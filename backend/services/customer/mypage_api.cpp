#include "mypage_api.hpp"

#include "chassis/json/encode.hpp"
#include "chassis/kafka/dead_letter.hpp"

namespace sharecar::customer {
namespace {

using contracts::MyPage;
using http::Method;

Problem no_such_page() { return {.code = Errc::not_found, .detail = "Nothing is known of such an order here yet."}; }

std::string path_of(OrderId id) { return "/mypages/" + to_string(id); }

http::hal::Links links_of(OrderId id) { return {{"order", "/orders/" + to_string(id)}}; }

http::Reply show_page(const http::Request& request, const MyPage& page) {
  return http::hal::reply(200, request, page, "mypage", path_of(page.order_id), links_of(page.order_id));
}

bool hidden(const MyPage& page, View view) { return view == View::current && page.status == OrderState::CANCELLED; }

/// The newest first, unless something else is asked for.
template <class Input>
Result<http::hal::PageRequest> page_of(const Input& input) {
  auto page = http::hal::page_of(input, sortable);
  if (page && (!input.sort || input.sort->empty())) page->descending = true;
  return page;
}

Version version_of(const auto& event) { return event ? event->version : Version{}; }

}  // namespace

std::string resource_of(const std::string& base, const MyPage& page) {
  return http::hal::resource(base, page, "mypage", path_of(page.order_id), links_of(page.order_id));
}

http::Routes MyPageApi::routes() {
  using http::route;
  http::Routes all;
  for (const std::string prefix : {"/mypages", "/myPages"}) {  // the second is another seed's spelling
    all.push_back(route<ListMyPages, MyPage>(Method::get, prefix, "All orders as their customers see them", *this,
                                             &MyPageApi::list));
    all.push_back(route<FindMyPage, MyPage>(Method::get, prefix + "/{orderId}", "One order as its customer sees it",
                                            *this, &MyPageApi::show, {Errc::not_found}));
    all.push_back(route<FindMyPage, MyPage>(Method::get, prefix + "/search/findByOrderId",
                                            "One order as its customer sees it", *this, &MyPageApi::show,
                                            {Errc::not_found}));
    all.push_back(route<ListOfCustomer, MyPage>(Method::get, prefix + "/search/findByCustomerId",
                                                "A customer's orders, the newest first", *this,
                                                &MyPageApi::list_of_customer));
  }
  all.push_back(route<contracts::OneOrder, http::Nothing>(Method::get, "/actuator/saga/{id}",
                                                          "This service's part of an order", *this, &MyPageApi::saga,
                                                          {Errc::not_found}));
  all.back().loopback_only = true;
  return all;
}

net::awaitable<std::optional<Row>> MyPageApi::find_row(Context& context, OrderId id) {
  auto work = [id](Context& inner, sql::Session& session) { return find(inner, session, id); };
  co_return co_await db_.run(context, std::move(work));
}

MyPageApi::Reply MyPageApi::show(Context& context, http::Request request, FindMyPage input) {
  const auto row = co_await find_row(context, input.order_id);
  if (!row) co_return no_such_page();
  const auto page = customer::show(*row, clock_.now());
  if (!page || hidden(*page, input.view)) co_return no_such_page();
  co_return show_page(request, *page);
}

MyPageApi::Reply MyPageApi::list(Context& context, http::Request request, ListMyPages input) {
  const auto page = page_of(input);
  if (!page) co_return page.error();
  Filter filter;
  filter.cancelled_too = input.view == View::all;
  co_return co_await answer_list(context, std::move(request), std::move(filter), *page);
}

MyPageApi::Reply MyPageApi::list_of_customer(Context& context, http::Request request, ListOfCustomer input) {
  const auto page = page_of(input);
  if (!page) co_return page.error();
  Filter filter;
  filter.customer_id = std::move(input.customer_id);
  filter.cancelled_too = input.view == View::all;
  co_return co_await answer_list(context, std::move(request), std::move(filter), *page);
}

MyPageApi::Reply MyPageApi::answer_list(Context& context, http::Request request, Filter filter,
                                        http::hal::PageRequest page) {
  auto work = [filter = std::move(filter), page](Context& inner, sql::Session& session) {
    return find_all(inner, session, filter, page);
  };
  const Found found = co_await db_.run(context, std::move(work));
  std::vector<std::string> items;
  const Timestamp now = clock_.now();
  const std::string base = request.base_url();
  for (const Row& row : found.rows) {
    if (const auto shown = customer::show(row, now)) {
      items.push_back(resource_of(base, *shown));
    }
  }
  co_return http::hal::collection(request, "mypages", items, page, found.total);
}

MyPageApi::Reply MyPageApi::saga(Context& context, http::Request, contracts::OneOrder input) {
  auto work = [id = input.id](Context& inner, sql::Session& session) {
    return std::pair{find(inner, session, id), kafka::dead_letters_of(inner, session, id)};
  };
  const auto [found, dead_letters] = co_await db_.run(context, std::move(work));
  if (!found && dead_letters.empty()) co_return no_such_page();
  const Row row = found.value_or(Row{});
  const auto shown = customer::show(row, clock_.now());
  std::string body = R"({"mypage":)";
  body += shown ? json::encode(*shown) : "null";
  body += R"(,"orderVersion":)" + json::encode(version_of(row.order));
  body += R"(,"paymentVersion":)" + json::encode(version_of(row.payment));
  body += R"(,"reservationVersion":)" + json::encode(version_of(row.reservation));
  body += R"(,"deadLetters":)" + json::encode(dead_letters) + '}';
  co_return http::Reply{200, http::json_type, std::move(body)};
}

}  // namespace sharecar::customer
