// Every route of the order service and every refusal, on a real database.

#include <algorithm>
#include <future>

#include "services/order/order_fixture.hpp"
#include "services/order/order_store.hpp"

namespace sharecar::order {
namespace {

using test::eventually;
using namespace std::chrono_literals;

TEST_F(OrderComponent, BooksTheEarliestFreeHourWhenOnlyTheCarIsNamed) {
  const auto first = order(R"({"hotelId":"1002","roomType":"delux"})");
  ASSERT_EQ(first.status, 201) << first.body;
  const auto body = first.json();
  EXPECT_EQ(body.at("status"), "PAID");
  EXPECT_EQ(body.at("statusCode"), 2);
  EXPECT_EQ(body.at("hotelId"), "1002");
  EXPECT_EQ(body.at("roomType"), "delux");
  EXPECT_EQ(body.at("customerId"), "guest");
  EXPECT_EQ(body.at("price"), 100000);
  EXPECT_TRUE(first.field("Location").ends_with("/orders/1"));
  EXPECT_EQ(first.field("x-order-id"), "1");
  const auto second = order(R"({"carId":1002})");
  EXPECT_EQ(second.json().at("startsAt"), body.at("endsAt"));
  EXPECT_EQ(ask("SELECT string_agg(type, ' ' ORDER BY seq) FROM outbox WHERE aggregate_id = '1'"),
            "OrderPlaced OrderPaid");
}

TEST_F(OrderComponent, TakesAReleasedEarliestHourAgain) {
  EXPECT_EQ(order(R"({"carId":1002})").status, 201);
  FakePayment::says = Says::declined;
  const auto declined = order(R"({"carId":1002})");
  EXPECT_EQ(code_of(declined), "402 card_declined");
  EXPECT_EQ(declined.json().at("reason"), "insufficient_funds");
  FakePayment::says = Says::approved;
  EXPECT_EQ(order(R"({"carId":1002})").status, 201);
  EXPECT_EQ(ask("SELECT count(DISTINCT starts_at) FROM orders WHERE holds"), "2");
  EXPECT_EQ(ask("SELECT max(starts_at) - min(starts_at) FROM orders WHERE holds"), "01:00:00");
}

TEST_F(OrderComponent, GivesARushOnOneCarItsHoursOneAfterTheOther) {
  std::vector<std::future<int>> rush;
  const auto send = [&](const char* key) {
    rush.push_back(std::async(std::launch::async, [&, key] { return order(R"({"carId":1002})", key).status; }));
  };
  for (int i = 0; i < 40; ++i) {
    send("");
    if (i % 4 == 0) send("same");
  }
  for (auto& one : rush) {
    const int status = one.get();
    EXPECT_TRUE(status == 201 || status == 409) << status;  // 409: the first one with this key is still running
  }
  EXPECT_EQ(ask("SELECT count(*) FROM orders"), "41");
  EXPECT_EQ(ask("SELECT count(DISTINCT starts_at) FROM orders"), "41");
  EXPECT_EQ(ask("SELECT max(starts_at) - min(starts_at) = interval '40 hours' FROM orders"), "t") << "none is left out";
}

TEST_F(OrderComponent, RefusesATakenSlotWithTheNearestFreeTimes) {
  const std::string body = R"({"carId":1002,"startsAt":")" + in_hours(24) + R"("})";
  EXPECT_EQ(order(body).status, 201);
  const auto taken = order(body);
  EXPECT_EQ(code_of(taken), "409 slot_taken");
  const auto problem = taken.json();
  const auto& alternatives = problem.at("alternatives").as_array();
  ASSERT_FALSE(alternatives.empty());
  EXPECT_EQ(alternatives[0].at("startsAt"), boost::json::value(in_hours(23)));
}

TEST_F(OrderComponent, LetsOneOfManyWinASlot) {
  const std::string body = R"({"carId":1002,"startsAt":")" + in_hours(30) + R"("})";
  std::vector<std::future<int>> racers;
  for (int i = 0; i < 24; ++i) racers.push_back(std::async(std::launch::async, [&] { return order(body).status; }));
  int winners = 0;
  int losers = 0;
  for (auto& racer : racers) {
    const int status = racer.get();
    winners += status == 201;
    losers += status == 409;
  }
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(losers, 23);
  EXPECT_EQ(ask("SELECT count(*) FROM orders"), "1");
}

TEST_F(OrderComponent, KeepsAnOrderWhosePaymentDoesNotAnswerAndPaysItLater) {
  for (const Says says : {Says::error, Says::nonsense, Says::running, Says::late}) {
    FakePayment::says = says;
    const auto pending = order(R"({"carId":1002})");
    EXPECT_EQ(pending.status, 202) << static_cast<int>(says) << pending.body;
    const auto body = pending.json();
    EXPECT_EQ(body.at("status"), "PAYMENT_PENDING");
    EXPECT_TRUE(body.at("payBy").is_string());
    EXPECT_EQ(body.at("payment").at("state"), "pending");
    EXPECT_EQ(body.at("payment").at("attempts"), 1);
  }
  FakePayment::says = Says::approved;
  EXPECT_TRUE(eventually([&] { return ask("SELECT count(*) FROM orders WHERE state = 'PAID'") == "4"; }));
  EXPECT_EQ(ask("SELECT count(*) FROM orders WHERE sealed_card IS NOT NULL OR method_token IS NOT NULL"), "0");
}

class Impatient : public OrderComponent {
 protected:
  Impatient() : OrderComponent([](OrderConfig& config) { config.answer_within_ms = 100; }) {}
};

TEST_F(Impatient, AnswersPayLaterWhenPaymentNeedsMoreThanWhatIsLeft) {
  FakePayment::says = Says::late;
  FakePayment::late_ms = 200;
  EXPECT_EQ(order(R"({"carId":1002})").status, 202);
  EXPECT_TRUE(eventually([&] { return ask("SELECT state FROM orders") == "PAID"; })) << "the worker has more time";
  FakePayment::late_ms = 400;
}

// A connection may break after the server has committed and before it says so: the work is run again.
TEST_F(OrderComponent, PlacesOneOrderWhenItIsPlacedAgainAfterACommitThatNobodyHeardOf) {
  const SystemClock clock;
  telemetry::Metrics metrics{"order"};
  sql::Postgres db{database_.config(), metrics};
  OrderStore store{clock, metrics};
  auto context = untraced(5s);
  Placing placing;
  placing.now = clock.now();
  placing.order.car_id = CarId{1002};
  placing.order.customer_id = "guest";
  placing.order.created_at = placing.now;
  placing.order.pay_by = placing.now + 10min;
  Earliest earliest{context, placing};
  placing.slot = Slot{*parse_rfc3339(in_hours(48)), *parse_rfc3339(in_hours(49))};
  for (int run = 0; run < 2; ++run) {
    db.run_here(context, [&](Context& inner, sql::Session& session) {
      const auto placed = store.place(inner, session, placing);
      ASSERT_TRUE(placed);
      EXPECT_FALSE(placed->existing);
      store.place_earliest(session, {&earliest});
      ASSERT_TRUE(earliest.outcome && *earliest.outcome);
      EXPECT_FALSE((*earliest.outcome)->existing);
    });
  }
  EXPECT_EQ(ask("SELECT count(*) FROM orders"), "2");
}

TEST_F(OrderComponent, ExpiresAnOrderThatIsNotPaidInTime) {
  FakePayment::says = Says::error;
  EXPECT_EQ(order(R"({"carId":1002})", "k1").status, 202);
  ask("UPDATE orders SET pay_by = now(), retry_at = now()");
  EXPECT_TRUE(eventually([&] { return ask("SELECT state || holds FROM orders") == "EXPIREDfalse"; }));
  EXPECT_EQ(code_of(order(R"({"carId":1002})", "k1")), "402 payment_expired");
}

TEST_F(OrderComponent, AnswersARepeatWithTheStateOfTheFirstRequest) {
  const std::string body = R"({"carId":1002,"startsAt":")" + in_hours(5) + R"("})";
  const auto first = order(body, "key-1");
  const auto again = order(body, "key-1");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.json().at("orderId"), first.json().at("orderId"));
  EXPECT_EQ(code_of(order(R"({"carId":2001})", "key-1")), "422 key_reused");
  EXPECT_EQ(order(R"({"carId":1002,"customerId":"kim"})", "key-1").status, 201);  // the key is the customer's own
  FakePayment::says = Says::declined;
  const std::string other = R"({"carId":2001,"startsAt":")" + in_hours(5) + R"("})";
  EXPECT_EQ(code_of(order(other, "key-2")), "402 card_declined");
  FakePayment::says = Says::approved;
  EXPECT_EQ(code_of(order(other, "key-2")), "402 card_declined");
  service_->call("DELETE", "/orders/1");
  EXPECT_EQ(code_of(order(body, "key-1")), "409 order_cancelled");
  EXPECT_EQ(code_of(order(R"({"carId":1002,"startsAt":"2020-01-01T10:00:00Z"})", "key-3")), "400 invalid_request");
  EXPECT_EQ(ask("SELECT count(*) FROM orders WHERE idempotency_key IS NOT NULL"), "3");
}

TEST_F(OrderComponent, MakesOneOrderOfTwentyEqualSubmissions) {
  const std::string body = R"({"carId":1002,"startsAt":")" + in_hours(6) + R"("})";
  std::vector<std::future<std::string>> sent;
  for (int i = 0; i < 20; ++i) {
    sent.push_back(std::async(std::launch::async, [&] { return code_of(order(body, "same")); }));
  }
  for (auto& one : sent) {
    const std::string answer = one.get();
    EXPECT_TRUE(answer == "201" || answer == "409 request_running") << answer;
  }
  EXPECT_EQ(ask("SELECT count(*) FROM orders"), "1");
  EXPECT_EQ(FakePayment::calls, 1);
}

TEST_F(OrderComponent, RefusesAnotherPriceThanTheExpectedAndStoresNothing) {
  const auto changed = order(R"({"carId":1002,"expectedPrice":1})");
  EXPECT_EQ(code_of(changed), "409 price_changed");
  EXPECT_EQ(changed.json().at("quote").at("price"), 100000);
  EXPECT_EQ(order(R"({"carId":1002,"expectedPrice":"100000"})").status, 201);
  EXPECT_EQ(ask("SELECT count(*) FROM orders"), "1");
}

TEST_F(OrderComponent, RefusesWhatCannotBeBooked) {
  add_car(3001, false);
  EXPECT_EQ(code_of(order(R"({"carId":77})")), "404 car_unknown");
  EXPECT_EQ(code_of(order(R"({"carId":3001})")), "409 car_out_of_service");
  EXPECT_EQ(code_of(order(R"({"carId":1002,"payMethod":"cancle"})")), "422 cancel_the_order");
  FakePayment::says = Says::not_owned;
  EXPECT_EQ(code_of(order(R"({"carId":1002,"methodToken":"somebody-elses"})")), "422 method_not_owned");
  EXPECT_EQ(ask("SELECT count(*) FROM orders WHERE holds"), "0");
}

TEST_F(OrderComponent, NamesEveryWrongFieldAndStoresNothing) {
  struct Row {
    std::string body;
    std::string says;
  };
  const std::string soon = in_hours(2);
  const std::vector<Row> rows{
      {"", "400 invalid_request /carId required missing"},
      {"{", "400 malformed_json"},
      {"[]", "400 invalid_request  type:object array"},
      {"null", "400 invalid_request  type:object null"},
      {"{}", "400 invalid_request /carId required missing"},
      {R"({"carId":1002,"carId":2001})", "400 malformed_json"},
      {"{\"carId\":1002,\"customerId\":\"\xff\"}", "400 malformed_json"},
      {std::string(100, '[') + std::string(100, ']'), "400 malformed_json"},
      {R"({"carId":-1})", "400 invalid_request /carId min:1 integer"},
      {R"({"carId":1.5})", "400 invalid_request /carId type:integer number"},
      {R"({"carId":99999999999999999999999})", "400 invalid_request /carId type:integer number"},
      {R"({"carId":"99999999999999999999999"})", "400 invalid_request /carId type:integer string"},
      {R"({"carId":null})", "400 invalid_request /carId type:integer null"},
      {R"({"carId":{"a":1}})", "400 invalid_request /carId type:integer object"},
      {R"({"carId":1002,"customerId":"a b"})",
       "400 invalid_request /customerId format:letters, digits and - _ . @ string"},
      {R"({"carId":1002,"customerId":")" + std::string(65, 'a') + "\"}",
       "400 invalid_request /customerId maxLength:64 string"},
      {R"({"carId":1002,"cardNumber":"4242"})", "400 invalid_request /cardNumber format:12 to 19 digits string"},
      {R"({"carId":1002,"cardNumber":4242424242424242})", "400 invalid_request /cardNumber type:string integer"},
      {R"({"carId":1002,"carClass":"a\u0000b"})", "400 invalid_request /carClass no NUL character string"},
      {R"({"carId":1002,"startsAt":"tomorrow"})", "400 invalid_request /startsAt format:date-time string"},
      {R"({"carId":1002,"startsAt":"2026-02-30T10:00:00Z"})", "400 invalid_request /startsAt format:date-time string"},
      {R"({"carId":1002,"startsAt":"2026-11-21T10:00:00"})", "400 invalid_request /startsAt format:date-time string"},
      {R"({"carId":1002,"startsAt":"2020-01-01T10:00:00Z"})", "400 invalid_request /startsAt not in the past string"},
      {R"({"carId":1002,"startsAt":")" + in_hours(401 * 24) + "\"}",
       "400 invalid_request /startsAt at most 400 days ahead string"},
      {R"({"carId":1002,"startsAt":")" + soon + R"(","endsAt":")" + in_hours(1) + "\"}",
       "400 invalid_request /endsAt after startsAt string"},
      {R"({"carId":1002,"endsAt":")" + soon + "\"}", "400 invalid_request /startsAt required with endsAt missing"},
      {R"({"carId":1002,"expectedPrice":-5})", "400 invalid_request /expectedPrice min:0 integer"},
  };
  for (const Row& row : rows) {
    const auto answer = order(row.body);
    std::string says = code_of(answer);
    const auto body = answer.json();
    if (const auto* violations = body.as_object().if_contains("violations")) {
      for (const auto& violation : violations->as_array()) {
        for (const char* part : {"pointer", "rule", "kind"}) says += " " + std::string{violation.at(part).as_string()};
      }
    }
    EXPECT_EQ(says, row.says) << row.body;
    EXPECT_EQ(answer.body.find("4242"), std::string::npos) << "a card's digits in the answer";
  }
  EXPECT_EQ(order(std::string(2'000'000, 'x')).status, 413);
  EXPECT_EQ(service_->call("POST", "/orders", "carId=1002", {{"Content-Type", "application/x-www-form-urlencoded"}}).status,
            415);
  EXPECT_EQ(ask("SELECT count(*) FROM orders"), "0");
  EXPECT_EQ(order(R"({"carId":1002})").status, 201);
}

