/// MyPage in SQLite: one upsert per event, one row per order. Runs on database threads.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chassis/http/hal.hpp"
#include "chassis/sql/sqlite.hpp"
#include "mypage.hpp"

namespace sharecar::customer {

extern const sql::Migrations migrations;

// Each takes one event, in any order and any number of times: the row keeps the newest of its topic by version, and the
// event's step once. `payload` is the event as it came; `now` is when it is written here.
void keep(Context& context, sql::Session& session, const contracts::OrderEvent& event, const NumberedStep& step,
          const std::string& payload, Timestamp now);
void keep(Context& context, sql::Session& session, const contracts::PaymentEvent& event, const NumberedStep& step,
          const std::string& payload, Timestamp now);
void keep(Context& context, sql::Session& session, const contracts::ReservationEvent& event, const NumberedStep& step,
          const std::string& payload, Timestamp now);

std::optional<Row> find(Context& context, sql::Session& session, OrderId id);

/// Wire names that lists can be sorted by.
inline constexpr std::array<std::string_view, 3> sortable{"orderId", "startsAt", "asOf"};

/// Which rows are wanted.
struct Filter {
  std::optional<std::string> customer_id = {};
  bool cancelled_too = true;
};
struct Found {
  std::vector<Row> rows;
  std::int64_t total = 0;
};
Found find_all(Context& context, sql::Session& session, const Filter& filter, const http::hal::PageRequest& page);

}  // namespace sharecar::customer
