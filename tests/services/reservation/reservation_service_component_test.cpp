// The whole service: events in, events out, and every route.

#include <gtest/gtest.h>

#include "services/reservation/assemble.hpp"
#include "services/reservation/order_events.hpp"
#include "support/service_fixture.hpp"
#include "support/test_broker.hpp"
#include "support/test_database.hpp"

namespace sharecar::reservation {
namespace {

namespace event = contracts::event;
namespace topics = contracts::topics;

ReservationConfig config_for(const test::TestDatabase& database, const test::TestBroker& broker) {
  ReservationConfig out;
  out.postgres = database.config(4);
  out.kafka = broker.config();
  return out;
}

class ReservationService : public ::testing::Test {
 protected:
  void paid(const contracts::OrderEvent& order) {
    broker_.event(topics::order, to_string(order.order_id), event::order_paid, 2, json::encode(order));
  }
  void cancelled(const contracts::OrderEvent& order) {
    broker_.event(topics::order, to_string(order.order_id), event::order_cancel_requested, 3, json::encode(order));
  }
  double decisions(const char* result) {
    auto& metrics = service_.service().metrics();
    const auto count = [&](const char* name) {
      return metrics.counter("sharecar_reservation_decisions_total", "", {{"result", name}}).Value();
    };
    if (result) return count(result);
    return count("confirmed") + count("rejected") + count("cancelled") + count("ignored");
  }
  void wait_for_decisions(double wanted) {
    ASSERT_TRUE(test::eventually([&] { return decisions(nullptr) >= wanted; })) << decisions(nullptr);
  }
  /// The body without our address and without what time it was.
  std::string body(const std::string& target) { return plain(service_.get(target)); }
  std::string plain(const test::HttpAnswer& answer) {
    std::string out = answer.body;
    const std::string base = "http://localhost:" + std::to_string(service_.port());
    for (auto at = out.find(base); at != out.npos; at = out.find(base)) out.erase(at, base.size());
    for (const std::string name : {"createdAt", "cancelledAt", "publishedAt"}) {
      const std::string start = '"' + name + R"(":")";
      for (auto at = out.find(start); at != out.npos; at = out.find(start, at + 1)) {
        const auto value = at + start.size();
        out.replace(value, out.find('"', value) - value, "then");
      }
    }
    return std::to_string(answer.status) + ' ' + out;
  }
  std::string code(const test::HttpAnswer& answer) {
    const auto json = answer.json();
    const auto* found = json.as_object().if_contains("code");
    return std::to_string(answer.status) + (found ? ' ' + std::string{found->as_string()} : "");
  }

  test::TestDatabase database_;
  test::TestBroker broker_;
  test::RunningService<ReservationConfig> service_{"reservation", config_for(database_, broker_), assemble};
};

const std::string links = R"(,"_links":{"self":{"href":"/reservations/1"},"reservation":{"href":"/reservations/1"},)"
                          R"("order":{"href":"/orders/7"},"mypage":{"href":"/mypages/7"}}})";

TEST_F(ReservationService, ReservesAPaidOrderInItsTraceAndGivesItBackWhenItIsCancelled) {
  paid(order_of(7, 1002, 9, 11));
  auto told = broker_.read(topics::reservation, 1);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].key, "7");
  EXPECT_EQ(told[0].type, "ReservationConfirmed");
  EXPECT_EQ(told[0].source, "/sharecar/reservation");
  EXPECT_EQ(told[0].sequence, Version{1});
  EXPECT_EQ(told[0].order, OrderId{7});
  ASSERT_TRUE(told[0].trace.parent);
  EXPECT_EQ(told[0].trace.parent->trace_id(), "463ac35c9f6413ad48485a3953bb6124") << "the trace of OrderPaid";
  EXPECT_EQ(told[0].payload.substr(0, told[0].payload.find(R"("at")")),
            R"({"orderId":7,"reservationId":1,"carId":1002,"customerId":"kim","startsAt":"2026-12-01T09:00:00Z",)"
            R"("endsAt":"2026-12-01T11:00:00Z","state":"CONFIRMED",)");
  EXPECT_EQ(body("/reservations/1"),
            R"(200 {"reservationId":1,"orderId":7,"carId":1002,"customerId":"kim","startsAt":"2026-12-01T09:00:00Z",)"
            R"("endsAt":"2026-12-01T11:00:00Z","status":"CONFIRMED","reason":null,"createdAt":"then",)"
            R"("cancelledAt":null)" +
                links);
  EXPECT_EQ(service_.get("/reservations/1").field("Content-Type"), "application/hal+json;charset=UTF-8");