TEST_F(OrderComponent, CancelsWithTheRefundInTheBody) {
  const auto id = order(R"({"carId":1002,"startsAt":")" + in_hours(48) + R"("})").json().at("orderId").as_int64();
  const std::string path = "/orders/" + std::to_string(id);
  const auto quote = get(path + "/cancellation").json();
  EXPECT_EQ(quote.at("refund"), 100000);
  EXPECT_EQ(quote.at("rule"), "12_hours_before");
  EXPECT_EQ(code_of(service_->call("DELETE", path + "?expectedRefund=5")), "409 refund_changed");
  const auto cancelled = service_->call("DELETE", path + "?expectedRefund=100000");
  EXPECT_EQ(cancelled.status, 202);
  EXPECT_EQ(cancelled.json().at("status"), "CANCEL_REQUESTED");
  EXPECT_EQ(cancelled.json().at("refundAmount"), 100000);
  EXPECT_EQ(service_->call("DELETE", path).status, 202);
  EXPECT_EQ(ask("SELECT holds FROM orders"), "t");
}

TEST_F(OrderComponent, CancelsAnUnpaidOrderAtOnce) {
  FakePayment::says = Says::error;
  EXPECT_EQ(order(R"({"carId":1002})").status, 202);
  const auto cancelled = service_->call("DELETE", "/orders/1");
  EXPECT_EQ(cancelled.status, 200);
  EXPECT_EQ(cancelled.json().at("status"), "CANCELLED");
  EXPECT_EQ(service_->call("DELETE", "/orders/1").status, 200);
  EXPECT_EQ(ask("SELECT holds FROM orders"), "f");
}

