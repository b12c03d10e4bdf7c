// The customers' face: POST /payments, lists, methods, and what operators see.

#include <boost/json/array.hpp>
#include <future>

#include "services/payment/payment_fixture.hpp"

namespace sharecar::payment::testing {
namespace {

using namespace std::chrono_literals;

class CustomersPayment : public PaymentTest {
 protected:
  void expect_refused(const Answer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.at("code"), code);
    EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
  }
};

TEST_F(CustomersPayment, PaysAPendingOrderWithACardOfOnesOwn) {
  place(7);
  const auto answer = pay(R"({"orderId":"7","payMethod":"card","price":"1000","cardNo":"5555 4444 3333 1111"})");
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.at("status"), "APPROVED");
  EXPECT_EQ(answer.at("lastFour"), "1111");
  EXPECT_EQ(answer.at("orderId"), "7");
  EXPECT_EQ(answer.at("price"), "1000");
  EXPECT_EQ(answer.field("Location"), "http://payment/payments/" + answer.at("paymentId"));
  EXPECT_EQ(cardnet_.cards(), std::vector<std::string>{"5555444433331111"});
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
}

TEST_F(CustomersPayment, TakesTheDemoCardWhenNoneIsGiven) {
  place(7);
  EXPECT_EQ(pay(R"({"orderId":7})").status, 201);
  EXPECT_EQ(cardnet_.cards(), std::vector<std::string>{"demo-approve"});
}

TEST_F(CustomersPayment, OfAPaidOrderAnswersThePaymentThatExists) {
  EXPECT_EQ(ask(7).status, 201);
  const auto answer = pay(R"({"orderId":7,"payMethod":"card","price":1000,"methodToken":"demo-decline"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.at("paymentId"), "1");
  EXPECT_EQ(answer.at("status"), "APPROVED");
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1");
}

TEST_F(CustomersPayment, DeclinedIsFinalForTheOrder) {
  place(7);
  cardnet_.decline("demo-decline");
  const auto answer = pay(R"({"orderId":7,"methodToken":"demo-decline"})");
  expect_refused(answer, 402, "card_declined");
  EXPECT_EQ(answer.at("reason"), "insufficient_funds");
  EXPECT_EQ(outbox(7), "1 PaymentDeclined");
  expect_refused(pay(R"({"orderId":7})"), 409, "order_closed");
  EXPECT_EQ(ask(7).status, 402);
}

TEST_F(CustomersPayment, UnansweredIsUnderWay) {
  place(7);
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "PUT" ? Act::do_silently : Act::answer; });
  const auto answer = call(port(), "POST", "/payments", R"({"orderId":7})", {{"x-deadline-remaining-ms", "500"}});
  expect_refused(answer, 202, "payment_running");
  EXPECT_EQ(answer.field("Location"), "http://payment/payments/1");
  EXPECT_EQ(answer.field("Retry-After"), "1");
  expect_soon("SELECT outcome FROM bills", "APPROVED");
  EXPECT_EQ(pay(R"({"orderId":7})").status, 200);
}

TEST_F(CustomersPayment, AConcurrentCallerWithTheSameCardIsToldThatItRuns) {
  place(7);
  cardnet_.always(Act::answer_late);
  auto first = std::async(std::launch::async, [&] { return pay(R"({"orderId":7})").status; });
  ASSERT_TRUE(test::eventually([&] { return cardnet_.heard() == "PUT 7:1"; }));
  expect_refused(pay(R"({"orderId":7})"), 202, "payment_running");
  EXPECT_EQ(first.get(), 201);
}

TEST_F(CustomersPayment, WithAnotherCardSupersedesOrdersOwnThatHangs) {
  cardnet_.plan(
      [](const std::string&, const std::string& key) { return key == "7:1" ? Act::do_silently : Act::answer; });
  EXPECT_EQ(ask(7, "demo-hang").status, 202);
  cardnet_.always(Act::answer);
  EXPECT_EQ(pay(R"({"orderId":7,"methodToken":"demo-approve"})").status, 201);
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED, 7:2 APPROVED");
  EXPECT_EQ(ask(7, "demo-hang").status, 200);
}

