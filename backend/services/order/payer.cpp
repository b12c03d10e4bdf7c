#include "payer.hpp"

#include <algorithm>

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"
#include "contracts/payment.hpp"

namespace sharecar::order {
namespace {

const Log log{"payer"};

constexpr int most_running = 16;                              // calls of the worker at one time
constexpr std::chrono::milliseconds lease{10'000};            // longer than any call; then another instance may try
constexpr std::chrono::milliseconds busy_pause{20};
constexpr std::chrono::milliseconds idle_pause{250};
constexpr std::chrono::steady_clock::duration most_kept_back = std::chrono::milliseconds{40};

}  // namespace

Deadline payment_answers_by(Deadline began, Deadline placed, std::chrono::milliseconds within) {
  const auto rush = placed - began - usual_placing;
  return began + within - std::clamp(rush, Deadline::duration::zero(), most_kept_back);
}

Payer::Payer(http::Upstream& payment, sql::Postgres& db, OrderStore& store, Service& service)
    : payment_(payment),
      db_(db),
      store_(store),
      service_(service),
      later_(service.metrics().counter("sharecar_order_payments_later_total",
                                       "Calls to payment that the worker made after the customer had been answered")) {
}

Happening meaning_of(const boost::system::result<http::Response, http::CallError>& answer, const Order& order,
                     Timestamp now, double jitter) {
  const PaymentUnanswered unanswered{next_try(order, now, jitter)};
  if (!answer) {
    const auto& error = answer.error();
    if (error.retry_after) return PaymentUnanswered{try_when_permitted(order, now, *error.retry_after, jitter), false};
    return PaymentUnanswered{unanswered.retry_at, !resilience::refused_by_us(error.kind)};
  }
  const int status = answer->status;
  if (status == 200 || status == 201 || status == 202 || status == 402) {
    const auto said = json::decode_text<contracts::PaymentAnswer>(answer->body);
    if (!said) return unanswered;
    switch (said->state) {
      case PaymentState::APPROVED:
        return PaymentApproved{said->payment_id, said->approved_at.value_or(now), said->version};
      case PaymentState::DECLINED:
        return PaymentDeclined{said->payment_id, said->reason.value_or("declined"), said->version};
      default: return unanswered;
    }
  }
  if (status == 422) {  // the method is somebody else's: repeating cannot help
    return PaymentDeclined{std::nullopt, "method_not_owned", std::nullopt};
  }
  return unanswered;
}

net::awaitable<Happening> Payer::call(Context& context, const Order& order, Deadline answer_by) {
  contracts::AskPayment ask{.order_id = order.id,
                            .customer_id = order.customer_id,
                            .price = order.price,
                            .pay_by = order.pay_by,
                            .pay_method = order.pay_method,
                            .method_token = order.method_token,
                            .sealed_card = order.sealed_card};
  http::Call request;
  request.method = http::Method::put;
  request.target = "/internal/payments/" + to_string(order.id);
  request.route = "/internal/payments/{orderId}";
  request.headers.set("Content-Type", http::json_type);
  request.body = json::encode(ask);
  const auto left = std::chrono::floor<std::chrono::milliseconds>(answer_by - std::chrono::steady_clock::now());
  request.limit = std::max(left, std::chrono::milliseconds{1});
  const auto answer = co_await payment_.send(context, std::move(request));
  if (!answer) log.info(context, "payment did not answer; it is asked again later", {{"why", answer.error().text}});
  co_return meaning_of(answer, order, service_.clock().now(), std::uniform_real_distribution{}(random_));
}

net::awaitable<Order> Payer::ask(Context& context, Order order, Deadline answer_by) {
  Happening happening = co_await call(context, order, answer_by);
  if (!std::holds_alternative<PaymentUnanswered>(happening)) {
    auto keeping = keep(context, std::move(order), std::move(happening));
    co_return co_await std::move(keeping);
  }
  Context instead = payment_.fallback(context);
  auto keeping = keep(instead, std::move(order), std::move(happening));
  co_return co_await std::move(keeping);
}

net::awaitable<Order> Payer::keep(Context& context, Order order, Happening happening) {
  auto work = [this, order = std::move(order), happening = std::move(happening)](Context& inner,
                                                                               sql::Session& session) {
    return store_.transition(inner, session, order, happening);
  };
  co_return co_await db_.run(context, std::move(work));
}

net::awaitable<void> Payer::ask_again(Order order) {
  ++running_;
  struct Done {
    int& running;
    ~Done() { --running; }
  } done{running_};
  const auto trace = trace_of(order).value_or(telemetry::TraceContext{});
  Context context{service_.tracer().start("pay later", telemetry::SpanKind::local, trace),
                  std::chrono::steady_clock::now() + std::chrono::seconds{5}};
  context.order(order.id);
  if (service_.clock().now() >= order.pay_by) {
    auto work = [this, order](Context& inner, sql::Session& session) {
      return store_.transition(inner, session, order, PayByPassed{});
    };
    co_await db_.run(context, std::move(work));
    co_return;
  }
  later_.Increment();
  Happening happening = co_await call(context, order, context.deadline());
  auto keeping = keep(context, std::move(order), std::move(happening));
  co_await std::move(keeping);
}

net::awaitable<std::chrono::milliseconds> Payer::pay_later(Context& context) {
  const int free = most_running - running_;
  if (free <= 0) co_return busy_pause;
  // What the breaker would refuse is left alone until it lets probes through, as many as it takes; time to pay runs out
  // all the same.
  const int room = payment_.room(free);
  const auto which = room > 0 ? Due::to_pay : Due::expired;
  const int limit = room > 0 ? room : free;
  auto work = [this, which, limit](Context& inner, sql::Session& session) {
    return store_.lease_due(inner, session, service_.instance(), lease, which, limit);
  };
  auto due = co_await db_.run(context, std::move(work));
  const bool busy = static_cast<int>(due.size()) == limit;
  for (Order& order : due) {
    spawn(service_.reactor().get_executor(), "pay later", ask_again(std::move(order)));
  }
  co_return busy ? busy_pause : idle_pause;
}

}  // namespace sharecar::order
