/// The customer service in this process, the topics that it reads, and what it says of them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "chassis/json/encode.hpp"
#include "contracts/events.hpp"
#include "services/customer/assemble.hpp"
#include "support/service_fixture.hpp"
#include "support/test_broker.hpp"

namespace sharecar::customer {

namespace event = contracts::event;
namespace topics = contracts::topics;
using namespace std::chrono_literals;

inline const Timestamp nine = *parse_rfc3339("2026-12-01T09:00:00Z");

class MyPageService : public ::testing::Test {
 protected:
  MyPageService() { start(); }

  void start() {
    CustomerConfig config;
    config.kafka = broker_.config();
    config.data_dir = folder_.path().string();
    config.remembered_changes = remembered_changes_;
    service_ = std::make_unique<test::RunningService<CustomerConfig>>("customer", config, assemble);
  }
  void stop() { service_.reset(); }

  void order(int id, const char* type, OrderState state, int version, const std::string& customer = "kim") {
    contracts::OrderEvent it;
    it.order_id = {id};
    it.car_id = {3001};
    it.car_class = car_class_;
    it.customer_id = customer;
    it.starts_at = nine + 24h;
    it.ends_at = nine + 25h;
    it.price = {100'000};
    it.pay_method = "card";
    it.state = state;
    it.pay_by = nine + 10min;
    it.created_at = nine;
    it.at = nine + std::chrono::milliseconds{100 * version};
    it.version = {version};
    broker_.event(topics::order, std::to_string(id), type, version, json::encode(it));
  }
  void payment(int id, const char* type, PaymentState state, int version) {
    contracts::PaymentEvent it;
    it.order_id = {id};
    it.payment_id = {90};
    it.customer_id = "kim";
    it.state = state;
    it.price = {100'000};
    it.pay_method = "card";
    it.at = nine + 150ms;
    it.version = {version};
    broker_.event(topics::payment, std::to_string(id), type, version, json::encode(it));
  }
  void reservation(int id, const char* type, ReservationState state, int version) {
    contracts::ReservationEvent it;
    it.order_id = {id};
    it.reservation_id = ReservationId{2};
    it.car_id = {3001};
    it.customer_id = "kim";
    it.starts_at = nine + 24h;
    it.ends_at = nine + 25h;
    it.state = state;
    it.at = nine + std::chrono::milliseconds{100 * version + 150};
    it.version = {version};
    broker_.event(topics::reservation, std::to_string(id), type, version, json::encode(it));
  }

  test::HttpAnswer get(const std::string& target) { return service_->get(target); }
  std::string code(const std::string& target, const char* method = "GET") {
    const auto answer = service_->call(method, target);
    const auto json = answer.json();
    const auto* found = json.as_object().if_contains("code");
    return std::to_string(answer.status) + (found ? ' ' + std::string{found->as_string()} : "");
  }
  /// "3 Confirming reservation" of /mypages/{id}; the code of the refusal when there is none.
  std::string status(int id) {
    const auto answer = get("/mypages/" + std::to_string(id));
    const auto json = answer.json();
    if (answer.status != 200) return std::string{json.at("code").as_string()};
    std::string out{json.at("status").as_string()};
    out += ' ' + std::to_string(json.at("statusCode").as_int64());
    return json.at("label").is_string() ? out + ' ' + std::string{json.at("label").as_string()} : out;
  }
  bool becomes(int id, const std::string& wanted) {
    return test::eventually([&] { return status(id) == wanted; });
  }
  /// Order ids of a collection: "5 4 of 2".
  std::string list(const std::string& target) {
    const auto json = get(target).json();
    std::string out;
    for (const auto& one : json.at("_embedded").at("mypages").as_array()) {
      out += std::to_string(one.at("orderId").as_int64()) + ' ';
    }
    return out + "of " + std::to_string(json.at("page").at("totalElements").as_int64());
  }

  int remembered_changes_ = 4096;
  std::string car_class_ = "suite";  // of the orders to come
  test::TestBroker broker_;
  test::TemporaryFolder folder_;
  std::unique_ptr<test::RunningService<CustomerConfig>> service_;
};

}  // namespace sharecar::customer