  cancelled(order_of(7, 1002, 9, 11));
  told = broker_.read(topics::reservation, 2);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].type, "ReservationCancelled");
  EXPECT_EQ(told[1].sequence, Version{2});
  EXPECT_EQ(body("/reservations/1"),
            R"(200 {"reservationId":1,"orderId":7,"carId":1002,"customerId":"kim","startsAt":"2026-12-01T09:00:00Z",)"
            R"("endsAt":"2026-12-01T11:00:00Z","status":"CANCELLED","reason":null,"createdAt":"then",)"
            R"("cancelledAt":"then")" +
                links);
  EXPECT_TRUE(
      test::eventually([&] { return database_.ask("SELECT count(*) FROM outbox WHERE published_at IS NULL") == "0"; }));
  EXPECT_EQ(
      body("/actuator/saga/7"),
      R"(200 {"reservation":{"orderId":7,"id":1,"carId":1002,"customerId":"kim","startsAt":"2026-12-01T09:00:00Z",)"
      R"("endsAt":"2026-12-01T11:00:00Z","state":"CANCELLED","createdAt":"then","cancelledAt":"then","version":2},)"
      R"("outbox":[{"seq":42,"type":"ReservationConfirmed","version":1,"createdAt":"then","publishedAt":"then",)"
      R"("kafkaPartition":3,"kafkaOffset":0},{"seq":43,"type":"ReservationCancelled","version":2,"createdAt":"then",)"
      R"("publishedAt":"then","kafkaPartition":3,"kafkaOffset":1}],"deadLetters":[]})");
}

TEST_F(ReservationService, ActsOnceOnEventsThatComeTwiceLateOrInAnotherOrder) {
  paid(order_of(1, 1002, 9, 11));
  paid(order_of(1, 1002, 9, 11));
  cancelled(order_of(2, 1002, 12, 13));
  paid(order_of(2, 1002, 12, 13));
  cancelled(order_of(2, 1002, 12, 13));
  paid(order_of(3, 1002, 10, 12));
  paid(order_of(3, 1002, 10, 12));
  cancelled(order_of(3, 1002, 10, 12));
  wait_for_decisions(8);
  EXPECT_EQ(database_.ask("SELECT aggregate_id || ' ' || type || ' v' || version FROM outbox"
                          " WHERE order_id IS NOT NULL ORDER BY order_id, version"),
            "1 ReservationConfirmed v1,2 ReservationCancelled v1,3 ReservationRejected v1");
  EXPECT_EQ(decisions("ignored"), 5);
}

TEST_F(ReservationService, IgnoresEveryOtherEventOfAnOrder) {
  int version = 0;
  for (const char* type :
       {event::order_placed, event::order_payment_pending, event::order_declined, event::order_expired,
        event::order_cancelled, event::order_confirmed, event::refund_requested, event::order_rejected}) {
    broker_.event(topics::order, "1", type, ++version, json::encode(order_of(1, 1002, 9, 11)));
  }
  broker_.event(topics::order, "1", event::order_paid, ++version, json::encode(order_of(1, 1002, 9, 11)));
  wait_for_decisions(1);
  EXPECT_EQ(decisions("confirmed"), 1);
  EXPECT_EQ(decisions(nullptr), 1);
}

TEST_F(ReservationService, PutsWhatItCannotReadAsideAndGoesOn) {
  broker_.event(topics::order, "1", event::order_paid, 2, R"({"orderId":1})");
  broker_.event(topics::order, "1", event::order_paid, 3, "not JSON");
  broker_.event(topics::order, "1", event::order_paid, 4, json::encode(order_of(1, 1002, 11, 9)));
  paid(order_of(1, 1002, 9, 11));
  wait_for_decisions(1);
  EXPECT_EQ(decisions("confirmed"), 1);
  const auto letters = broker_.read("error.order.events.reservation", 3);
  EXPECT_EQ(letters.size(), 3U);
  EXPECT_EQ(database_.ask("SELECT order_id || ' ' || state FROM reservations"), "1 CONFIRMED");
}

TEST_F(ReservationService, GivesNoReservationWithoutAPayment) {
  const auto ask = [&](const std::string& text) { return service_.call("POST", "/reservations", text); };
  EXPECT_EQ(code(ask(R"({"orderId":7,"status":"confirmed"})")), "409 order_not_paid");
  EXPECT_EQ(code(ask(R"({"orderId":"7","status":"confirmed"})")), "409 order_not_paid");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM reservations"), "0");
  paid(order_of(7, 1002, 9, 11));
  cancelled(order_of(8, 1002, 9, 11));
  paid(order_of(9, 9999, 9, 11));
  wait_for_decisions(3);
  const std::string made = database_.ask("SELECT id FROM reservations WHERE order_id = 7");
  EXPECT_EQ(plain(ask(R"({"orderId":7,"status":"confirmed"})")), body("/reservations/" + made));
  EXPECT_EQ(plain(ask(R"({"orderId":"7"})")), body("/reservations/" + made)) << "asked again, the same";
  EXPECT_EQ(ask(R"({"orderId":7})").status, 200);
  EXPECT_EQ(code(ask(R"({"orderId":8})")), "409 order_cancelled");
  EXPECT_NE(ask(R"({"orderId":9})").body.find(R"("status":"REJECTED","reason":"car_unknown")"), std::string::npos);
  EXPECT_EQ(database_.ask("SELECT count(*) FROM reservations"), "3");
}