TEST_F(OrderComponent, DoesNotCancelATripThatIsOver) {
  EXPECT_EQ(order(R"({"carId":1002})").status, 201);
  ask("UPDATE orders SET state = 'CONFIRMED', starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour'");
  EXPECT_EQ(code_of(service_->call("DELETE", "/orders/1")), "409 trip_finished");
}

TEST_F(OrderComponent, ShowsListsAndFindsOrders) {
  for (const char* customer : {"kim", "lee", "kim"}) {
    EXPECT_EQ(order(std::string{R"({"carId":1002,"customerId":")"} + customer + "\"}").status, 201);
  }
  EXPECT_EQ(get("/orders/1").field("Content-Type"), "application/hal+json;charset=UTF-8");
  EXPECT_EQ(code_of(get("/orders/99")), "404 not_found");
  EXPECT_EQ(code_of(get("/orders/abc")), "400 invalid_request");
  EXPECT_EQ(code_of(service_->call("PATCH", "/orders/1", "{}")), "405 method_not_allowed");
  EXPECT_EQ(service_->call("PATCH", "/orders/1", "{}").field("Allow"), "GET, HEAD, DELETE, OPTIONS");
  const auto all = get("/orders").json();
  EXPECT_EQ(all.at("page").at("totalElements"), 3);
  EXPECT_EQ(all.at("_embedded").at("orders").as_array().size(), 3u);
  const auto second = get("/orders?page=1&size=1&sort=createdAt,desc").json();
  EXPECT_EQ(second.at("_embedded").at("orders").at(0).at("orderId"), 2);
  EXPECT_TRUE(second.at("_links").as_object().contains("next"));
  EXPECT_EQ(code_of(get("/orders?sort=sealedCard")), "400 invalid_request");
  EXPECT_EQ(code_of(get("/orders?size=0")), "400 invalid_request");
  EXPECT_EQ(code_of(get("/orders?size=1&size=2")), "400 invalid_request");
  EXPECT_EQ(get("/orders/search/findByCustomerId?customerId=kim").json().at("page").at("totalElements"), 2);
  EXPECT_EQ(code_of(get("/orders/search/findByCustomerId")), "400 invalid_request");
  EXPECT_EQ(get("/admin/orders?status=PAID&customerId=lee").json().at("page").at("totalElements"), 1);
  EXPECT_EQ(get("/admin/orders?q=2").json().at("page").at("totalElements"), 1);
  EXPECT_EQ(get("/admin/orders?stuck=true").json().at("page").at("totalElements"), 0);
  EXPECT_EQ(code_of(get("/admin/orders?status=NEVER")), "400 invalid_request");
  const auto saga = get("/actuator/saga/1").json();
  EXPECT_EQ(saga.at("outbox").as_array().size(), 2u);
  EXPECT_EQ(code_of(get("/orders/1/trace")), "503 unavailable");  // tracing is away in this test
  EXPECT_EQ(code_of(get("/mypages/1")), "503 unavailable");       // and so is customer
}

