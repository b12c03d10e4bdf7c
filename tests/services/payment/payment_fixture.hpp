/// The payment service under test: in this process, on a database and topics of its own.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "chassis/runtime/service.hpp"
#include "contracts/events.hpp"
#include "services/payment/config.hpp"
#include "services/payment/fake_cardnet.hpp"
#include "support/eventually.hpp"
#include "support/test_broker.hpp"
#include "support/test_database.hpp"

namespace sharecar::payment::testing {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;

  boost::json::value json() const;
  /// A member of the body as JSON text, without the quotes of a string; "" when there is none.
  std::string at(const std::string& name) const;
  /// A header field.
  std::string field(const std::string& name) const;
};

/// One request on a connection of its own; status 0 when there was no answer.
Answer call(int port, const std::string& method, const std::string& target, const std::string& body = "",
            const std::vector<std::pair<std::string, std::string>>& headers = {});

/// A running service; stopped and joined by the destructor.
class Running {
 public:
  Running(const std::string& name, std::unique_ptr<Service> service);
  ~Running();
  int port() const { return service_->port(); }

 private:
  std::unique_ptr<Service> service_;
  std::thread thread_;
};

class PaymentTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// Called by SetUp; again after `stop` for a restart.
  void start();
  void stop() { running_.reset(); }
  int port() const { return running_->port(); }
  PaymentConfig config() const;

  /// PUT /internal/payments/{order} as order sends it, waiting `patience` ms.
  Answer ask(int order, const std::string& card = "demo-approve", int patience = 600, int price = 1000);
  Answer ask_sealed(int order, const std::string& number);
  /// POST /payments.
  Answer pay(const std::string& body);
  Answer get(const std::string& target) { return call(port(), "GET", target); }

  /// An event of order.
  void tell(int order, const char* type, int version, OrderState state, const std::string& more = "");
  void place(int order, const std::string& customer = "kim", const std::string& pay_by = "");
  void close(int order) { tell(order, contracts::event::order_expired, 3, OrderState::EXPIRED); }
  void request_refund(int order, int amount, int version = 5);

  /// Waits until the database says so.
  void expect_soon(const std::string& sql, const std::string& answer,
                   std::chrono::seconds limit = std::chrono::seconds{20});
  std::string attempts(int order) const;  ///< "1 APPROVED, 2 VOIDED"
  std::string bill(int order) const;      ///< "APPROVED v1 REFUNDED 400 closed"
  std::string outbox(int order) const;    ///< "1 PaymentApproved,2 PaymentRefunded"

  test::TestDatabase database_;
  test::TestBroker broker_;
  FakeCardnet cardnet_;
  std::string private_key_;
  std::string public_key_;
  std::string pay_by_;  ///< ten minutes from now
  int drain_ms_ = 2000;
  int told_ = 0;
  std::unique_ptr<Running> running_;
};

/// A pair of PEM files made once per process: private, public.
std::pair<std::string, std::string> key_pair();

}  // namespace sharecar::payment::testing