TEST_F(CustomersPayment, IsNotSupersededByOrdersOldCard) {
  cardnet_.plan([](const std::string& method, const std::string& key) {
    return key == "7:1" && method == "PUT" ? Act::do_silently : method == "PUT" ? Act::answer_late : Act::answer;
  });
  EXPECT_EQ(ask(7, "demo-hang").status, 202);
  auto customers = std::async(std::launch::async, [&] { return pay(R"({"orderId":7})").status; });
  ASSERT_TRUE(test::eventually([&] { return cardnet_.heard() == "PUT 7:1, DELETE 7:1, PUT 7:2"; }));
  EXPECT_EQ(ask(7, "demo-hang").status, 202);
  EXPECT_EQ(customers.get(), 201);
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED, 7:2 APPROVED");
}

TEST_F(CustomersPayment, OfAnUnknownOrderIsWorthTryingAgain) {
  const auto answer = pay(R"({"orderId":7})");
  expect_refused(answer, 404, "order_unknown");
  EXPECT_EQ(answer.field("Retry-After"), "1");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM bills"), "0");
}

TEST_F(CustomersPayment, OfAClosedOrderIsRefused) {
  place(7);
  close(7);
  expect_soon("SELECT closed FROM bills", "t");
  expect_refused(pay(R"({"orderId":7})"), 409, "order_closed");
  EXPECT_EQ(cardnet_.heard(true), "");
}

TEST_F(CustomersPayment, AfterPayByIsRefused) {
  place(7, "kim", "2026-01-01T00:00:00Z");
  expect_refused(pay(R"({"orderId":7})"), 402, "payment_expired");
  EXPECT_EQ(cardnet_.heard(true), "");
}

TEST_F(CustomersPayment, WithAnotherPriceIsRefused) {
  place(7);
  expect_refused(pay(R"({"orderId":7,"price":999})"), 422, "price_mismatch");
  EXPECT_EQ(attempts(7), "");
}

TEST_F(CustomersPayment, CancleIsToldHowToCancel) {
  place(7);
  const auto answer = pay(R"({"orderId":7,"payMethod":"cancle"})");
  expect_refused(answer, 422, "cancel_the_order");
  EXPECT_NE(answer.at("detail").find("DELETE /orders/{orderId}"), std::string::npos);
}

TEST_F(CustomersPayment, WithSomebodyElsesMethodIsRefusedAndVoidsNothing) {
  const auto saved =
      call(port(), "POST", "/payments/methods", R"({"customerId":"lee","cardNumber":"5555444433331111"})");
  ASSERT_EQ(saved.status, 201);
  const std::string body = R"({"orderId":7,"methodToken":")" + saved.at("token") + R"("})";
  place(7, "kim");
  expect_refused(pay(body), 422, "method_not_owned");
  cardnet_.always(Act::be_silent);
  EXPECT_EQ(ask(7).status, 202);
  expect_refused(pay(body), 422, "method_not_owned");
  EXPECT_EQ(cardnet_.heard(), "POST tokens, PUT 7:1");
  cardnet_.always(Act::answer);
  place(8, "lee");
  EXPECT_EQ(pay(R"({"orderId":8,"methodToken":")" + saved.at("token") + R"("})").status, 201);
}