TEST_F(ReservationService, RefusesBadInput) {
  struct Line {
    const char* method;
    const char* target;
    const char* body;
    const char* expected;
  };
  const Line table[] = {
      {"POST", "/reservations", "", "400 invalid_request"},
      {"POST", "/reservations", "{}", "400 invalid_request"},
      {"POST", "/reservations", "[]", "400 invalid_request"},
      {"POST", "/reservations", "{", "400 malformed_json"},
      {"POST", "/reservations", R"({"orderId":1,"orderId":2})", "400 malformed_json"},
      {"POST", "/reservations", "{\"orderId\":1,\"status\":\"\xff\"}", "400 malformed_json"},
      {"POST", "/reservations", R"({"orderId":0})", "400 invalid_request"},
      {"POST", "/reservations", R"({"orderId":-1})", "400 invalid_request"},
      {"POST", "/reservations", R"({"orderId":1.5})", "400 invalid_request"},
      {"POST", "/reservations", R"({"orderId":9223372036854775808})", "400 invalid_request"},
      {"POST", "/reservations", R"({"orderId":9223372036854775807})", "409 order_not_paid"},
      {"POST", "/reservations", R"({"orderId":"one"})", "400 invalid_request"},
      {"POST", "/reservations", R"({"orderId":1,"status":7})", "400 invalid_request"},
      {"GET", "/reservations/0", "", "404 not_found"},
      {"GET", "/reservations/-1", "", "404 not_found"},
      {"GET", "/reservations/x", "", "400 invalid_request"},
      {"GET", "/reservations/99999999999999999999", "", "400 invalid_request"},
      {"GET", "/reservations?page=-1", "", "400 invalid_request"},
      {"GET", "/reservations?size=0", "", "400 invalid_request"},
      {"GET", "/reservations?size=1001", "", "400 invalid_request"},
      {"GET", "/reservations?sort=carId", "", "400 invalid_request"},
      {"GET", "/reservations?sort=orderId,sideways", "", "400 invalid_request"},
      {"GET", "/reservations?sort=orderId;DROP%20TABLE%20reservations", "", "400 invalid_request"},
      {"GET", "/cancellations?sort=status", "", "400 invalid_request"},
      {"GET", "/cancellations?page=x", "", "400 invalid_request"},
      {"DELETE", "/reservations/1", "", "405 method_not_allowed"},
      {"PUT", "/cancellations", "{}", "405 method_not_allowed"},
      {"GET", "/reservation", "", "404 not_found"},
      {"GET", "/actuator/saga/1", "", "404 not_found"},
      {"GET", "/actuator/saga/x", "", "400 invalid_request"},
      {"GET", "/admin/cars/1", "", "404 car_unknown"},
      {"GET", "/admin/cars/x", "", "400 invalid_request"},
      {"GET", "/admin/cars?sort=version", "", "400 invalid_request"},
      {"PATCH", "/admin/cars/1", R"({"inService":true})", "404 car_unknown"},
      {"PATCH", "/admin/cars/1002", "{}", "400 invalid_request"},
      {"PATCH", "/admin/cars/1002", R"({"inService":"no"})", "400 invalid_request"},
      {"PATCH", "/admin/cars/1002", R"({"inService":null})", "400 invalid_request"},
  };
  for (const Line& line : table) {
    EXPECT_EQ(code(service_.call(line.method, line.target, line.body)), line.expected)
        << line.method << ' ' << line.target << ' ' << line.body;
  }
  EXPECT_EQ(service_.get("/actuator/health/liveness").status, 200);
  EXPECT_EQ(database_.ask("SELECT count(*) FROM reservations"), "0");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM cars WHERE version <> 1"), "0");
}

