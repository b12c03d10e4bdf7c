#include "order_api.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "calendar.hpp"
#include "chassis/http/fallback.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/kafka/dead_letter.hpp"
#include "chassis/sql/outbox.hpp"
#include "contracts/cardnet.hpp"
#include "price.hpp"

namespace sharecar::order {
namespace {

namespace bj = boost::json;
using http::Method;

constexpr std::size_t longest_key = 255;

Problem no_such_order() { return {.code = Errc::not_found, .detail = "There is no such order."}; }

std::string path_of(OrderId id) { return "/orders/" + to_string(id); }

http::hal::Links links_of(OrderId id) {
  return {{"cancellation", path_of(id) + "/cancellation"},
          {"trace", path_of(id) + "/trace"},
          {"mypage", "/mypages/" + to_string(id)}};
}

http::Reply paid_later(http::Reply reply) {
  contracts::Fallback fallback;
  fallback.of = "payment";
  fallback.instead = contracts::Instead::pay_later;
  http::mark(reply, fallback);
  return reply;
}

// Equal requests have equal hashes. The card is left out: it is not stored, and a repeat may bring it or not.
std::string hash_of(contracts::PlaceOrder command, const std::string& secret) {
  command.card_number.reset();
  return crypto::hmac_sha256(secret, json::encode(command));
}

}  // namespace

OrderApi::OrderApi(sql::Postgres& db, OrderStore& store, Payer& payer, http::Upstream& tracing,
                   const OrderConfig& config, const Clock& clock)
    : db_(db),
      store_(store),
      earliest_(db, store),
      payer_(payer),
      tracing_(tracing),
      clock_(clock),
      secret_(config.secret),
      answer_within_(config.answer_within_ms > 0 ? std::chrono::milliseconds{config.answer_within_ms}
                                                 : config.payment.time_limit() + usual_placing),
      pay_window_(config.pay_window_s),
      longest_request_(config.server.request_timeout_ms) {
  if (!config.payment_public_key.empty()) sealer_.emplace(config.payment_public_key);
}

http::Routes OrderApi::routes() {
  using contracts::OneOrder;
  using contracts::Order;
  using http::route;
  auto all = http::Routes{
      route<contracts::PlaceOrder, Order>(
          Method::post, "/orders", "Book a car and pay for it", *this, &OrderApi::place,
          {Errc::card_declined, Errc::car_unknown, Errc::slot_taken, Errc::price_changed, Errc::key_reused}),
      route<contracts::Page, Order>(Method::get, "/orders", "All orders", *this, &OrderApi::list),
      route<contracts::ByCustomer, Order>(Method::get, "/orders/search/findByCustomerId", "A customer's orders", *this,
                                          &OrderApi::list_of_customer),
      route<OneOrder, Order>(Method::get, "/orders/{id}", "One order", *this, &OrderApi::show, {Errc::not_found}),
      route<OneOrder, CancellationQuote>(Method::get, "/orders/{id}/cancellation", "What cancelling would give back",
                                         *this, &OrderApi::cancellation, {Errc::not_found}),
      route<contracts::CancelOrder, Order>(Method::delete_, "/orders/{id}", "Cancel an order", *this, &OrderApi::cancel,
                                           {Errc::not_found, Errc::trip_finished, Errc::refund_changed}),
      route<OneOrder, http::Nothing>(Method::get, "/orders/{id}/trace", "The traces of an order, newest first", *this,
                                     &OrderApi::trace, {Errc::not_found}),
      route<contracts::FindOrders, Order>(Method::get, "/admin/orders", "Find any order", *this, &OrderApi::search),
      route<OneOrder, http::Nothing>(Method::get, "/actuator/saga/{id}", "This service's part of an order", *this,
                                     &OrderApi::saga, {Errc::not_found}),
  };
  for (auto& one : all) one.loopback_only = one.path.starts_with("/admin") || one.path.starts_with("/actuator");
  return all;
}

http::Reply OrderApi::show_order(int status, const http::Request& request, const Order& order) const {
  auto reply =
      http::hal::reply(status, request, view_of(order, clock_.now()), "order", path_of(order.id), links_of(order.id));
  return reply;
}

Result<Placing> OrderApi::prepare(const http::Request& request, contracts::PlaceOrder command) const {
  if (command.pay_method == "cancle") {
    return Problem{.code = Errc::cancel_the_order,
                   .detail = "To cancel an order send DELETE /orders/{id}; payMethod=cancle is not used here."};
  }
  Placing out;
  out.now = clock_.now();
  if (const auto key = request.header("idempotency-key"); !key.empty()) {
    if (key.size() > longest_key) {
      return Problem{.code = Errc::invalid_request,
                     .detail = "The Idempotency-Key is too long.",
                     .violations = {{"/Idempotency-Key", "maxLength:255", "string"}}};
    }
    out.idempotency_key = std::string{key};
  }
  if (command.card_number && command.method_token) {
    return Problem{.code = Errc::invalid_request,
                   .detail = "Send a card number or a saved method, not both.",
                   .violations = {{"/cardNumber", "not together with methodToken", "string"}}};
  }
  auto slot = requested_slot(command.starts_at, command.ends_at, out.now);
  if (slot) {
    out.slot = *slot;
  } else if (out.idempotency_key) {
    out.refusal = slot.error();  // a repeat has its answer although its times have passed meanwhile
  } else {
    return slot.error();
  }
  out.expected_price = command.expected_price;

  Order& order = out.order;
  order.body_hash = hash_of(command, secret_);
  order.car_id = command.car_id;
  order.car_class = std::move(command.car_class);
  order.customer_id = std::move(command.customer_id);
  order.pay_method = std::move(command.pay_method);
  order.version = Version{1};
  order.created_at = out.now;
  order.pay_by = out.now + pay_window_;
  order.retry_at = out.now + longest_request_;  // should this process die, the worker goes on from here
  if (command.card_number) {
    if (!sealer_) {
      return Problem{.code = Errc::unavailable,
                     .detail = "Card numbers cannot be taken: the key of payment is not configured here."};
    }
    order.sealed_card = sealer_->seal(*command.card_number);
  } else {
    order.method_token = command.method_token.value_or(std::string{contracts::demo_cards[0].token});
  }
  return out;
}

net::awaitable<Result<Placed>> OrderApi::store(Context& context, Placing placing) {
  if (!placing.slot && !placing.refusal) {
    auto in_turn = earliest_.place(context, std::move(placing));
    co_return co_await std::move(in_turn);
  }
  auto work = [this, placing = std::move(placing)](Context& inner, sql::Session& session) mutable {
    return store_.place(inner, session, placing);  // run again, it has its id already
  };
  co_return co_await db_.run(context, std::move(work));
}

OrderApi::Reply OrderApi::place(Context& context, http::Request request, contracts::PlaceOrder command) {
  const Deadline began = std::chrono::steady_clock::now();
  auto placing = prepare(request, std::move(command));
  if (!placing) co_return placing.error();
  placing->order.trace = telemetry::to_b3(context.span().context());
  auto storing = store(context, std::move(*placing));
  auto placed = co_await std::move(storing);
  if (!placed) co_return placed.error();
  if (placed->existing) co_return answer_placed(request, placed->order, true);
  const Deadline answer_by = payment_answers_by(began, std::chrono::steady_clock::now(), answer_within_);
  const Order order = co_await payer_.ask(context, std::move(placed->order), answer_by);
  co_return answer_placed(request, order, false);
}

http::Reply OrderApi::answer_placed(const http::Request& request, const Order& order, bool existing) const {
  const Timestamp now = clock_.now();
  switch (order.state) {
    case OrderState::REQUESTED:
      if (existing && now < order.created_at + longest_request_) {
        Problem running{.code = Errc::request_running,
                        .detail = "The first request with this key is still running.",
                        .order_id = order.id};
        running.retry_after = std::chrono::milliseconds{200};
        return running;
      }
      return show_order(202, request, order);
    case OrderState::PAYMENT_PENDING:
      return paid_later(show_order(202, request, order));
    case OrderState::DECLINED:
      if (order.reason == "method_not_owned") {
        return Problem{.code = Errc::method_not_owned,
                       .detail = "This payment method belongs to somebody else.",
                       .order_id = order.id};
      }
      return Problem{.code = Errc::card_declined,
                     .detail = "The card was declined; the slot is free again.",
                     .reason = order.reason,
                     .order_id = order.id};
    case OrderState::EXPIRED:
      return Problem{.code = Errc::payment_expired,
                     .detail = "The payment was not made in time; the slot is free again.",
                     .order_id = order.id};
    case OrderState::CANCELLED:
    case OrderState::CANCEL_REQUESTED:
      return Problem{
          .code = Errc::order_cancelled, .detail = "The order was cancelled meanwhile.", .order_id = order.id};
    default:
      return show_order(201, request, order);
  }
}

net::awaitable<std::optional<Order>> OrderApi::find(Context& context, OrderId id) {
  auto work = [this, id](Context& inner, sql::Session& session) { return store_.find(inner, session, id); };
  co_return co_await db_.run(context, std::move(work));
}

OrderApi::Reply OrderApi::show(Context& context, http::Request request, contracts::OneOrder input) {
  const auto order = co_await find(context, input.id);
  if (!order) co_return no_such_order();
  co_return show_order(200, request, *order);
}

OrderApi::Reply OrderApi::answer_list(Context& context, http::Request request, OrderFilter filter,
                                      http::hal::PageRequest page) {
  auto work = [filter = std::move(filter), page](Context& inner, sql::Session& session) {
    return find_orders(inner, session, filter, page);
  };
  const OrderPage found = co_await db_.run(context, std::move(work));
  std::vector<std::string> items;
  const Timestamp now = clock_.now();
  const std::string base = request.base_url();
  for (const Order& order : found.orders) {
    items.push_back(http::hal::resource(base, view_of(order, now), "order", path_of(order.id), links_of(order.id)));
  }
  co_return http::hal::collection(request, "orders", items, page, found.total);
}

OrderApi::Reply OrderApi::list(Context& context, http::Request request, contracts::Page input) {
  const auto page = http::hal::page_of(input, sortable);
  if (!page) co_return page.error();
  OrderFilter all;
  co_return co_await answer_list(context, std::move(request), std::move(all), *page);
}

OrderApi::Reply OrderApi::list_of_customer(Context& context, http::Request request, contracts::ByCustomer input) {
  const auto page = http::hal::page_of(input, sortable);
  if (!page) co_return page.error();
  OrderFilter filter;
  filter.customer_id = std::move(input.customer_id);
  co_return co_await answer_list(context, std::move(request), std::move(filter), *page);
}

OrderApi::Reply OrderApi::search(Context& context, http::Request request, contracts::FindOrders input) {
  const auto page = http::hal::page_of(input, sortable);
  if (!page) co_return page.error();
  OrderFilter filter;
  filter.q = std::move(input.q);
  filter.status = input.status;
  filter.customer_id = std::move(input.customer_id);
  filter.from = input.from;
  filter.to = input.to;
  if (input.stuck == "true") filter.stuck_at = clock_.now();
  co_return co_await answer_list(context, std::move(request), std::move(filter), *page);
}

OrderApi::Reply OrderApi::cancellation(Context& context, http::Request request, contracts::OneOrder input) {
  const auto order = co_await find(context, input.id);
  if (!order) co_return no_such_order();
  const auto now = clock_.now();
  CancellationQuote quote;
  if (order->state == OrderState::CANCEL_REQUESTED || order->refund != RefundState::NONE) {
    quote.refund = order->refund_amount.value_or(Money{0});  // it is fixed already
    quote.fee = order->approved_at ? order->price - quote.refund : Money{0};
    quote.rule = "fixed";
  } else {
    quote = cancellation_of(*order, now);
  }
  co_return http::hal::reply(200, request, quote, "cancellation", path_of(input.id) + "/cancellation",
                             {{"order", path_of(input.id)}});
}

OrderApi::Reply OrderApi::cancel(Context& context, http::Request request, contracts::CancelOrder input) {
  context.order(input.id);
  auto order = co_await find(context, input.id);
  if (!order) co_return no_such_order();
  auto work = [this, order = std::move(*order), expected = input.expected_refund](
                  Context& inner, sql::Session& session) { return store_.cancel(inner, session, order, expected); };
  const auto after = co_await db_.run(context, std::move(work));
  if (!after) co_return after.error();
  const bool underway = after->state == OrderState::CANCEL_REQUESTED;
  co_return show_order(underway ? 202 : 200, request, *after);
}

OrderApi::Reply OrderApi::trace(Context& context, http::Request, contracts::OneOrder input) {
  const auto order = co_await find(context, input.id);
  if (!order) co_return no_such_order();
  http::Call call;
  call.target = "/api/v2/traces?limit=100&lookback=31536000000&annotationQuery=order.id%3D" + to_string(input.id);
  call.route = "/api/v2/traces";
  const auto answer = co_await tracing_.send(context, std::move(call));
  if (!answer) co_return http::to_problem("tracing", answer.error());
  boost::system::error_code error;
  auto traces = bj::parse(answer->body, error);
  if (error || !traces.is_array() || answer->status != 200) {
    co_return Problem{.code = Errc::upstream_failed, .detail = "The tracing service answered nonsense."};
  }
  // Of this order only: a trace may touch several (a client that books two in one go).
  const std::string id = to_string(input.id);
  bj::array out;
  for (const auto& spans : traces.get_array()) {
    bj::array kept;
    if (!spans.is_array()) continue;
    for (const auto& span : spans.get_array()) {
      const auto* tags = span.is_object() ? span.get_object().if_contains("tags") : nullptr;
      const auto* tag = tags && tags->is_object() ? tags->get_object().if_contains("order.id") : nullptr;
      if (tag && tag->is_string() && tag->get_string() == id) kept.push_back(span);
    }
    if (!kept.empty()) out.push_back(std::move(kept));
  }
  co_return http::Reply{200, http::json_type, bj::serialize(out)};
}

OrderApi::Reply OrderApi::saga(Context& context, http::Request, contracts::OneOrder input) {
  const auto order = co_await find(context, input.id);
  if (!order) co_return no_such_order();
  auto work = [id = input.id](Context& inner, sql::Session& session) {
    return std::pair{sql::outbox_of(inner, session, contracts::topics::order, to_string(id)),
                     kafka::dead_letters_of(inner, session, id)};
  };
  const auto [rows, dead_letters] = co_await db_.run(context, std::move(work));
  std::string body = R"({"order":)" + json::encode(view_of(*order, clock_.now()));
  body += R"(,"holds":)" + json::encode(order->holds);
  body += R"(,"paymentVersion":)" + json::encode(order->payment_version);
  body += R"(,"reservationVersion":)" + json::encode(order->reservation_version);
  body += R"(,"approvedAt":)" + json::encode(order->approved_at);
  body += R"(,"outbox":)" + json::encode(rows);
  body += R"(,"deadLetters":)" + json::encode(dead_letters) + '}';
  co_return http::Reply{200, http::json_type, std::move(body)};
}

}  // namespace sharecar::order
