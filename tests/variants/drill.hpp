// A platform that boots once, a fault planted in one of its programs at a time, and the checker's word on the orders
// that met it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "chassis/sql/postgres.hpp"
#include "contracts/states.hpp"
#include "invariants/check.hpp"
#include "launcher/http_call.hpp"
#include "support/eventually.hpp"
#include "support/test_platform.hpp"

namespace sharecar {

using Rules = std::set<std::string>;
using Environment = std::map<std::string, std::string>;
using test::eventually;

/// What a client sends; without times the earliest free hour, without a card the one that is approved.
struct Wish {
  std::int64_t car = 1002;
  std::string starts = {};
  std::string card = {};
  std::string key = {};
};

struct Told {
  int status = 0;
  OrderId order;
};

class Drill : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  /// Ends every fault, then books and cancels with the shipped programs: the checker finds nothing wrong in that.
  void TearDown() override;

  /// Runs a part with the program of a variant until it goes out of scope.
  class Planted {
   public:
    Planted(const std::string& part, const std::string& variant, Environment environment = {});
    ~Planted();
    Planted(const Planted&) = delete;
    Planted& operator=(const Planted&) = delete;

   private:
    std::string part_;
  };

  static Told book(const Wish& wish);
  /// Booked and CONFIRMED.
  static OrderId booked(const Wish& wish = {});
  static void cancel(OrderId id);
  static OrderState state(OrderId id);
  static bool becomes(OrderId id, OrderState wanted);

  static void fault(const std::string& part, const std::string& route, const std::string& what);
  static void no_faults();
  /// A count of GET /ledger/summary: "approved", "refunds".
  static std::int64_t ledger(const std::string& what);
  static void sql(const std::string& database, const std::string& text);
  static std::unique_ptr<sharecar::sql::Connection> session(const std::string& database);
  /// Kafka gets this event of an order once more.
  static void repeat(const std::string& database, const std::string& topic, OrderId id, int version);

  static invariants::Report look(const invariants::CheckOptions& options = {});
  /// These orders come to break exactly these rules, and go on to.
  static void expect_broken(const std::set<OrderId>& orders, const Rules& expected,
                            invariants::CheckOptions options = {});

  static inline std::filesystem::path run_;
  static inline std::unique_ptr<test::TestPlatform> booted_;
  static inline launcher::Platform* platform_ = nullptr;
};

/// RFC 3339, on the grid of 10 minutes.
std::string in_hours(int hours);

}  // namespace sharecar