TEST_F(OrderComponent, AnswersTheCatalogueFromItsCopy) {
  add_car(3001, false);
  const std::string from = in_hours(10);
  const std::string to = in_hours(12);
  EXPECT_EQ(order(R"({"carId":1002,"startsAt":")" + from + R"("})").status, 201);
  EXPECT_EQ(get("/cars").json().at("page").at("totalElements"), 3);
  const auto free = get("/cars?freeFrom=" + from + "&freeTo=" + to).json();
  ASSERT_EQ(free.at("page").at("totalElements"), 1);
  EXPECT_EQ(free.at("_embedded").at("cars").at(0).at("carId"), 2001);
  EXPECT_EQ(free.at("_embedded").at("cars").at(0).at("price"), 200000);
  EXPECT_EQ(get("/cars?zone=Nowhere").json().at("page").at("totalElements"), 0);
  EXPECT_EQ(get("/cars?maxPrice=99999").json().at("page").at("totalElements"), 0);
  EXPECT_EQ(code_of(get("/cars?freeFrom=" + from)), "400 invalid_request");
  EXPECT_EQ(get("/zones").json().at(0).at("cars"), 3);
  const auto availability = get("/cars/1002/availability?from=" + from + "&to=" + to).json();
  EXPECT_EQ(availability.at("busy").as_array().size(), 1u);
  EXPECT_EQ(availability.at("free").as_array().size(), 1u);
  EXPECT_EQ(code_of(get("/cars/77/availability")), "404 car_unknown");
  EXPECT_EQ(code_of(get("/cars/1002/availability?from=" + to + "&to=" + from)), "400 invalid_request");
  const auto quote = service_->call("POST", "/quotes", R"({"carId":1002,"startsAt":")" + to + R"("})").json();
  EXPECT_EQ(quote.at("price"), 100000);
  EXPECT_EQ(quote.at("lines").as_array().size(), 1u);
  EXPECT_EQ(code_of(service_->call("POST", "/quotes", R"({"carId":77})")), "404 car_unknown");
}

