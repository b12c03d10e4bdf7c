#include "payment_api.hpp"

#include "chassis/json/encode.hpp"
#include "payment_query.hpp"

namespace sharecar::payment {
namespace {

using http::Method;
using http::Reply;
using http::Request;

// The seed has the same resource under two names; whoever asks under one is answered under it.
struct Names {
  const char* path;
  const char* one;
  const char* many;
};
constexpr Names names{"/payments", "payment", "payments"};
constexpr Names legacy_names{"/paymentHistories", "paymentHistory", "paymentHistories"};

const Names& names_for(const Request& request) {
  return request.path.starts_with(legacy_names.path) ? legacy_names : names;
}

std::string path_of(const Names& named, PaymentId id) { return std::string{named.path} + '/' + to_string(id); }

http::hal::Links links_of(const contracts::Payment& payment) {
  return {{"order", "/orders/" + to_string(payment.order_id)}};
}

Reply show_payment(int status, const Request& request, const contracts::Payment& payment) {
  const Names& named = names_for(request);
  return http::hal::reply(status, request, payment, named.one, path_of(named, payment.payment_id), links_of(payment));
}

CardToCharge demo_card() { return {std::string{contracts::demo_cards[0].token}, {}}; }

// Plain functions, because g++ 12 destroys aggregates twice that are built inside a coroutine's expressions.
Problem not_found(const char* what) {
  return {.code = Errc::not_found, .detail = std::string{"There is no such "} + what + '.'};
}

Problem order_closed(OrderId id, const char* why) {
  return {.code = Errc::order_closed, .detail = why, .order_id = id};
}

std::optional<Problem> wrong(const contracts::PayOrder& input) {
  if (input.pay_method == "cancle") {
    return Problem{.code = Errc::cancel_the_order,
                   .detail = "To cancel an order send DELETE /orders/{orderId}; payMethod=cancle is not used here."};
  }
  if (input.card_number && input.method_token) {
    return Problem{.code = Errc::invalid_request,
                   .detail = "Send a card number or a saved method, not both.",
                   .violations = {{"/cardNumber", "not together with methodToken", "string"}}};
  }
  return std::nullopt;
}

Problem unreadable_card() {
  return {.code = Errc::invalid_request,
          .detail = "The card was not sealed for this service.",
          .violations = {{"/sealedCard", "sealed with payment's public key", "string"}}};
}

Problem no_private_key() {
  return {.code = Errc::unavailable,
          .detail = "Sealed cards cannot be opened: the private key of payment is not configured here."};
}

// Order reads the outcome from the body.
Reply answer_to_order(const Paid& paid) {
  const OrderId id = paid.account.bill.order_id;
  int status = 202;
  switch (paid.ending) {
    case Ending::approved:
      status = 201;
      break;
    case Ending::approved_before:
      status = 200;
      break;
    case Ending::declined:
    case Ending::declined_before:
      status = 402;
      break;
    case Ending::running:
      status = 202;
      break;
    case Ending::closed:
      return order_closed(id, "The order takes no payment any more.");
    case Ending::too_late:
      return order_closed(id, "payBy is too near to begin a payment.");
  }
  return {status, http::json_type, json::encode(answer_of(paid.account))};
}

Reply running(const Request& request, const Account& account) {
  Problem problem{.code = Errc::payment_running,
                  .detail = "The payment is under way; the order shows how it ended.",
                  .order_id = account.bill.order_id};
  problem.retry_after = std::chrono::seconds{1};
  Reply out{std::move(problem)};
  if (account.attempt) {
    out.headers.set("Location", request.base_url() + path_of(names_for(request), account.attempt->id));
  }
  return out;
}

Reply answer_to_customer(const Request& request, const Paid& paid) {
  const Bill& bill = paid.account.bill;
  switch (paid.ending) {
    case Ending::approved:
      return show_payment(201, request, view_of(bill, *paid.account.attempt));
    case Ending::approved_before:
      return show_payment(200, request, view_of(bill, *paid.account.attempt));
    case Ending::declined:
      return Problem{.code = Errc::card_declined,
                     .detail = "The card was declined; the order is closed and its slot is free again.",
                     .reason = paid.account.attempt->reason,
                     .order_id = bill.order_id};
    case Ending::declined_before:
    case Ending::closed:
      return order_closed(bill.order_id, "The order takes no payment any more.");
    case Ending::too_late:
      return Problem{.code = Errc::payment_expired,
                     .detail = "The time to pay this order is over; the slot becomes free again.",
                     .order_id = bill.order_id};
    case Ending::running:
      break;
  }
  return running(request, paid.account);
}

}  // namespace

PaymentApi::PaymentApi(sql::Postgres& db, Cashier& cashier, const Cards& cards, const PaymentConfig& config)
    : db_(db), cashier_(cashier), cards_(cards) {
  if (!config.payment_private_key.empty()) opener_.emplace(config.payment_private_key);
}

http::Routes PaymentApi::routes() {
  using contracts::FindPayments;
  using contracts::OnePayment;
  using contracts::Payment;
  using http::route;
  auto all = http::Routes{
      route<contracts::AskPayment, contracts::PaymentAnswer>(
          Method::put, "/internal/payments/{orderId}", "Order asks for its money", *this, &PaymentApi::ask,
          {Errc::card_declined, Errc::order_closed, Errc::method_not_owned, Errc::price_mismatch}),
      route<contracts::PayOrder, Payment>(
          Method::post, "/payments", "Pay a pending order with a card of one's own", *this, &PaymentApi::pay,
          {Errc::payment_running, Errc::card_declined, Errc::payment_expired, Errc::order_unknown, Errc::order_closed,
           Errc::price_mismatch, Errc::method_not_owned, Errc::cancel_the_order}),
      route<FindPayments, Payment>(Method::get, "/payments", "All payments, or an order's", *this, &PaymentApi::list),
      route<OnePayment, Payment>(Method::get, "/payments/{id}", "One payment", *this, &PaymentApi::show,
                                 {Errc::not_found}),
      route<FindPayments, Payment>(Method::get, "/paymentHistories", "The seed's name of /payments", *this,
                                   &PaymentApi::list),
      route<OnePayment, Payment>(Method::get, "/paymentHistories/{id}", "The seed's name of /payments/{id}", *this,
                                 &PaymentApi::show, {Errc::not_found}),
      route<contracts::OneOrder, http::Nothing>(Method::get, "/actuator/saga/{id}", "This service's part of an order",
                                                *this, &PaymentApi::saga, {Errc::not_found}),
  };
  for (auto& one : all) one.loopback_only = one.path.starts_with("/internal") || one.path.starts_with("/actuator");
  return all;
}

Result<CardToCharge> PaymentApi::card_of(const contracts::AskPayment& input) const {
  if (!input.sealed_card) {
    CardToCharge out = demo_card();
    if (input.method_token) out.token = input.method_token;
    return out;
  }
  if (!opener_) return no_private_key();
  CardToCharge out;
  const auto number = opener_->open(*input.sealed_card);
  if (!number || !is_card_number(*number)) return unreadable_card();
  out.number = digits_of(*number);
  return out;
}

PaymentApi::Reply PaymentApi::ask(Context& context, http::Request, contracts::AskPayment input) {
  context.order(input.order_id);
  auto card = card_of(input);
  if (!card) co_return card.error();
  Demand demand;
  demand.order_id = input.order_id;
  demand.price = input.price;
  demand.terms.emplace();
  demand.terms->customer_id = std::move(input.customer_id);
  demand.terms->pay_by = input.pay_by;
  demand.ask.pay_method = std::move(input.pay_method);
  cards_.describe(*card, demand.ask);
  auto paying = cashier_.pay(context, std::move(demand), std::move(*card));
  const auto paid = co_await std::move(paying);
  if (!paid) co_return paid.error();
  co_return answer_to_order(*paid);
}

PaymentApi::Reply PaymentApi::pay(Context& context, http::Request request, contracts::PayOrder input) {
  context.order(input.order_id);
  if (auto problem = wrong(input)) co_return std::move(*problem);
  CardToCharge card = demo_card();
  if (input.method_token) card.token = std::move(input.method_token);
  if (input.card_number) {
    card.token.reset();
    card.number = digits_of(*input.card_number);
  }
  Demand demand;
  demand.order_id = input.order_id;
  demand.price = input.price;
  demand.ask.by_customer = true;
  demand.ask.pay_method = std::move(input.pay_method);
  cards_.describe(card, demand.ask);
  auto paying = cashier_.pay(context, std::move(demand), std::move(card));
  const auto paid = co_await std::move(paying);
  if (!paid) co_return paid.error();
  co_return answer_to_customer(request, *paid);
}

PaymentApi::Reply PaymentApi::show(Context& context, http::Request request, contracts::OnePayment input) {
  auto work = [id = input.id](Context& inner, sql::Session& session) { return find_payment(inner, session, id); };
  auto finding = db_.run(context, std::move(work));
  const auto found = co_await std::move(finding);
  if (!found) co_return not_found("payment");
  co_return show_payment(200, request, *found);
}

PaymentApi::Reply PaymentApi::list(Context& context, http::Request request, contracts::FindPayments input) {
  const auto page = http::hal::page_of(input, sortable);
  if (!page) co_return page.error();
  auto work = [order = input.order_id, wanted = *page](Context& inner, sql::Session& session) {
    return find_payments(inner, session, order, wanted);
  };
  auto finding = db_.run(context, std::move(work));
  const PaymentPage found = co_await std::move(finding);
  const Names& named = names_for(request);
  const std::string base = request.base_url();
  std::vector<std::string> items;
  items.reserve(found.payments.size());
  for (const auto& payment : found.payments) {
    items.push_back(
        http::hal::resource(base, payment, named.one, path_of(named, payment.payment_id), links_of(payment)));
  }
  co_return http::hal::collection(request, named.many, items, *page, found.total);
}

PaymentApi::Reply PaymentApi::saga(Context& context, http::Request, contracts::OneOrder input) {
  auto work = [id = input.id](Context& inner, sql::Session& session) { return saga_of(inner, session, id); };
  auto finding = db_.run(context, std::move(work));
  const SagaRows rows = co_await std::move(finding);
  if (!rows.bill && rows.dead_letters.empty()) co_return not_found("order");
  std::string body = R"({"bill":)" + json::encode(rows.bill);
  body += R"(,"attempts":)" + json::encode(rows.attempts);
  body += R"(,"outbox":)" + json::encode(rows.outbox);
  body += R"(,"deadLetters":)" + json::encode(rows.dead_letters) + '}';
  co_return http::Reply{200, http::json_type, std::move(body)};
}

}  // namespace sharecar::payment
