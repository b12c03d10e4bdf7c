// What order answers while what it needs is away: accepted and paid later, a copy of the cars that says how old it is,
// an empty list.
#include <gmock/gmock.h>

#include "services/order/order_fixture.hpp"

namespace sharecar::order {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using test::eventually;

std::string breaker_state(const test::RunningService<OrderConfig>& service) {
  return std::string{
      service.get("/actuator/circuitbreakers").json().at("circuitBreakers").at("payment").at("state").as_string()};
}

class PaymentGuard : public OrderComponent {
 protected:
  void break_payment() {
    FakePayment::says = Says::error;
    for (int i = 0; i < 10; ++i) EXPECT_EQ(order(R"({"carId":1002})").status, 202);
    EXPECT_EQ(breaker_state(*service_), "OPEN");
  }
};

TEST_F(PaymentGuard, AnswersPayLaterAtOnceWhileItIsOpen) {
  break_payment();
  const int asked = FakePayment::calls;
  const auto answer = order(R"({"carId":1002})");
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(FakePayment::calls, asked);
  EXPECT_EQ(answer.field("Warning"), R"(199 - "Paid Later")");
  const auto body = answer.json();
  EXPECT_EQ(boost::json::serialize(body.at("fallback")), R"({"of":"payment","instead":"pay_later"})");
  EXPECT_EQ(body.at("payment").at("attempts"), 0) << "payment was not asked";
  const auto at = [&](const char* name) {
    return *parse_rfc3339(body.at("payment").at(name).as_string());
  };
  EXPECT_GT(at("nextTryAt"), at("serverNow"));
  EXPECT_LE(at("nextTryAt"), at("serverNow") + 4s) << "open for 3 s, spread over one more";
  EXPECT_EQ(at("payBy"), *parse_rfc3339(body.at("payBy").as_string()));
  EXPECT_EQ(ask("SELECT holds FROM orders ORDER BY id DESC LIMIT 1"), "t");
}

TEST_F(PaymentGuard, LetsTheWorkerPayEverythingOnceProbesAreLetThrough) {
  break_payment();
  for (int i = 0; i < 30; ++i) EXPECT_EQ(order(R"({"carId":1002})").status, 202);
  const int asked = FakePayment::calls;
  std::this_thread::sleep_for(500ms);  // the worker has looked twice
  EXPECT_LE(FakePayment::calls, asked);
  FakePayment::says = Says::approved;
  EXPECT_TRUE(eventually([&] { return ask("SELECT count(*) FROM orders WHERE state = 'PAID'") == "40"; }, 30s));
  EXPECT_LE(FakePayment::calls, asked + 40) << "each was asked once";
  EXPECT_EQ(breaker_state(*service_), "CLOSED");
}

TEST_F(PaymentGuard, LetsTimeToPayRunOutWhileItIsOpen) {
  break_payment();
  EXPECT_EQ(order(R"({"carId":1002})", "k").status, 202);
  ask("UPDATE orders SET pay_by = now(), retry_at = now() WHERE idempotency_key = 'k'");
  EXPECT_TRUE(eventually(
      [&] { return ask("SELECT state || holds FROM orders WHERE idempotency_key = 'k'") == "EXPIREDfalse"; }, 2s));
}

TEST_F(OrderComponent, ShowsAnEmptyListWhereCustomerDoesNotAnswer) {
  for (const char* list : {"/mypages", "/myPages", "/mypages/search/findByCustomerId?customerId=kim"}) {
    const auto answer = get(list);
    EXPECT_EQ(answer.status, 200) << list;
    EXPECT_EQ(answer.field("Warning"), R"(199 - "Nothing is Known")");
    const auto body = answer.json();
    EXPECT_EQ(boost::json::serialize(body.at("_embedded")), R"({"mypages":[]})");
    EXPECT_EQ(boost::json::serialize(body.at("fallback")), R"({"of":"customer","instead":"empty"})");
  }
  EXPECT_EQ(get("/mypages/7").status, 503) << "of one row there is no empty one";
}

class Catalogue : public OrderComponent {
 protected:
  Catalogue() : OrderComponent([](OrderConfig& config) {
      config.kafka.bootstrap = "127.0.0.1:1";
      config.catalogue_stale_after_s = 1;
    }) {}
};

TEST_F(Catalogue, IsServedStaleAndSaysHowOldItIs) {
  const auto fresh = get("/cars");
  EXPECT_EQ(fresh.field("Warning"), "");
  EXPECT_THAT(fresh.body, Not(HasSubstr("fallback")));
  ASSERT_TRUE(eventually([&] { return !get("/cars").field("Warning").empty(); }));
  const auto stale = get("/cars");
  EXPECT_EQ(stale.status, 200);
  EXPECT_EQ(stale.field("Warning"), R"(110 - "Response is Stale")");
  EXPECT_EQ(stale.json().at("_embedded").at("cars").as_array().size(), 2u);
  const auto fallback = stale.json().at("fallback").as_object();
  EXPECT_EQ(fallback.at("of"), "car.events");
  EXPECT_EQ(fallback.at("instead"), "stale_copy");
  EXPECT_GT(fallback.at("ageMs").as_int64(), 1000);
  EXPECT_TRUE(parse_rfc3339(fallback.at("asOf").as_string()));
  EXPECT_EQ(get("/zones").field("Warning"), R"(110 - "Response is Stale")");
}

}  // namespace
}  // namespace sharecar::order