TEST_F(OrderComponent, FollowsTheEventsOfTheOthers) {
  const auto event = [&](const char* topic, const char* type, int version, const std::string& payload) {
    broker_.event(topic, "1", type, version, payload);
  };
  EXPECT_EQ(order(R"({"carId":1002,"startsAt":")" + in_hours(48) + R"("})").status, 201);
  const std::string reservation =
      R"({"orderId":1,"reservationId":5,"carId":1002,"customerId":"guest","startsAt":"2026-11-22T00:00:00Z",)"
      R"("endsAt":"2026-11-22T01:00:00Z","state":"CONFIRMED","at":"2026-11-22T00:00:00Z","version":1})";
  event("reservation.events", "ReservationConfirmed", 1, reservation);
  event("reservation.events", "ReservationConfirmed", 1, reservation);
  event("reservation.events", "ReservationConfirmed", 1, "{not json");  // poison: the next one is handled all the same
  EXPECT_TRUE(eventually([&] { return ask("SELECT state FROM orders") == "CONFIRMED"; }));
  EXPECT_EQ(service_->call("DELETE", "/orders/1").status, 202);
  std::string cancelled = reservation;
  cancelled.replace(cancelled.find("CONFIRMED"), 9, "CANCELLED");
  cancelled.replace(cancelled.find("\"version\":1"), 11, "\"version\":2");
  event("reservation.events", "ReservationCancelled", 2, cancelled);
  EXPECT_TRUE(eventually([&] { return ask("SELECT refund || holds FROM orders") == "REQUESTEDfalse"; }));
  event("payment.events", "PaymentRefunded", 2,
        R"({"orderId":1,"paymentId":1001,"customerId":"guest","state":"APPROVED","price":100000,"payMethod":"card",)"
        R"("refund":"REFUNDED","refundAmount":100000,"at":"2026-11-22T00:00:00Z","version":2})");
  EXPECT_TRUE(eventually([&] { return ask("SELECT state || refund FROM orders") == "CANCELLEDREFUNDED"; }));
  EXPECT_EQ(ask("SELECT string_agg(version::text, ' ' ORDER BY seq) FROM outbox"), "1 2 3 4 5 6");
  EXPECT_EQ(broker_.read("error.reservation.events.order", 1).size(), 1u);
  event("car.events", "CarChanged", 9,
        R"({"carId":1002,"name":"Ioniq 5","zone":"Jongno","carClass":"standard","hourlyPrice":120000,"inService":true,)"
        R"("timeZone":"Asia/Seoul","version":9})");
  EXPECT_TRUE(eventually([&] { return ask("SELECT hourly_price FROM cars WHERE car_id = 1002") == "120000"; }));
}