TEST_F(CustomersPayment, BadInputIsRefusedAndStoresNothing) {
  place(7);
  const std::vector<std::tuple<std::string, int, std::string>> rows{
      {"", 400, "invalid_request"},
      {"null", 400, "invalid_request"},
      {"{", 400, "malformed_json"},
      {R"({"orderId":7,"orderId":8})", 400, "malformed_json"},
      {R"({"payMethod":"card"})", 400, "invalid_request"},
      {R"({"orderId":0})", 400, "invalid_request"},
      {R"({"orderId":-7})", 400, "invalid_request"},
      {R"({"orderId":7.5})", 400, "invalid_request"},
      {R"({"orderId":99999999999999999999})", 400, "invalid_request"},
      {R"({"orderId":7,"price":-1})", 400, "invalid_request"},
      {R"({"orderId":7,"payMethod":""})", 400, "invalid_request"},
      {R"({"orderId":7,"cardNumber":"4242"})", 400, "invalid_request"},
      {R"({"orderId":7,"cardNumber":"4242x42424242424242"})", 400, "invalid_request"},
      {R"({"orderId":7,"cardNumber":"4242424242424242","methodToken":"demo-approve"})", 400, "invalid_request"},
      {R"({"orderId":7,"methodToken":")" + std::string(65, 'x') + R"("})", 400, "invalid_request"},
      {std::string(100, '['), 400, "malformed_json"},
      {R"({"orderId":7,"x":")" + std::string(1100 * 1024, 'x') + R"("})", 413, "payload_too_large"},
  };
  for (const auto& [body, status, code] : rows) {
    const auto answer = pay(body);
    EXPECT_EQ(answer.status, status) << body.substr(0, 80) << answer.body;
    EXPECT_EQ(answer.at("code"), code) << body.substr(0, 80);
    EXPECT_EQ(answer.body.find("4242"), std::string::npos) << answer.body;
  }
  EXPECT_EQ(attempts(7), "");
  EXPECT_EQ(pay(R"({"orderId":7})").status, 201);
}