TEST_F(ReservationService, ListsPagesAndSorts) {
  paid(order_of(1, 1002, 12, 13));
  wait_for_decisions(1);
  paid(order_of(2, 1002, 9, 10));
  wait_for_decisions(2);
  paid(order_of(3, 1002, 10, 11));
  cancelled(order_of(4, 1002, 10, 11));  // a tombstone: in no list
  wait_for_decisions(4);
  cancelled(order_of(2, 1002, 9, 10));
  wait_for_decisions(5);
  const auto orders = [&](const std::string& target) {
    const auto json = service_.get(target).json();
    std::string out;
    for (const auto& [relation, items] : json.at("_embedded").as_object()) {
      out += relation;
      for (const auto& one : items.as_array()) out += ' ' + std::to_string(one.at("orderId").as_int64());
    }
    const auto& page = json.at("page");
    return out + " of " + std::to_string(page.at("totalElements").as_int64());
  };
  EXPECT_EQ(orders("/reservations"), "reservations 1 2 3 of 3");
  EXPECT_EQ(orders("/reservations?sort=reservationId,desc"), "reservations 3 2 1 of 3");
  EXPECT_EQ(orders("/reservations?sort=orderId,desc&size=2"), "reservations 3 2 of 3");
  EXPECT_EQ(orders("/reservations?sort=orderId,desc&size=2&page=1"), "reservations 1 of 3");
  EXPECT_EQ(orders("/reservations?sort=startsAt"), "reservations 2 3 1 of 3");
  EXPECT_EQ(orders("/reservations?sort=startsAt,desc"), "reservations 1 3 2 of 3");
  EXPECT_EQ(orders("/reservations?page=7"), "reservations of 3");
  EXPECT_EQ(orders("/cancellations"), "cancellations 2 of 1");
  EXPECT_EQ(orders("/cancellations?sort=startsAt,desc"), "cancellations 2 of 1");
}

TEST_F(ReservationService, TakesCarsOutOfServiceAndTellsTheCatalogues) {
  const std::string car =
      R"("carId":1002,"name":"Hyundai Ioniq 5","zone":"Seoul Gangnam","carClass":"standard","hourlyPrice":100000,)";
  const std::string car_links = R"(,"_links":{"self":{"href":"/admin/cars/1002"},"car":{"href":"/admin/cars/1002"}}})";
  const auto change = [&](const char* text) { return plain(service_.call("PATCH", "/admin/cars/1002", text)); };
  const std::string out = "200 {" + car + R"("inService":false,"timeZone":"Asia/Seoul","version":2)" + car_links;
  EXPECT_EQ(change(R"({"inService":false})"), out);
  EXPECT_EQ(change(R"({"inService":false})"), out) << "it is so already";
  EXPECT_EQ(body("/admin/cars/1002"), out);
  paid(order_of(1, 1002, 9, 11));
  wait_for_decisions(1);
  EXPECT_EQ(database_.ask("SELECT state || ' ' || reason FROM reservations"), "REJECTED car_out_of_service");
  EXPECT_EQ(change(R"({"inService":true})"),
            "200 {" + car + R"("inService":true,"timeZone":"Asia/Seoul","version":3)" + car_links);

  const auto fleet = std::stoul(database_.ask("SELECT count(*) FROM cars"));
  std::string told;
  for (const auto& one : broker_.read(topics::car, fleet + 2)) {
    if (one.key == "1002") told += one.type + " v" + std::to_string(one.sequence.value) + ' ' + one.payload + '\n';
  }
  EXPECT_EQ(told, "CarChanged v1 {" + car + "\"inService\":true,\"timeZone\":\"Asia/Seoul\",\"version\":1}\n" +
                      "CarChanged v2 {" + car + "\"inService\":false,\"timeZone\":\"Asia/Seoul\",\"version\":2}\n" +
                      "CarChanged v3 {" + car + "\"inService\":true,\"timeZone\":\"Asia/Seoul\",\"version\":3}\n");
  EXPECT_EQ(service_.get("/admin/cars?size=1000").json().at("page").at("totalElements").as_int64(),
            static_cast<std::int64_t>(fleet));
  const auto dearest = service_.get("/admin/cars?sort=hourlyPrice,desc&size=1").json();
  EXPECT_EQ(dearest.at("_embedded").at("cars").at(0).at("carId").as_int64(), 1002);
}

TEST_F(ReservationService, HasMetricsThatPromtoolAccepts) {
  paid(order_of(1, 1002, 9, 11));
  wait_for_decisions(1);
  const auto metrics = service_.get("/actuator/prometheus").body;
  EXPECT_EQ(test::complaints_of_promtool(metrics), "");
  EXPECT_NE(metrics.find(R"(sharecar_reservation_decisions_total{application="reservation",result="confirmed"} 1)"),
            std::string::npos);
}

TEST_F(ReservationService, AnswersUnavailableWhileItsDatabaseIsAway) {
  database_.refuse();
  const auto answer = service_.get("/reservations");
  EXPECT_EQ(code(answer), "503 unavailable");
  EXPECT_NE(answer.field("Retry-After"), "");
  paid(order_of(1, 1002, 9, 11));
  database_.allow();
  wait_for_decisions(1);
  EXPECT_TRUE(test::eventually([&] { return service_.get("/reservations").status == 200; }));
  EXPECT_EQ(decisions("confirmed"), 1) << "what was told meanwhile is not lost";
}

}  // namespace
}  // namespace sharecar::reservation
