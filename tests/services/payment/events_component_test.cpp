// What payment does with order's events: it knows the order, voids what is open, refunds once.

#include "services/payment/payment_fixture.hpp"

namespace sharecar::payment::testing {
namespace {

using namespace std::chrono_literals;
namespace event = contracts::event;

class OrdersEvents : public PaymentTest {
 protected:
  /// Waits until everything told so far has been handled.
  void settled() {
    const auto handled = [this] {
      const std::string health = get("/actuator/health").body;
      const auto at = health.find(R"("handled":")");
      return at == health.npos ? -1 : std::stoi(health.substr(at + 11));
    };
    EXPECT_TRUE(test::eventually([&] { return handled() >= told_; })) << handled() << " of " << told_;
  }
};

TEST_F(OrdersEvents, APlacedOrderIsKnown) {
  place(7);
  EXPECT_EQ(bill(7), "OPEN v0");
  EXPECT_EQ(attempts(7), "");
}

TEST_F(OrdersEvents, AClosedOrderHasItsOpenKeyVoided) {
  const std::vector<std::pair<const char*, OrderState>> ways{{event::order_expired, OrderState::EXPIRED},
                                                             {event::order_cancelled, OrderState::CANCELLED},
                                                             {event::order_declined, OrderState::DECLINED}};
  int order = 7;
  for (const auto& [type, state] : ways) {
    const std::string id = std::to_string(order);
    cardnet_.plan([](const std::string& method, const std::string&) {
      return method == "PUT" ? Act::do_silently : method == "GET" ? Act::be_silent : Act::answer;
    });
    EXPECT_EQ(ask(order, "demo-slow", 300).status, 202);
    tell(order, type, 3, state);
    expect_soon("SELECT state FROM payments WHERE order_id = " + id, "VOIDED");
    EXPECT_EQ(bill(order), "OPEN v0 closed");
    EXPECT_EQ(outbox(order), "");
    cardnet_.always(Act::answer);
    const auto answer = ask(order);
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.at("code"), "order_closed");
    ++order;
  }
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED, 8:1 VOIDED, 9:1 VOIDED");
}

TEST_F(OrdersEvents, AKeyThatTheCardNetworkNeverSawIsVoidedToo) {
  cardnet_.plan(
      [](const std::string& method, const std::string&) { return method == "PUT" ? Act::be_silent : Act::answer; });
  EXPECT_EQ(ask(7, "demo-hang", 300).status, 202);
  close(7);
  expect_soon("SELECT state FROM payments", "VOIDED");
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED");
}

TEST_F(OrdersEvents, AnOrderThatClosesBeforeItIsKnownIsNeverCharged) {
  tell(7, event::order_cancelled, 2, OrderState::CANCELLED);
  expect_soon("SELECT closed FROM bills WHERE order_id = 7", "t");
  tell(7, event::order_placed, 1, OrderState::REQUESTED);
  settled();
  EXPECT_EQ(ask(7).status, 409);
  EXPECT_EQ(cardnet_.heard(true), "");
}

TEST_F(OrdersEvents, AnApprovalForAClosedOrderIsToldAndRefunded) {
  cardnet_.plan([](const std::string& method, const std::string&) {
    return method == "PUT" ? Act::do_silently : method == "GET" ? Act::be_silent : Act::keep;
  });
  EXPECT_EQ(ask(7, "demo-slow", 300).status, 202);
  close(7);
  expect_soon("SELECT outcome FROM bills", "APPROVED");
  EXPECT_EQ(outbox(7), "1 PaymentApproved");
  cardnet_.always(Act::answer);
  tell(7, event::refund_requested, 4, OrderState::EXPIRED, R"(,"refund":"REQUESTED","refundAmount":1000)");
  expect_soon("SELECT refund FROM bills", "REFUNDED");
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED, 7:refund 1000 of 7:1");
  EXPECT_EQ(outbox(7), "1 PaymentApproved,2 PaymentRefunded");
}

TEST_F(OrdersEvents, ARefundIsMadeOnceHoweverOftenItIsAskedFor) {
  EXPECT_EQ(ask(7).status, 201);
  request_refund(7, 400);
  request_refund(7, 400);
  expect_soon("SELECT refund FROM bills", "REFUNDED");
  request_refund(7, 900, 6);
  tell(7, event::order_cancelled, 7, OrderState::CANCELLED, R"(,"refund":"REFUNDED","refundAmount":400)");
  settled();
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED, 7:refund 400 of 7:1");
  EXPECT_EQ(cardnet_.heard(), "PUT 7:1, PUT 7:refund");
  EXPECT_EQ(outbox(7), "1 PaymentApproved,2 PaymentRefunded");
  const auto events = broker_.read("payment.events", 2);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].sequence, Version{2});
  EXPECT_NE(events[1].payload.find(R"("refund":"REFUNDED","refundAmount":400)"), std::string::npos)
      << events[1].payload;
}