TEST_F(CustomersPayment, ListsAreHalWithPagesUnderBothNames) {
  for (int order = 1; order <= 3; ++order) EXPECT_EQ(ask(order, "demo-approve", 600, 1000 * order).status, 201);
  const auto page = get("/payments?size=2&sort=price,desc");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.field("Content-Type"), "application/hal+json;charset=UTF-8");
  const auto body = page.json();
  const auto& items = body.at("_embedded").at("payments").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("orderId").to_number<int>(), 3);
  EXPECT_EQ(items[1].at("orderId").to_number<int>(), 2);
  EXPECT_EQ(body.at("page").at("totalElements").to_number<int>(), 3);
  const auto one = get("/payments?orderId=2");
  EXPECT_EQ(one.json().at("_embedded").at("payments").as_array().size(), 1u);
  EXPECT_EQ(get("/payments?orderId=99").json().at("page").at("totalElements").to_number<int>(), 0);

  const auto legacy = get("/paymentHistories").json();
  EXPECT_EQ(legacy.at("_embedded").at("paymentHistories").as_array().size(), 3u);
  const auto mine = get("/payments/2");
  EXPECT_EQ(mine.status, 200);
  EXPECT_EQ(mine.at("orderId"), "2");
  EXPECT_NE(mine.body.find(R"("payment":{"href":"http://payment/payments/2"})"), std::string::npos) << mine.body;
  EXPECT_NE(get("/paymentHistories/2").body.find(R"("href":"http://payment/paymentHistories/2")"), std::string::npos);
  for (const char* sort : {"paymentId", "orderId,desc", "createdAt,asc", "price,asc", "status,desc"}) {
    EXPECT_EQ(get(std::string{"/payments?sort="} + sort).status, 200) << sort;
  }
}

TEST_F(CustomersPayment, WhatIsNotThereIs404AndWhatMakesNoSenseIs400) {
  expect_refused(get("/payments/1"), 404, "not_found");
  expect_refused(get("/paymentHistories/1"), 404, "not_found");
  expect_refused(get("/payments/1/x"), 404, "not_found");
  expect_refused(get("/actuator/saga/1"), 404, "not_found");
  for (const char* target :
       {"/payments/x", "/payments/9223372036854775808", "/payments?page=-1", "/payments?size=0", "/payments?size=1001",
        "/payments?sort=card", "/payments?sort=price,up", "/payments?orderId=0", "/payments?page=1&page=2",
        "/paymentHistories/x", "/actuator/saga/x"}) {
    expect_refused(get(target), 400, "invalid_request");
  }
  expect_refused(call(port(), "DELETE", "/payments/1"), 405, "method_not_allowed");
  expect_refused(call(port(), "PUT", "/payments", "{}"), 405, "method_not_allowed");
}

TEST_F(CustomersPayment, MethodsAreTheDemoCardsAndTheSavedOnes) {
  const auto saved = call(port(), "POST", "/payments/methods",
                          R"({"customerId":"kim","cardNumber":"5555-4444-3333-1111","label":"Mine"})");
  EXPECT_EQ(saved.status, 201);
  EXPECT_EQ(saved.at("label"), "Mine");
  EXPECT_EQ(saved.at("lastFour"), "1111");
  EXPECT_EQ(saved.at("customerId"), "kim");
  const auto tokens = [&](const std::string& query) {
    std::string out;
    const auto listed = get("/payments/methods" + query).json();
    for (const auto& method : listed.at("_embedded").at("methods").as_array()) {
      out += std::string{method.at("token").as_string()} + ' ';
    }
    return out;
  };
  const std::string demo = "demo-approve demo-decline demo-slow demo-error demo-hang ";
  EXPECT_EQ(tokens("?customerId=kim"), saved.at("token") + ' ' + demo);
  EXPECT_EQ(tokens(""), demo);
  EXPECT_NE(get("/payments/methods").body.find("Demo card: never answers"), std::string::npos);

  const auto again =
      call(port(), "POST", "/payments/methods", R"({"customerId":"kim","cardNumber":"5555444433331111"})");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, saved.body);
  EXPECT_EQ(cardnet_.heard(), "POST tokens");
  EXPECT_EQ(call(port(), "POST", "/payments/methods", R"({"cardNo":"5555444433331111"})").at("label"),
            "Card ending in 1111");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM methods WHERE methods::text LIKE '%5555444433331111%'"), "0");
}

TEST_F(CustomersPayment, MethodsThatCannotBeSavedAreRefused) {
  for (const char* body : {"", "{}", R"({"cardNumber":"1"})", R"({"cardNumber":"5555444433331111","customerId":"a b"})",
                           R"({"cardNumber":5555444433331111,"label":7})"}) {
    expect_refused(call(port(), "POST", "/payments/methods", body), 400, "invalid_request");
  }
  expect_refused(get("/payments/methods?customerId="), 400, "invalid_request");
  cardnet_.always(Act::fail);
  expect_refused(call(port(), "POST", "/payments/methods", R"({"cardNumber":"5555444433331111"})"), 502,
                 "upstream_failed");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM methods"), "0");
}

TEST_F(CustomersPayment, OperatorsSeeTheBillItsAttemptsAndItsEvents) {
  cardnet_.always(Act::be_silent);
  EXPECT_EQ(ask(7, "demo-hang").status, 202);
  cardnet_.always(Act::answer);
  EXPECT_EQ(pay(R"({"orderId":7})").status, 201);
  expect_soon("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL", "1");
  const auto answer = get("/actuator/saga/7");
  EXPECT_EQ(answer.status, 200);
  const auto saga = answer.json();
  EXPECT_EQ(saga.at("bill").at("outcome").as_string(), "APPROVED");
  EXPECT_EQ(saga.at("attempts").as_array().size(), 2u);
  EXPECT_EQ(saga.at("attempts").at(0).at("state").as_string(), "VOIDED");
  EXPECT_EQ(saga.at("attempts").at(1).at("byCustomer").as_bool(), true);
  EXPECT_EQ(saga.at("outbox").at(0).at("type").as_string(), "PaymentApproved");
  EXPECT_TRUE(saga.at("outbox").at(0).at("publishedAt").is_string());
  EXPECT_EQ(answer.body.find("demo-"), std::string::npos);
  EXPECT_EQ(answer.body.find(R"("card":)"), std::string::npos);
}

}  // namespace
}  // namespace sharecar::payment::testing
