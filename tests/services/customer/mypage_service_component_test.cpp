// The whole service: three topics in, every route out.

#include <gtest/gtest.h>

#include <filesystem>

#include "mypage_service_fixture.hpp"

namespace sharecar::customer {
namespace {

TEST_F(MyPageService, ShowsABookingStepByStep) {
  EXPECT_EQ(status(11), "not_found");
  order(11, event::order_placed, OrderState::REQUESTED, 1);
  EXPECT_TRUE(becomes(11, "REQUESTED 1"));
  payment(11, event::payment_approved, PaymentState::APPROVED, 1);
  order(11, event::order_paid, OrderState::PAID, 2);
  EXPECT_TRUE(becomes(11, "PAID 2"));
  reservation(11, event::reservation_confirmed, ReservationState::CONFIRMED, 1);
  EXPECT_TRUE(becomes(11, "CONFIRMED 3 Confirming reservation"));
  order(11, event::order_confirmed, OrderState::CONFIRMED, 3);
  ASSERT_TRUE(test::eventually([&] { return get("/mypages/11").json().at("steps").as_array().size() == 5; }));

  const auto answer = get("/mypages/11");
  EXPECT_EQ(answer.field("Content-Type"), "application/hal+json;charset=UTF-8");
  std::string body = answer.body;
  const std::string base = "http://localhost:" + std::to_string(service_->port());
  for (auto at = body.find(base); at != body.npos; at = body.find(base)) body.erase(at, base.size());
  const auto hide = [&](const std::string& name, char end) {
    const auto at = body.find('"' + name + "\":") + name.size() + 3;
    body.replace(at, body.find(end, at) - at, "~");
  };
  hide("serverNow", '}');
  hide("lagMs", ',');
  const std::string trace =
      R"("traceId":"463ac35c9f6413ad48485a3953bb6124","spanId":"00f067aa0ba902b7","reason":null})";
  EXPECT_EQ(body,
            R"({"orderId":11,"customerId":"kim","carId":3001,"hotelId":"3001","carClass":"suite","roomType":"suite",)"
            R"("startsAt":"2026-12-02T09:00:00Z","endsAt":"2026-12-02T10:00:00Z","price":100000,"payMethod":"card",)"
            R"("paymentId":90,"reservationId":2,"status":"CONFIRMED","statusCode":3,"label":"Confirming reservation",)"
            R"("refund":"NONE","refundAmount":null,"reason":null,)"
            R"("payment":{"state":"approved","attempts":0,"nextTryAt":null,"payBy":null,"serverNow":~},"steps":[)"
            R"({"code":"OrderPlaced","at":"2026-12-01T09:00:00.100Z","service":"order",)" +
                trace + R"(,{"code":"PaymentApproved","at":"2026-12-01T09:00:00.150Z","service":"payment",)" + trace +
                R"(,{"code":"OrderPaid","at":"2026-12-01T09:00:00.200Z","service":"order",)" + trace +
                R"(,{"code":"ReservationConfirmed","at":"2026-12-01T09:00:00.250Z","service":"reservation",)" + trace +
                R"(,{"code":"OrderConfirmed","at":"2026-12-01T09:00:00.300Z","service":"order",)" + trace +
                R"(],"orderTraceIds":["463ac35c9f6413ad48485a3953bb6124"],"asOf":"2026-12-01T09:00:00.300Z",)"
                R"("lagMs":~,"_links":{"self":{"href":"/mypages/11"},"mypage":{"href":"/mypages/11"},)"
                R"("order":{"href":"/orders/11"}}})");
  for (const std::string same : {"/myPages/11", "/mypages/search/findByOrderId?orderId=11",
                                 "/myPages/search/findByOrderId?orderId=11", "/mypages/11?view=current"}) {
    EXPECT_EQ(get(same).status, 200) << same;
    EXPECT_EQ(get(same).json().at("steps"), answer.json().at("steps")) << same;
  }
  const auto saga = get("/actuator/saga/11").json();
  EXPECT_EQ(saga.at("mypage").at("status"), "CONFIRMED");
  EXPECT_EQ(saga.at("orderVersion"), 3);
  EXPECT_EQ(saga.at("paymentVersion"), 1);
  EXPECT_EQ(saga.at("reservationVersion"), 1);
}

TEST_F(MyPageService, KeepsCancelledRowsButLeavesThemOutOfTheCurrentView) {
  order(1, event::order_placed, OrderState::REQUESTED, 1);
  order(2, event::order_placed, OrderState::REQUESTED, 1);
  order(3, event::order_placed, OrderState::REQUESTED, 1, "lee");
  order(1, event::order_cancelled, OrderState::CANCELLED, 2);
  order(2, event::order_paid, OrderState::CANCEL_REQUESTED, 2);
  EXPECT_TRUE(becomes(1, "CANCELLED 21"));
  EXPECT_TRUE(becomes(2, "CANCEL_REQUESTED 20"));
  EXPECT_TRUE(becomes(3, "REQUESTED 1"));
  EXPECT_EQ(code("/mypages/1?view=current"), "404 not_found");
  EXPECT_EQ(code("/mypages/1?view=all"), "200");
  EXPECT_EQ(code("/mypages/search/findByOrderId?orderId=1&view=current"), "404 not_found");
  EXPECT_EQ(get("/mypages/2?view=current").status, 200);
  EXPECT_EQ(list("/mypages"), "3 2 1 of 3");
  EXPECT_EQ(list("/myPages"), "3 2 1 of 3");
  EXPECT_EQ(list("/mypages?view=current"), "3 2 of 2");
  EXPECT_EQ(list("/mypages?sort=orderId"), "1 2 3 of 3");
  EXPECT_EQ(list("/mypages?sort=orderId,desc&size=2&page=1"), "1 of 3");
  EXPECT_EQ(list("/mypages?sort=asOf,desc&size=1"), "2 of 3");
  EXPECT_EQ(list("/mypages/search/findByCustomerId?customerId=kim"), "2 1 of 2");
  EXPECT_EQ(list("/myPages/search/findByCustomerId?customerId=kim&size=1"), "2 of 2");
  EXPECT_EQ(list("/mypages/search/findByCustomerId?customerId=kim&view=current"), "2 of 1");
  EXPECT_EQ(list("/mypages/search/findByCustomerId?customerId=nobody"), "of 0");
}

TEST_F(MyPageService, ShowsNothingBeforeTheOrderItselfIsKnown) {
  payment(5, event::payment_approved, PaymentState::APPROVED, 1);
  reservation(5, event::reservation_confirmed, ReservationState::CONFIRMED, 1);
  ASSERT_TRUE(test::eventually([&] { return get("/actuator/saga/5").status == 200; }));
  ASSERT_TRUE(test::eventually([&] { return get("/actuator/saga/5").json().at("reservationVersion") == 1; }));
  EXPECT_EQ(get("/actuator/saga/5").json().at("mypage"), nullptr);
  EXPECT_EQ(status(5), "not_found");
  EXPECT_EQ(list("/mypages"), "of 0");
  order(5, event::order_paid, OrderState::PAID, 2);
  EXPECT_TRUE(becomes(5, "CONFIRMED 3 Confirming reservation"));
  order(5, event::order_placed, OrderState::REQUESTED, 1);  // late: a step more, nothing else
  ASSERT_TRUE(test::eventually([&] { return get("/mypages/5").json().at("steps").as_array().size() >= 3; }));
  EXPECT_EQ(status(5), "CONFIRMED 3 Confirming reservation");
}

TEST_F(MyPageService, GoesOnWhereItStoppedAndFillsADeletedFileFromTheLog) {
  order(1, event::order_placed, OrderState::REQUESTED, 1);
  order(1, event::order_paid, OrderState::PAID, 2);
  EXPECT_TRUE(becomes(1, "PAID 2"));
  stop();
  reservation(1, event::reservation_confirmed, ReservationState::CONFIRMED, 1);
  start();
  EXPECT_TRUE(becomes(1, "CONFIRMED 3 Confirming reservation"));
  const auto steps = get("/mypages/1").json().at("steps");
  const auto handled = [&] {
    double out = 0;
    for (const char* topic : {topics::order, topics::payment, topics::reservation}) {
      out += service_->service()
                 .metrics()
                 .counter("sharecar_consumer_messages_total", "", {{"topic", topic}, {"result", "handled"}})
                 .Value();
    }
    return out;
  };
  EXPECT_EQ(handled(), 1) << "only what came meanwhile";
  stop();
  for (const auto& file : std::filesystem::directory_iterator{folder_.path()}) std::filesystem::remove(file);
  start();
  EXPECT_TRUE(becomes(1, "CONFIRMED 3 Confirming reservation"));
  ASSERT_TRUE(test::eventually([&] { return get("/mypages/1").json().at("steps").as_array().size() == 3; }));
  EXPECT_EQ(get("/mypages/1").json().at("steps"), steps);
  EXPECT_EQ(handled(), 3);
}

TEST_F(MyPageService, PutsWhatItCannotReadAsideAndGoesOn) {
  broker_.event(topics::order, "1", event::order_placed, 1, R"({"orderId":1})");
  broker_.event(topics::order, "1", event::order_placed, 1, "not JSON");
  order(1, event::order_paid, OrderState::PAID, 2);
  EXPECT_TRUE(becomes(1, "PAID 2"));
  EXPECT_EQ(broker_.read("error.order.events.customer", 2).size(), 2U);
  EXPECT_EQ(get("/mypages/1").json().at("steps").as_array().size(), 1U);
}

TEST_F(MyPageService, RefusesBadInput) {
  struct Line {
    const char* target;
    const char* expected;
  };
  const Line table[] = {
      {"/mypages/0", "404 not_found"},
      {"/mypages/-1", "404 not_found"},
      {"/mypages/9223372036854775807", "404 not_found"},
      {"/mypages/9223372036854775808", "400 invalid_request"},
      {"/mypages/x", "400 invalid_request"},
      {"/mypages/1.5", "400 invalid_request"},
      {"/mypages/%zz", "400 bad_request"},
      {"/mypages/1?view=none", "400 invalid_request"},
      {"/mypages/1?view=", "400 invalid_request"},
      {"/mypages/1?view=current&view=all", "400 invalid_request"},
      {"/mypages?page=-1", "400 invalid_request"},
      {"/mypages?page=x", "400 invalid_request"},
      {"/mypages?size=0", "400 invalid_request"},
      {"/mypages?size=1001", "400 invalid_request"},
      {"/mypages?sort=price", "400 invalid_request"},
      {"/mypages?sort=orderId,up", "400 invalid_request"},
      {"/mypages?view=9", "400 invalid_request"},
      {"/mypages/search/findByOrderId", "400 invalid_request"},
      {"/mypages/search/findByOrderId?orderId=", "400 invalid_request"},
      {"/mypages/search/findByOrderId?orderId=1&orderId=2", "400 invalid_request"},
      {"/mypages/search/findByCustomerId", "400 invalid_request"},
      {"/mypages/search/findByCustomerId?customerId=", "400 invalid_request"},
      {"/mypages/search/findByCustomerId?customerId=12345678901234567890123456789012345678901234567890123456789012345",
       "400 invalid_request"},
      {"/mypages/search/findByCustomerId?customerId=%zz", "400 bad_request"},
      {"/mypages/search/findByNothing?x=1", "404 not_found"},
      {"/mypage", "404 not_found"},
      {"/actuator/saga/1", "404 not_found"},
      {"/actuator/saga/x", "400 invalid_request"},
  };
  for (const Line& line : table) EXPECT_EQ(code(line.target), line.expected) << line.target;
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    EXPECT_EQ(code("/mypages/1", method), "405 method_not_allowed") << method;
  }
  EXPECT_EQ(code("/mypages/search/findByCustomerId?customerId=%27%20OR%201%3D1%20--"), "200");
  EXPECT_EQ(list("/mypages/search/findByCustomerId?customerId=%27%20OR%201%3D1%20--"), "of 0");
  EXPECT_EQ(get("/actuator/health/liveness").status, 200);
}

TEST_F(MyPageService, HasMetricsThatPromtoolAccepts) {
  order(1, event::order_placed, OrderState::REQUESTED, 1);
  EXPECT_TRUE(becomes(1, "REQUESTED 1"));
  const auto metrics = get("/actuator/prometheus").body;
  EXPECT_EQ(test::complaints_of_promtool(metrics), "");
  EXPECT_NE(metrics.find(R"(sharecar_mypage_lag_seconds_count{application="customer"} 1)"), std::string::npos);
}

}  // namespace
}  // namespace sharecar::customer