TEST_F(OrdersEvents, ARefundIsRepeatedUntilItIsMade) {
  EXPECT_EQ(ask(7).status, 201);
  int calls = 0;
  cardnet_.plan([&calls](const std::string&, const std::string&) {
    ++calls;
    return calls == 1 ? Act::fail : calls == 2 ? Act::do_silently : calls == 3 ? Act::babble : Act::answer;
  });
  request_refund(7, 400);
  expect_soon("SELECT refund FROM bills", "REFUNDED");
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED, 7:refund 400 of 7:1");
  EXPECT_EQ(outbox(7), "1 PaymentApproved,2 PaymentRefunded");
}

TEST_F(OrdersEvents, ARefundSurvivesARestart) {
  EXPECT_EQ(ask(7).status, 201);
  cardnet_.always(Act::be_silent);
  request_refund(7, 400);
  expect_soon("SELECT refund FROM bills", "REQUESTED");
  stop();
  cardnet_.always(Act::answer);
  start();
  expect_soon("SELECT refund FROM bills", "REFUNDED");
  EXPECT_EQ(cardnet_.ledger(), "7:1 APPROVED, 7:refund 400 of 7:1");
}

TEST_F(OrdersEvents, ARefundOfNothingNeedsNoCall) {
  EXPECT_EQ(ask(7).status, 201);
  request_refund(7, 0);
  expect_soon("SELECT refund FROM bills", "REFUNDED");
  EXPECT_EQ(cardnet_.heard(true), "PUT 7:1");
  EXPECT_EQ(outbox(7), "1 PaymentApproved,2 PaymentRefunded");
}

TEST_F(OrdersEvents, TheRefundGoesToTheCardThatPaid) {
  cardnet_.always(Act::be_silent);
  EXPECT_EQ(ask(7, "demo-hang", 300).status, 202);
  cardnet_.always(Act::answer);
  EXPECT_EQ(pay(R"({"orderId":7})").status, 201);
  request_refund(7, 1000);
  expect_soon("SELECT refund FROM bills", "REFUNDED");
  EXPECT_EQ(cardnet_.ledger(), "7:1 VOIDED, 7:2 APPROVED, 7:refund 1000 of 7:2");
}

TEST_F(OrdersEvents, EventsOfPaidOrdersChangeNothing) {
  EXPECT_EQ(ask(7).status, 201);
  tell(7, event::order_placed, 1, OrderState::REQUESTED);
  tell(7, event::order_paid, 2, OrderState::PAID);
  tell(7, event::order_confirmed, 3, OrderState::CONFIRMED);
  tell(7, event::order_cancel_requested, 4, OrderState::CANCEL_REQUESTED, R"(,"refund":"NONE","refundAmount":400)");
  settled();
  EXPECT_EQ(bill(7), "APPROVED v1");
}

TEST_F(OrdersEvents, AnUnreadableEventGoesToTheDeadLettersAndTheNextIsHandled) {
  broker_.event("order.events", "7", event::order_placed, 1, R"({"orderId":"seven"})");
  broker_.event("order.events", "7", event::refund_requested, 2, "no json");
  tell(7, event::refund_requested, 3, OrderState::CANCELLED, R"(,"refund":"REQUESTED")");
  place(7);
  EXPECT_EQ(broker_.read("error.order.events.payment", 3).size(), 3u);
  EXPECT_EQ(bill(7), "OPEN v0");
}

TEST_F(OrdersEvents, TheWorkerContinuesTheTraceOfWhatAskedForIt) {
  EXPECT_EQ(ask(7).status, 201);
  cardnet_.always(Act::be_silent);
  request_refund(7, 400);
  expect_soon("SELECT refund FROM bills", "REQUESTED");
  const auto trace = database_.ask("SELECT split_part(trace, '-', 1) FROM bills");
  cardnet_.always(Act::answer);
  expect_soon("SELECT refund FROM bills", "REFUNDED");
  EXPECT_EQ(database_.ask("SELECT split_part(trace, '-', 1) FROM outbox WHERE type = 'PaymentRefunded'"), trace);
  EXPECT_NE(database_.ask("SELECT split_part(trace, '-', 1) FROM outbox WHERE type = 'PaymentApproved'"), trace);
}

}  // namespace
}  // namespace sharecar::payment::testing
