/// HTTP for MyPage.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "chassis/http/hal.hpp"
#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "mypage_store.hpp"

namespace sharecar::customer {

namespace net = boost::asio;

/// `current` leaves cancelled orders out: the seed deletes their rows.
enum class View { all, current };
BOOST_DESCRIBE_ENUM(View, all, current)

struct FindMyPage {
  OrderId order_id;
  View view = View::all;
};
BOOST_DESCRIBE_STRUCT(FindMyPage, (), (order_id, view))

struct ListMyPages : contracts::Page {
  View view = View::all;
};
BOOST_DESCRIBE_STRUCT(ListMyPages, (contracts::Page), (view))

struct ListOfCustomer : contracts::ByCustomer {
  View view = View::all;
};
BOOST_DESCRIBE_STRUCT(ListOfCustomer, (contracts::ByCustomer), (view))

/// The row as a resource; `base` is in front of its links, "" makes them relative.
std::string resource_of(const std::string& base, const contracts::MyPage& page);

/// Lives on the reactor's thread.
class MyPageApi {
 public:
  MyPageApi(sql::SqliteDatabase& db, const Clock& clock) : db_(db), clock_(clock) {}
  http::Routes routes();

 private:
  using Reply = net::awaitable<http::Reply>;
  Reply show(Context& context, http::Request request, FindMyPage input);
  Reply list(Context& context, http::Request request, ListMyPages input);
  Reply list_of_customer(Context& context, http::Request request, ListOfCustomer input);
  Reply saga(Context& context, http::Request request, contracts::OneOrder input);

  net::awaitable<std::optional<Row>> find_row(Context& context, OrderId id);
  Reply answer_list(Context& context, http::Request request, Filter filter, http::hal::PageRequest page);

  sql::SqliteDatabase& db_;
  const Clock& clock_;
};

}  // namespace sharecar::customer

namespace sharecar {
template <>
inline constexpr std::array rules<customer::FindMyPage>{
    FieldRule{.field = "view", .defaulted = true},
};
template <>
inline constexpr std::array rules<customer::ListMyPages>{
    FieldRule{.field = "page", .min = 0, .max = 1'000'000},
    FieldRule{.field = "size", .min = 1, .max = 1000},
    FieldRule{.field = "sort", .max_length = 64},
    FieldRule{.field = "view", .defaulted = true},
};
template <>
inline constexpr std::array rules<customer::ListOfCustomer>{
    FieldRule{.field = "customerId", .min_length = 1, .max_length = 64},
    FieldRule{.field = "page", .min = 0, .max = 1'000'000},
    FieldRule{.field = "size", .min = 1, .max = 1000},
    FieldRule{.field = "sort", .max_length = 64},
    FieldRule{.field = "view", .defaulted = true},
};
}  // namespace sharecar