TEST_F(OrderComponent, AnswersUnavailableWhileTheDatabaseIsAwayAndRecoversByItself) {
  EXPECT_EQ(order(R"({"carId":1002})").status, 201);
  database_.refuse();
  const auto away = order(R"({"carId":1002})");
  EXPECT_EQ(code_of(away), "503 unavailable");
  EXPECT_EQ(away.field("Retry-After"), "1");
  EXPECT_TRUE(eventually([&] { return get("/actuator/health/readiness").status == 503; }));
  database_.allow();
  EXPECT_TRUE(eventually([&] { return order(R"({"carId":2001})").status == 201; }));
}

TEST_F(OrderComponent, OffersMetricsThatPromtoolIsContentWith) {
  EXPECT_EQ(order(R"({"carId":1002})").status, 201);
  const auto metrics = get("/actuator/prometheus");
  EXPECT_EQ(test::complaints_of_promtool(metrics.body), "");
  for (const char* name : {"http_server_requests_seconds_bucket", "sharecar_outbox_pending", "sharecar_db_query_seconds",
                           "process_cpu_seconds_total", "sharecar_order_ignored_total"}) {
    EXPECT_NE(metrics.body.find(name), std::string::npos) << name;
  }
  EXPECT_NE(get("/openapi.json").body.find("\"/orders/{id}/cancellation\""), std::string::npos);
}

}  // namespace
}  // namespace sharecar::order
