/// The order service on a database and topics of its own, beside a payment that says what the test wants.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "services/order/assemble.hpp"
#include "support/service_fixture.hpp"
#include "support/test_broker.hpp"
#include "support/test_database.hpp"

namespace sharecar::order {

/// What the payment of the test answers to PUT /internal/payments/{orderId}.
enum class Says { approved, declined, running, error, nonsense, not_owned, late };

struct FakePayment {
  static inline std::atomic<Says> says{Says::approved};
  static inline std::atomic<int> calls{0};
  static inline std::atomic<int> late_ms{400};
  static inline std::string last_body;

  static void assemble(Service& service, const ServiceConfig& config);
};

class OrderComponent : public ::testing::Test {
 protected:
  using Change = std::function<void(OrderConfig&)>;
  /// `change` adapts the configuration.
  explicit OrderComponent(const Change& change = {});

  /// A car of the catalogue, written as CarChanged would.
  void add_car(std::int64_t id, bool in_service = true) const;
  test::HttpAnswer order(const std::string& body, const std::string& key = "") const;
  test::HttpAnswer get(const std::string& target) const { return service_->get(target); }
  std::string code_of(const test::HttpAnswer& answer) const;
  std::string ask(const std::string& sql) const { return database_.ask(sql); }

  test::TestDatabase database_;
  test::TestBroker broker_;
  test::TemporaryFolder folder_;
  std::unique_ptr<test::RunningService<ServiceConfig>> payment_;
  std::unique_ptr<test::RunningService<OrderConfig>> service_;
};

/// RFC 3339 of a grid time `hours` from now.
std::string in_hours(int hours);

}  // namespace sharecar::order
