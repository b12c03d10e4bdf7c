/// What the tests under fire share: a platform of their own, clients that remember what they were told, and the
/// invariant checker at the end.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "contracts/mypage.hpp"
#include "contracts/order.hpp"
#include "invariants/operation.hpp"
#include "launcher/http_call.hpp"
#include "support/test_platform.hpp"

namespace sharecar::fire {

using namespace std::chrono_literals;
using invariants::Operation;

/// True when the tests shall take their time: ./sharecar test --full.
bool full();

/// What a client wants to book. Without a slot it takes the next one that no other wish of this program has.
struct Wish {
  std::string customer = "drill";
  std::optional<CarId> car = {};
  std::optional<Slot> slot = {};
  std::string card = "approve";  // of the demo cards
  std::string key = {};          // empty: one of its own
  launcher::milliseconds limit{8'000};
};

/// A client of the gateway that takes no answer for an answer, and remembers every operation for the checker.
/// Thread-safe.
class Client {
 public:
  explicit Client(std::string gateway) : gateway_{std::move(gateway)} {}

  Operation book(const Wish& wish = {});
  /// All at the same time.
  std::vector<Operation> book_all(const std::vector<Wish>& wishes);
  Operation cancel(OrderId order, const std::string& customer = "drill");
  /// A wish whose slot nobody else has.
  Wish somewhere(Wish wish = {});
  /// POST /payments by the customer, with this demo card.
  launcher::HttpAnswer pay(OrderId order, const std::string& card) const;
  launcher::HttpAnswer get(const std::string& target) const;

  /// Empty when there is no answer.
  std::optional<OrderState> state(OrderId order) const;
  std::optional<OrderState> shown(OrderId order) const;                                     // by MyPage
  bool becomes(OrderId order, OrderState state, launcher::milliseconds limit = 30s) const;  // in MyPage

  std::vector<Operation> log() const;

 private:
  launcher::HttpCall request_of(const Wish& wish) const;
  Operation note(const Wish& wish, const launcher::HttpAnswer& answer, Timestamp at, Timestamp until);

  std::string gateway_;
  mutable std::mutex mutex_;
  std::vector<Operation> log_;
  std::int64_t next_ = 0;
};

/// Boots once for all tests of a program, with nothing but free ports; leaves nothing behind.
class Drill : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { boot({}); }
  static void TearDownTestSuite();
  static void boot(launcher::Replicas replicas);

  /// PUT /actuator/faults/{name} on a service.
  static void fault(const std::string& part, const std::string& json, const std::string& name = "drill");
  static void heal(const std::string& part, const std::string& name = "drill");
  /// SIGKILL, and at once a new process; gives back how many seconds that one took to be ready.
  static double kill_and_start(const std::string& part);
  /// Waits until the part answers as ready, however often it has died before; gives back the seconds it took.
  static double ready_again(const std::string& part);
  /// SIGSTOP and SIGCONT.
  static void freeze(const std::string& part);
  static void thaw(const std::string& part);
  /// The program of a service that has armed crash points.
  static std::filesystem::path crashable(const std::string& service);
  /// The whole platform and everything the client did, judged by the checker: "" or what is broken. Traces are judged
  /// of so many of the newest orders; 0 where spans were lost on purpose.
  static std::string broken(std::size_t traces);

  static inline std::filesystem::path run_;
  static inline std::unique_ptr<test::TestPlatform> booted_;
  static inline launcher::Platform* platform_ = nullptr;
  static inline std::unique_ptr<Client> client_;
};

}  // namespace sharecar::fire
