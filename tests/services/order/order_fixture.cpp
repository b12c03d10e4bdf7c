#include "services/order/order_fixture.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "services/order/calendar.hpp"
#include "chassis/json/encode.hpp"
#include "contracts/payment.hpp"

namespace sharecar::order {
namespace {

using namespace std::chrono_literals;

class FakePaymentApi {
 public:
  http::Routes routes() {
    return {http::route<contracts::AskPayment, contracts::PaymentAnswer>(
        http::Method::put, "/internal/payments/{orderId}", "Answers as it is told", *this, &FakePaymentApi::pay)};
  }

 private:
  net::awaitable<http::Reply> pay(Context&, http::Request request, contracts::AskPayment ask) {
    FakePayment::last_body = request.body;
    ++FakePayment::calls;
    contracts::PaymentAnswer answer;
    answer.payment_id = PaymentId{ask.order_id.value + 1000};
    answer.order_id = ask.order_id;
    answer.version = Version{1};
    int status = 201;
    switch (FakePayment::says) {
      case Says::late: {
        net::steady_timer timer{co_await net::this_coro::executor, std::chrono::milliseconds{FakePayment::late_ms}};
        co_await timer.async_wait(net::use_awaitable);
        [[fallthrough]];
      }
      case Says::approved:
        answer.state = PaymentState::APPROVED;
        answer.approved_at = SystemClock{}.now();
        break;
      case Says::declined:
        status = 402;
        answer.state = PaymentState::DECLINED;
        answer.reason = "insufficient_funds";
        break;
      case Says::running: status = 202; break;
      case Says::error: co_return http::Reply{500, http::text_type, "broken"};
      case Says::nonsense: co_return http::Reply{201, http::json_type, "{\"hello\":"};
      case Says::not_owned: {
        Problem problem{.code = Errc::method_not_owned, .detail = "not yours"};
        co_return problem;
      }
    }
    co_return http::Reply{status, http::json_type, json::encode(answer)};
  }
};

}  // namespace

void FakePayment::assemble(Service& service, const ServiceConfig&) {
  service.serve(service.own<FakePaymentApi>().routes());
}

std::string in_hours(int hours) {
  return to_rfc3339(ceil_to_grid(SystemClock{}.now()) + std::chrono::hours{hours});
}

OrderComponent::OrderComponent(const Change& change) {
  FakePayment::says = Says::approved;
  FakePayment::calls = 0;
  payment_ = std::make_unique<test::RunningService<ServiceConfig>>("payment", ServiceConfig{}, FakePayment::assemble);
  OrderConfig config;
  config.postgres = database_.config(4);
  config.kafka = broker_.config();
  config.data_dir = folder_.path().string();
  config.payment.url = "http://127.0.0.1:" + std::to_string(payment_->port());
  config.payment.time_limiter.timeout_duration = 300ms;
  config.customer.url = "http://127.0.0.1:1";
  config.tracing.url = "http://127.0.0.1:1";
  test::report_no_spans(config);
  if (change) change(config);
  service_ = std::make_unique<test::RunningService<OrderConfig>>("order", config, assemble);
  add_car(1002);
  add_car(2001);
}

void OrderComponent::add_car(std::int64_t id, bool in_service) const {
  ask("INSERT INTO cars VALUES (" + std::to_string(id) + ", 'Ioniq 5', 'Gangnam', 'standard', 100000, " +
      (in_service ? "true" : "false") + ", 'Asia/Seoul', 1)");
}

test::HttpAnswer OrderComponent::order(const std::string& body, const std::string& key) const {
  test::Fields fields{{"Content-Type", "application/json"}};
  if (!key.empty()) fields.push_back({"Idempotency-Key", key});
  return service_->call("POST", "/orders", body, fields);
}

std::string OrderComponent::code_of(const test::HttpAnswer& answer) const {
  const auto body = json::parse(answer.body);
  if (!body || !body->is_object() || !body->get_object().contains("code")) return std::to_string(answer.status);
  return std::to_string(answer.status) + " " + std::string{body->at("code").as_string()};
}

}  // namespace sharecar::order
