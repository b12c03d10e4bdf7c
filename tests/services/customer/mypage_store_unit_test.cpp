// The projection on a real SQLite file: the same rows whatever the order of the events.

#include "services/customer/mypage_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "chassis/json/encode.hpp"
#include "services/customer/mypage_projection.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::customer {
namespace {

using namespace std::chrono_literals;
namespace event = contracts::event;
namespace topics = contracts::topics;

const Timestamp nine = *parse_rfc3339("2026-11-23T09:00:00Z");

class StoppedClock : public Clock {
 public:
  Timestamp now() const override { return at; }
  Timestamp at = nine;
};

kafka::Message message(const char* topic, const char* type, int version, std::string payload) {
  kafka::Message out;
  out.topic = topic;
  out.type = type;
  out.key = "7";
  out.sequence = Version{version};
  out.payload = std::move(payload);
  out.trace.parent = telemetry::TraceContext{0xa, 0xb, static_cast<std::uint64_t>(version) + 0xc0, 0, true, false};
  return out;
}

kafka::Message of_order(const char* type, OrderState state, int version, std::chrono::milliseconds at, int order = 7,
                        std::string customer = "kim") {
  contracts::OrderEvent it;
  it.order_id = {order};
  it.car_id = {1002};
  it.customer_id = std::move(customer);
  it.starts_at = nine + std::chrono::hours{100 - order};
  it.ends_at = it.starts_at + 1h;
  it.price = {100'000};
  it.pay_method = "card";
  it.state = state;
  it.pay_by = nine + 10min;
  it.created_at = nine;
  it.at = nine + at;
  it.version = {version};
  return message(topics::order, type, version, json::encode(it));
}

kafka::Message of_payment(const char* type, PaymentState state, int version, std::chrono::milliseconds at) {
  contracts::PaymentEvent it;
  it.order_id = {7};
  it.payment_id = {90};
  it.customer_id = "kim";
  it.state = state;
  it.price = {100'000};
  it.pay_method = "card";
  it.at = nine + at;
  it.version = {version};
  return message(topics::payment, type, version, json::encode(it));
}

kafka::Message of_reservation(const char* type, ReservationState state, int version, std::chrono::milliseconds at) {
  contracts::ReservationEvent it;
  it.order_id = {7};
  it.reservation_id = ReservationId{50};
  it.car_id = {1002};
  it.customer_id = "kim";
  it.starts_at = nine + 93h;
  it.ends_at = nine + 94h;
  it.state = state;
  it.at = nine + at;
  it.version = {version};
  return message(topics::reservation, type, version, json::encode(it));
}

/// A booking that is cancelled, as the three topics tell it: ten events.
std::vector<kafka::Message> cancelled_booking() {
  return {of_order(event::order_placed, OrderState::REQUESTED, 1, 0ms),
          of_payment(event::payment_approved, PaymentState::APPROVED, 1, 10ms),
          of_order(event::order_paid, OrderState::PAID, 2, 20ms),
          of_reservation(event::reservation_confirmed, ReservationState::CONFIRMED, 1, 30ms),
          of_order(event::order_confirmed, OrderState::CONFIRMED, 3, 40ms),
          of_order(event::order_cancel_requested, OrderState::CANCEL_REQUESTED, 4, 50ms),
          of_reservation(event::reservation_cancelled, ReservationState::CANCELLED, 2, 60ms),
          of_order(event::refund_requested, OrderState::CANCEL_REQUESTED, 5, 70ms),
          of_payment(event::payment_refunded, PaymentState::APPROVED, 2, 80ms),
          of_order(event::order_cancelled, OrderState::CANCELLED, 6, 90ms)};
}

class MyPageStore : public ::testing::Test {
 protected:
  MyPageStore() { db_.migrate(migrations); }

  void take(const std::vector<kafka::Message>& messages) {
    auto context = untraced(60s);
    db_.run_here(context, [&](Context& inner, sql::Session& session) {
      sql::Transaction transaction{session};
      for (const auto& one : messages) projection_(inner, session, one);
      transaction.commit();
    });
  }

  std::optional<Row> row() {
    auto context = untraced(60s);
    return db_.run_here(context, [](Context& inner, sql::Session& session) { return find(inner, session, {7}); });
  }

  static std::string text(const std::optional<Row>& found) {
    if (!found) return "no row";
    const auto shown = show(*found, nine);
    return shown ? json::encode(*shown) : "not shown";
  }
  std::string page() { return text(row()); }

  /// What these events alone lead to; nothing of it stays.
  std::string page_after(const std::vector<kafka::Message>& messages) {
    auto context = untraced(60s);
    return db_.run_here(context, [&](Context& inner, sql::Session& session) {
      const sql::Transaction rolled_back{session};
      for (const auto& one : messages) projection_(inner, session, one);
      return text(find(inner, session, {7}));
    });
  }

  /// Ids of a list, "3 2 1 of 3".
  std::string list(const Filter& filter, const http::hal::PageRequest& page) {
    auto context = untraced(60s);
    const auto found = db_.run_here(
        context, [&](Context& inner, sql::Session& session) { return find_all(inner, session, filter, page); });
    std::string out;
    for (const Row& one : found.rows) out += to_string(one.order->order_id) + ' ';
    return out + "of " + std::to_string(found.total);
  }

  const test::TemporaryFolder folder_;
  telemetry::Metrics metrics_{"test"};
  sql::SqliteDatabase db_{{.path = folder_.path() / "mypage.db"}, metrics_};
  StoppedClock clock_;
  Projection projection_{clock_, metrics_};
};

TEST_F(MyPageStore, GivesTheSameRowForEveryInterleavingOfTheTopics) {
  const auto events = cancelled_booking();
  clock_.at = nine + 1s;
  const std::string expected = page_after(events);
  EXPECT_NE(expected.find(R"("status":"CANCELLED")"), expected.npos) << expected;
  // Which topic each of the ten events comes from; every distinct arrangement is one interleaving.
  std::vector<std::string> turns;
  for (const auto& one : events) turns.push_back(one.topic);
  std::sort(turns.begin(), turns.end());
  int interleavings = 0;
  do {
    std::map<std::string, std::vector<kafka::Message>> waiting;
    for (auto one = events.rbegin(); one != events.rend(); ++one) waiting[one->topic].push_back(*one);
    std::vector<kafka::Message> arriving;
    for (const auto& topic : turns) {
      arriving.push_back(waiting[topic].back());
      waiting[topic].pop_back();
    }
    ++interleavings;
    ASSERT_EQ(page_after(arriving), expected) << "interleaving " << interleavings;
  } while (std::next_permutation(turns.begin(), turns.end()));
  EXPECT_EQ(interleavings, 1260);
}

TEST_F(MyPageStore, GivesTheSameRowForLateAndRepeatedEvents) {
  const auto events = cancelled_booking();
  clock_.at = nine + 1s;
  const std::string expected = page_after(events);
  EXPECT_NE(expected.find(R"("status":"CANCELLED")"), expected.npos) << expected;
  std::mt19937 random{20261121};
  for (int round = 0; round < 300; ++round) {
    auto arriving = events;
    for (int i = 0; i < 10; ++i) arriving.push_back(events[random() % events.size()]);
    std::shuffle(arriving.begin(), arriving.end(), random);
    ASSERT_EQ(page_after(arriving), expected) << "round " << round;
  }
}

TEST_F(MyPageStore, ShowsEachStepOnceWithTheTraceThatItCameBy) {
  clock_.at = nine + 1s;
  auto events = cancelled_booking();
  take({events[0], events[1], events[2], events[1], events[0]});
  EXPECT_EQ(page(),
            R"({"orderId":7,"customerId":"kim","carId":1002,"hotelId":"1002","carClass":"","roomType":"",)"
            R"("startsAt":"2026-11-27T06:00:00Z","endsAt":"2026-11-27T07:00:00Z","price":100000,"payMethod":"card",)"
            R"("paymentId":90,"status":"PAID","statusCode":2,"refund":"NONE",)"
            R"("payment":{"state":"approved","attempts":0,"serverNow":"2026-11-23T09:00:00Z"},"steps":[)"
            R"({"code":"OrderPlaced","at":"2026-11-23T09:00:00Z","service":"order",)"
            R"("traceId":"000000000000000a000000000000000b","spanId":"00000000000000c1"},)"
            R"({"code":"PaymentApproved","at":"2026-11-23T09:00:00.010Z","service":"payment",)"
            R"("traceId":"000000000000000a000000000000000b","spanId":"00000000000000c1"},)"
            R"({"code":"OrderPaid","at":"2026-11-23T09:00:00.020Z","service":"order",)"
            R"("traceId":"000000000000000a000000000000000b","spanId":"00000000000000c2"}],)"
            R"("orderTraceIds":["000000000000000a000000000000000b"],"asOf":"2026-11-23T09:00:00.020Z","lagMs":980})");
}

TEST_F(MyPageStore, SaysHowOldItsNewestEventWasWhenItCame) {
  const auto events = cancelled_booking();
  clock_.at = nine + 25ms;
  take({events[2]});  // at 20 ms
  EXPECT_EQ(row()->lag_ms, 5);
  EXPECT_EQ(row()->as_of, nine + 20ms);
  clock_.at = nine + 1s;
  take({events[0]});  // older: the row is as fresh as before
  EXPECT_EQ(row()->lag_ms, 5);
  EXPECT_EQ(row()->as_of, nine + 20ms);
  clock_.at = nine + 29ms;
  take({events[3]});  // a clock that is ahead gives no negative lag
  EXPECT_EQ(row()->lag_ms, 0);
  EXPECT_EQ(row()->as_of, nine + 30ms);
}

TEST_F(MyPageStore, KeepsWhatItCannotShowYet) {
  const auto events = cancelled_booking();
  EXPECT_EQ(page(), "no row");
  take({events[1], events[3]});
  EXPECT_EQ(page(), "not shown");
  EXPECT_EQ(list({}, {0, 20, "orderId", false}), "of 0");
  take({events[0]});
  EXPECT_NE(page().find(R"("status":"CONFIRMED","statusCode":3,"label":"Confirming reservation")"), std::string::npos)
      << page();
  EXPECT_EQ(list({}, {0, 20, "orderId", false}), "7 of 1");
}

TEST_F(MyPageStore, RefusesWhatItCannotRead) {
  for (const std::string payload : {"", "{", "[]", "{}", R"({"orderId":"seven"})"}) {
    for (const char* topic : {topics::order, topics::payment, topics::reservation}) {
      EXPECT_THROW(take({message(topic, "OrderPaid", 1, payload)}), kafka::Poison) << payload;
    }
  }
  EXPECT_EQ(list({}, {0, 20, "orderId", false}), "of 0");
}

TEST_F(MyPageStore, ListsByCustomerSortsAndPages) {
  std::vector<kafka::Message> events;
  for (int id = 1; id <= 5; ++id) {
    const auto state = id == 2 ? OrderState::CANCELLED : OrderState::PAID;
    const auto at = std::chrono::milliseconds{id == 3 ? 100 : id};
    events.push_back(of_order(event::order_paid, state, 1, at, id, id == 5 ? "lee" : "kim"));
  }
  take(events);
  using http::hal::PageRequest;
  const auto sorted = [](std::string field, bool descending, std::int64_t number = 0, std::int64_t size = 20) {
    return PageRequest{number, size, std::move(field), descending};
  };
  EXPECT_EQ(list({}, sorted("orderId", false)), "1 2 3 4 5 of 5");
  EXPECT_EQ(list({}, sorted("orderId", true)), "5 4 3 2 1 of 5");
  EXPECT_EQ(list({}, sorted("startsAt", false)), "5 4 3 2 1 of 5");
  EXPECT_EQ(list({}, sorted("asOf", true)), "3 5 4 2 1 of 5");
  EXPECT_EQ(list({}, sorted("orderId", true, 1, 2)), "3 2 of 5");
  EXPECT_EQ(list({}, sorted("orderId", true, 9, 2)), "of 5");
  EXPECT_EQ(list({.cancelled_too = false}, sorted("orderId", false)), "1 3 4 5 of 4");
  EXPECT_EQ(list({.customer_id = "kim"}, sorted("orderId", true)), "4 3 2 1 of 4");
  EXPECT_EQ(list({.customer_id = "kim", .cancelled_too = false}, sorted("orderId", true)), "4 3 1 of 3");
  EXPECT_EQ(list({.customer_id = "lee"}, sorted("asOf", false)), "5 of 1");
  EXPECT_EQ(list({.customer_id = "nobody"}, sorted("orderId", true)), "of 0");
}

// What looks like a number must not become one: SQLite would compare it as such.
TEST_F(MyPageStore, FindsCustomersWhoseNameIsANumber) {
  take({of_order(event::order_placed, OrderState::REQUESTED, 1, 0ms, 1, "12"),
        of_order(event::order_placed, OrderState::REQUESTED, 1, 0ms, 2, "012"),
        of_order(event::order_placed, OrderState::REQUESTED, 1, 0ms, 3, "12.0")});
  const http::hal::PageRequest page{0, 20, "orderId", false};
  EXPECT_EQ(list({.customer_id = "12"}, page), "1 of 1");
  EXPECT_EQ(list({.customer_id = "012"}, page), "2 of 1");
  EXPECT_EQ(list({.customer_id = "12.0"}, page), "3 of 1");
}

}  // namespace
}  // namespace sharecar::customer
