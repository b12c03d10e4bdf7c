// Order's call: PUT /internal/payments/{orderId}.

#include <future>

#include "services/payment/payment_fixture.hpp"

namespace sharecar::payment::testing {
namespace {

using namespace std::chrono_literals;

class OrdersCall : public PaymentTest {};

std::string without_times(std::string text) {
  for (std::size_t at = 0; (at = text.find("2026-", at)) != text.npos; ++at) {
    text.replace(at, text.find('"', at) - at, "TIME");
  }
  return text;
}

TEST_F(OrdersCall, IsAnsweredWith201AndTellsEverybody) {
  const auto answer = ask(7);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(without_times(answer.body),
            R"({"paymentId":1,"orderId":7,"state":"APPROVED","approvedAt":"TIME","version":1})");
  EXPECT_EQ(answer.field("x-order-id"), "7");
  EXPECT_EQ(cardnet_.heard(true), "PUT 7:1");
  const auto events = broker_.read("payment.events", 1);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, "PaymentApproved");
  EXPECT_EQ(events[0].key, "7");
  EXPECT_EQ(events[0].source, "/sharecar/payment");
  EXPECT_EQ(without_times(events[0].payload),
            R"({"orderId":7,"paymentId":1,"customerId":"kim","state":"APPROVED","price":1000,"payMethod":"card",)"
            R"("lastFour":"1111","approvedAt":"TIME","refund":"NONE","at":"TIME","version":1})");
}

TEST_F(OrdersCall, RepeatedAnswersThePaymentThatWasMade) {
  const auto first = ask(7);
  const auto second = ask(7);
  const auto other_card = ask(7, "demo-slow");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(other_card.status, 200);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(first.body, other_card.body);
  EXPECT_EQ(cardnet_.heard(true), "PUT 7:1");
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
}

TEST_F(OrdersCall, IsAnsweredWith402ForADeclinedCardForEver) {
  cardnet_.decline("demo-decline");
  for (const char* card : {"demo-decline", "demo-decline", "demo-approve"}) {
    const auto answer = ask(7, card);
    EXPECT_EQ(answer.status, 402);
    EXPECT_EQ(answer.body,
              R"({"paymentId":1,"orderId":7,"state":"DECLINED","reason":"insufficient_funds","version":1})");
  }
  EXPECT_EQ(cardnet_.heard(true), "PUT 7:1");
  EXPECT_EQ(outbox(7), "1 PaymentDeclined");
}

TEST_F(OrdersCall, ChargesTheDemoCardWhenNoCardIsGiven) {
  const auto answer = call(port(), "PUT", "/internal/payments/7",
                           R"({"customerId":"kim","price":1000,"payBy":")" + pay_by_ + R"(","payMethod":"card"})");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(cardnet_.cards(), std::vector<std::string>{"demo-approve"});
}

TEST_F(OrdersCall, OpensASealedCardAndKeepsItsNumberNowhere) {
  EXPECT_EQ(ask_sealed(7, "5555 4444-33332222").status, 201);
  EXPECT_EQ(cardnet_.cards(), std::vector<std::string>{"5555444433332222"});
  broker_.read("payment.events", 1);
  const std::string everything = database_.ask(
      "SELECT (SELECT string_agg(bills::text, ' ') FROM bills) || (SELECT string_agg(payments::text, ' ') FROM "
      "payments)"
      " || (SELECT string_agg(outbox::text, ' ') FROM outbox)");
  EXPECT_NE(everything.find("1111"), everything.npos);
  EXPECT_EQ(everything.find("55554444"), everything.npos);
  EXPECT_EQ(everything.find("33332222"), everything.npos);
}

TEST_F(OrdersCall, TellsCardsApartHoweverTheNumberIsWritten) {
  cardnet_.always(Act::be_silent);
  EXPECT_EQ(ask_sealed(7, "5555444433332222").status, 202);
  EXPECT_EQ(ask_sealed(7, "5555-4444-3333-2222").status, 202);
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1, PUT 7:1");
}

TEST_F(OrdersCall, IsRefusedWithAMethodOfSomebodyElseBeforeAnythingIsStored) {
  const auto answer = ask(7, "tok_of_lee");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.at("code"), "method_not_owned");
  EXPECT_EQ(cardnet_.heard(true), "");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM bills"), "0");
}

TEST_F(OrdersCall, IsRefusedWithAnotherPriceThanBefore) {
  cardnet_.always(Act::be_silent);
  EXPECT_EQ(ask(7).status, 202);
  const auto answer = ask(7, "demo-approve", 600, 999);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.at("code"), "price_mismatch");
}

TEST_F(OrdersCall, IsAnsweredInTimeWhileTheCardNetworkHangs) {
  cardnet_.always(Act::be_silent);
  const auto begun = std::chrono::steady_clock::now();
  const auto answer = ask(7, "demo-approve", 400);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 400ms);
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.body, R"({"paymentId":1,"orderId":7,"state":"ATTEMPTED","version":0})");
  EXPECT_EQ(attempts(7), "1 ATTEMPTED");
}

TEST_F(OrdersCall, BeginsNothingWhenTheCallersTimeIsNearlyOver) {
  const auto answer = ask(7, "demo-approve", 10);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.at("code"), "unavailable");
  EXPECT_EQ(answer.field("Retry-After"), "1");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM bills"), "0");
}

TEST_F(OrdersCall, RepeatedKeepsTheKeyAndCountsTheTries) {
  cardnet_.always(Act::be_silent);
  EXPECT_EQ(ask(7).status, 202);
  EXPECT_EQ(ask(7).status, 202);
  cardnet_.always(Act::answer);
  EXPECT_EQ(ask(7).status, 201);
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1, PUT 7:1, PUT 7:1");
  EXPECT_EQ(database_.ask("SELECT tries FROM payments"), "3");
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED");
}

TEST_F(OrdersCall, AnUnknownKeyStaysAttemptedUntilOrderRepeatsIt) {
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "PUT" ? Act::be_silent : Act::answer; });
  EXPECT_EQ(ask(7).status, 202);
  expect_soon("SELECT checks >= 3 FROM bills", "t");
  EXPECT_EQ(attempts(7), "1 ATTEMPTED");
  cardnet_.always(Act::answer);
  EXPECT_EQ(ask(7).status, 201);
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED");
}

TEST_F(OrdersCall, ALostAnswerIsFoundByTheWorkerAndTold) {
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "PUT" ? Act::do_silently : Act::answer; });
  EXPECT_EQ(ask(7).status, 202);
  expect_soon("SELECT outcome FROM bills", "APPROVED");
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
  EXPECT_EQ(ask(7).status, 200);
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1");
}

TEST_F(OrdersCall, ALostDeclineIsFoundByTheWorkerAndTold) {
  cardnet_.decline("demo-decline");
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "PUT" ? Act::do_silently : Act::answer; });
  EXPECT_EQ(ask(7, "demo-decline").status, 202);
  expect_soon("SELECT outcome FROM bills", "DECLINED");
  EXPECT_EQ(outbox(7), "1 PaymentDeclined");
}

TEST_F(OrdersCall, NonsenseFromTheCardNetworkCountsAsSilence) {
  for (const Act act : {Act::babble, Act::fail}) {
    cardnet_.always(act);
    EXPECT_EQ(ask(7).status, 202);
    EXPECT_EQ(attempts(7), "1 ATTEMPTED");
  }
  cardnet_.always(Act::answer);
  EXPECT_EQ(ask(7).status, 201);
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED");
}

TEST_F(OrdersCall, AConcurrentCallerIsToldThatItRuns) {
  cardnet_.always(Act::answer_late);
  auto first = std::async(std::launch::async, [&] { return ask(7, "demo-approve", 5000).status; });
  ASSERT_TRUE(test::eventually([&] { return cardnet_.heard() == "PUT 7:1"; }));
  EXPECT_EQ(ask(7).status, 202);
  EXPECT_EQ(first.get(), 201);
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1");
}

TEST_F(OrdersCall, AnotherCardFirstVoidsTheOpenKey) {
  cardnet_.plan(
      [](const std::string&, const std::string& key) { return key == "7:1" ? Act::do_silently : Act::answer; });
  EXPECT_EQ(ask(7, "demo-hang").status, 202);
  cardnet_.always(Act::answer);
  EXPECT_EQ(ask(7, "demo-approve").status, 201);
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1, DELETE 7:1, PUT 7:2");
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED, 7:2 APPROVED");
  EXPECT_EQ(attempts(7), "1 VOIDED,2 APPROVED");
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
}

TEST_F(OrdersCall, ASupersededCardThatWasApprovedAfterAllPaysTheOrder) {
  cardnet_.always(Act::do_silently);
  EXPECT_EQ(ask(7, "demo-hang").status, 202);
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "GET" ? Act::be_silent : Act::keep; });
  EXPECT_EQ(ask(7, "demo-approve").status, 200);
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1, DELETE 7:1");
  EXPECT_EQ(bill(7), "APPROVED v1");
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
}

TEST_F(OrdersCall, ASupersededCardThatWasDeclinedDoesNotCloseTheOrder) {
  cardnet_.decline("demo-decline");
  cardnet_.always(Act::do_silently);
  EXPECT_EQ(ask(7, "demo-decline").status, 202);
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "GET" ? Act::be_silent : Act::answer; });
  EXPECT_EQ(ask(7, "demo-approve").status, 201);
  EXPECT_EQ(attempts(7), "1 DECLINED,2 APPROVED");
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
}

TEST_F(OrdersCall, AnApprovalThatArrivesDuringTheVoidDoesNotCount) {
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "PUT" ? Act::answer_late : Act::answer; });
  auto first = std::async(std::launch::async, [&] { return ask(7, "demo-slow", 5000); });
  ASSERT_TRUE(test::eventually([&] { return cardnet_.heard() == "PUT 7:1"; }));
  cardnet_.plan([](const std::string& method, const std::string&) {
    return method == "DELETE" ? Act::do_silently : Act::answer;
  });
  EXPECT_EQ(ask(7, "demo-approve").status, 202);  // the void is done, its answer is lost
  EXPECT_EQ(first.get().status, 202);             // "approved", says the network, before it was voided
  EXPECT_EQ(bill(7), "OPEN v0");
  cardnet_.always(Act::answer);
  expect_soon("SELECT state FROM payments", "VOIDED");
  EXPECT_EQ(ask(7, "demo-approve").status, 201);
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED, 7:2 APPROVED");
}

TEST_F(OrdersCall, AVoidWithoutAnswerIsRepeatedUntilItHasOne) {
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "PUT" ? Act::do_silently : Act::fail; });
  EXPECT_EQ(ask(7, "demo-hang").status, 202);
  EXPECT_EQ(ask(7, "demo-approve").status, 202);
  cardnet_.always(Act::answer);
  expect_soon("SELECT state FROM payments", "VOIDED");
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED");
  EXPECT_EQ(outbox(7), "");
}

TEST_F(OrdersCall, NoChargeStartsTooLateForPayBy) {
  pay_by_ = to_rfc3339(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now() + 1900ms));
  const auto answer = ask(7);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.at("code"), "order_closed");
  EXPECT_EQ(cardnet_.heard(true), "");
}

TEST_F(OrdersCall, AfterARestartTheWorkerAsksTheCardNetwork) {
  cardnet_.always(Act::do_silently);
  EXPECT_EQ(ask(7).status, 202);
  stop();
  cardnet_.always(Act::answer);
  start();
  expect_soon("SELECT outcome FROM bills", "APPROVED");
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1");
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
}

TEST_F(OrdersCall, OfAProcessThatDiedBeforeTheChargeIsTakenUp) {
  // What is left of a process that was killed between its first commit and the charge.
  EXPECT_EQ(ask(8).status, 201);
  database_.ask(
      "INSERT INTO bills SELECT 7, customer_id, price, pay_by, closed, 'OPEN', refund, NULL, NULL, 0, 1, now(), 0, "
      "now(), trace, created_at FROM bills WHERE order_id = 8");
  database_.ask(
      "INSERT INTO payments SELECT 999, 7, 1, 'ATTEMPTED', false, false, card, method_token, last_four, pay_method, 1, "
      "asked_at, false, NULL, attempted_at, NULL FROM payments WHERE order_id = 8");
  expect_soon("SELECT checks >= 1 FROM bills WHERE order_id = 7", "t");
  EXPECT_EQ(ask(7).status, 201);
  EXPECT_EQ(cardnet_.heard(), "PUT 8:1, PUT 7:1");
}

TEST_F(OrdersCall, IsAnsweredWith503WhileTheDatabaseIsAway) {
  database_.refuse();
  const auto answer = ask(7);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.at("code"), "unavailable");
  database_.allow();
  EXPECT_TRUE(test::eventually([&] { return ask(7).status == 201; }, 5s));
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED");
}

TEST_F(OrdersCall, ASealedCardOfAnotherKeyIsRefused) {
  const auto answer = call(port(), "PUT", "/internal/payments/7",
                           R"({"customerId":"kim","price":1000,"payBy":")" + pay_by_ +
                               R"(","payMethod":"card","sealedCard":"c2VhbGVkIGJ5IHNvbWVib2R5IGVsc2U="})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.at("code"), "invalid_request");
  EXPECT_EQ(database_.ask("SELECT count(*) FROM bills"), "0");
}

TEST_F(OrdersCall, BadInputIsRefusedAndStoresNothing) {
  const std::string good = R"("customerId":"kim","payBy":")" + pay_by_ + R"(","payMethod":"card")";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "invalid_request"},
      {"{", "malformed_json"},
      {"[]", "invalid_request"},
      {"{" + good + "}", "invalid_request"},
      {"{" + good + R"(,"price":-1})", "invalid_request"},
      {"{" + good + R"(,"price":"lots"})", "invalid_request"},
      {"{" + good + R"(,"price":1e99})", "invalid_request"},
      {"{" + good + R"(,"price":9223372036854775808})", "invalid_request"},
      {"{" + good + R"(,"price":1,"methodToken":""})", "invalid_request"},
      {"{" + good + R"(,"price":1,"sealedCard":7})", "invalid_request"},
      {"{" + good + ",\"price\":1,\"methodToken\":\"\xff\"}", "malformed_json"},
      {R"({"customerId":"kim","payBy":"soon","payMethod":"card","price":1})", "invalid_request"},
  };
  for (const auto& [body, code] : rows) {
    const auto answer = call(port(), "PUT", "/internal/payments/7", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.at("code"), code) << body;
  }
  for (const char* order : {"0", "-1", "x", "9223372036854775808", "%00"}) {
    const auto answer = call(port(), "PUT", std::string{"/internal/payments/"} + order, "{" + good + R"(,"price":1})");
    EXPECT_EQ(answer.status, 400) << order;
  }
  EXPECT_EQ(call(port(), "GET", "/internal/payments/7").status, 405);
  EXPECT_EQ(database_.ask("SELECT count(*) FROM bills"), "0");
  EXPECT_EQ(ask(7).status, 201);
}

}  // namespace
}  // namespace sharecar::payment::testing
