// Under fire: many callers at once, and the program killed at any moment, against the real card network.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/array.hpp>
#include <filesystem>
#include <random>
#include <set>

#include "services/cardnet/cardnet_service.hpp"
#include "services/payment/assemble.hpp"
#include "services/payment/payment_fixture.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::payment::testing {
namespace {

using namespace std::chrono_literals;

/// The real card network; its slow cards take 400 ms.
class RealCardnet {
 public:
  RealCardnet()
      : folder_((std::filesystem::temp_directory_path() / ("payment-cardnet-" + std::to_string(getpid()))).string()) {
    cardnet::CardnetConfig config;
    config.port = 0;
    config.data_dir = folder_;
    config.slow_ms = 400;
    config.hang_ms = 2000;
    test::report_no_spans(config);
    config.log.level = "OFF";
    auto service = std::make_unique<Service>("cardnet", config, std::vector<Property>{});
    cardnet::set_up(*service, config);
    running_ = std::make_unique<Running>("cardnet", std::move(service));
  }
  ~RealCardnet() {
    running_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(running_->port()); }

  /// Keys of the ledger: approved charges, and refunds with their amounts.
  std::pair<std::set<std::string>, std::set<std::string>> books() const {
    std::pair<std::set<std::string>, std::set<std::string>> out;
    const auto ledger = call(running_->port(), "GET", "/ledger?size=1000").json();
    for (const auto& entry : ledger.at("_embedded").at("entries").as_array()) {
      const std::string key{entry.at("key").as_string()};
      if (entry.at("kind").as_string() == "REFUND") {
        out.second.insert(key + ' ' + std::to_string(entry.at("amount").to_number<int>()));
      } else if (entry.at("state").as_string() == "APPROVED") {
        out.first.insert(key);
      }
    }
    return out;
  }

 private:
  std::string folder_;
  std::unique_ptr<Running> running_;
};

int free_port() {
  net::io_context context;
  net::ip::tcp::acceptor acceptor{context, {net::ip::address_v4::loopback(), 0}};
  return acceptor.local_endpoint().port();
}

/// The program itself, which can be killed.
class Program {
 public:
  Program(const PaymentConfig& config, const std::string& cardnet, const std::string& instance) : port_(free_port()) {
    const std::string prefix = "SHARECAR_PAYMENT__";
    environment_ = {prefix + "PORT=" + std::to_string(port_),
                    prefix + "INSTANCE_ID=" + instance,
                    prefix + "POSTGRES__URI=" + config.postgres.uri,
                    prefix + "KAFKA__BOOTSTRAP=" + config.kafka.bootstrap,
                    prefix + "KAFKA__TOPIC_PREFIX=" + config.kafka.topic_prefix,
                    prefix + "CARDNET__URL=" + cardnet,
                    prefix + "CARDNET__TIME_LIMITER__TIMEOUT_DURATION=1s",
                    prefix + "WORKER_TIMEOUT_MS=300",
                    prefix + "LOG__LEVEL=OFF"};
    start();
  }
  ~Program() { kill_it(); }
  int port() const { return port_; }

  void start() {
    std::vector<char*> environment;
    for (auto& entry : environment_) environment.push_back(entry.data());
    environment.push_back(nullptr);
    std::string program = SHARECAR_PAYMENT_PROGRAM;
    char* arguments[] = {program.data(), nullptr};
    pid_ = fork();
    if (pid_ == 0) {
      execve(program.c_str(), arguments, environment.data());
      _exit(127);
    }
  }
  void kill_it() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  int port_;
  std::vector<std::string> environment_;
  pid_t pid_ = -1;
};

class UnderFire : public PaymentTest {
 protected:
  void SetUp() override {
    PaymentTest::SetUp();
    stop();
  }

  Answer ask_at(int at, int order, const std::string& card) {
    const std::string body = R"({"customerId":"kim","price":1000,"payBy":")" + pay_by_ +
                             R"(","payMethod":"card","methodToken":")" + card + R"("})";
    return call(at, "PUT", "/internal/payments/" + std::to_string(order), body, {{"x-deadline-remaining-ms", "610"}});
  }
  Answer pay_at(int at, int order, const std::string& card) {
    return call(at, "POST", "/payments",
                R"({"orderId":)" + std::to_string(order) + R"(,"cardNumber":")" + card + R"("})");
  }

  /// No order has two approved charges, and the ledger says what payment says.
  void expect_books_agree() {
    const auto [charges, refunds] = cardnet_real_.books();
    const auto set_of = [&](const std::string& sql) {
      std::set<std::string> out;
      const std::string rows = database_.ask(sql);
      for (std::size_t at = 0; at < rows.size();) {
        const auto end = std::min(rows.find(',', at), rows.size());
        out.insert(rows.substr(at, end - at));
        at = end + 1;
      }
      return out;
    };
    EXPECT_EQ(set_of("SELECT order_id || ':' || number FROM payments WHERE state = 'APPROVED'"), charges);
    EXPECT_EQ(set_of("SELECT order_id || ':refund ' || refund_amount FROM bills WHERE refund = 'REFUNDED'"), refunds);
    std::set<std::string> orders;
    for (const auto& key : charges) EXPECT_TRUE(orders.insert(key.substr(0, key.find(':'))).second) << key;
    EXPECT_EQ(database_.ask("SELECT count(*) FROM payments WHERE state = 'ATTEMPTED'"), "0");
    EXPECT_EQ(database_.ask("SELECT count(*) FROM bills b WHERE version <> (SELECT count(*) FROM outbox o WHERE "
                            "o.aggregate_id = b.order_id::text)"),
              "0");
    EXPECT_EQ(database_.ask("SELECT count(*) FROM (SELECT aggregate_id, version FROM outbox GROUP BY 1, 2 "
                            "HAVING count(*) > 1) AS twice"),
              "0");
  }

  RealCardnet cardnet_real_;
};

const std::vector<std::string> orders_cards{"demo-approve", "demo-slow", "demo-decline", "demo-hang", "demo-error"};
const std::vector<std::string> customers_cards{"4242424242424242", "4000000000000077", "4000000000000002",
                                               "5555444433331111"};

TEST_F(UnderFire, ManyCallersWithManyCardsPayEachOrderOnce) {
  auto settings = config();
  settings.cardnet.url = cardnet_real_.url();
  settings.cardnet.time_limiter.timeout_duration = 1s;
  auto service = std::make_unique<Service>("payment", settings, std::vector<Property>{});
  assemble(*service, settings);
  Running payment{"payment", std::move(service)};
  constexpr int orders = 8;
  std::vector<std::thread> callers;
  for (unsigned caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&, caller] {
      std::mt19937 random{caller};
      for (int call = 0; call < 12; ++call) {
        const int order = 1 + static_cast<int>(random() % orders);
        if (random() % 2 == 0) {
          ask_at(payment.port(), order, orders_cards[static_cast<std::size_t>(order) % orders_cards.size()]);
        } else {
          pay_at(payment.port(), order, customers_cards[random() % customers_cards.size()]);
        }
      }
    });
  }
  for (auto& caller : callers) caller.join();
  for (int order = 1; order <= orders; ++order) {
    EXPECT_TRUE(test::eventually([&] {
      const int status = ask_at(payment.port(), order, "demo-approve").status;
      return status == 200 || status == 201 || status == 402 || status == 409;
    }));
  }
  expect_soon("SELECT count(*) FROM bills WHERE due_at IS NOT NULL", "0");
  expect_books_agree();
}

TEST_F(UnderFire, KilledAtAnyMomentTwoInstancesPayAndRefundEachOrderOnce) {
  constexpr int orders = 24;
  Program first{config(), cardnet_real_.url(), "1"};
  Program second{config(), cardnet_real_.url(), "2"};
  std::atomic<bool> fire{true};
  std::vector<std::thread> callers;
  for (unsigned caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&, caller] {
      std::mt19937 random{caller};
      while (fire) {
        const int order = 1 + static_cast<int>(random() % orders);
        const int at = random() % 2 == 0 ? first.port() : second.port();
        if (random() % 3 != 0) {
          ask_at(at, order, orders_cards[static_cast<std::size_t>(order) % 4]);
        } else {
          pay_at(at, order, customers_cards[random() % customers_cards.size()]);
        }
        std::this_thread::sleep_for(5ms);
      }
    });
  }
  std::mt19937 random{7};
  for (int round = 0; round < 14; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds{200 + random() % 500});
    Program& victim = round % 2 == 0 ? first : second;
    victim.kill_it();
    if (round == 5) {
      for (int order = 1; order <= orders; order += 6) close(order);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % 100});
    victim.start();
  }
  fire = false;
  for (auto& caller : callers) caller.join();

  for (int order = 1; order <= orders; ++order) {
    EXPECT_TRUE(test::eventually([&] {
      const int status = ask_at(first.port(), order, "demo-approve").status;
      return status == 200 || status == 201 || status == 402 || status == 409;
    })) << order;
    if (order % 3 == 0) request_refund(order, 10 * order);
  }
  expect_soon(
      "SELECT count(*) FROM bills WHERE due_at IS NOT NULL OR (order_id % 3 = 0 AND outcome = 'APPROVED' AND "
      "refund <> 'REFUNDED')",
      "0", 60s);  // killed consumers are missed for a while
  expect_books_agree();
  EXPECT_GE(std::stoi(database_.ask("SELECT count(*) FROM bills WHERE outcome = 'APPROVED'")), orders / 3);
}

TEST_F(UnderFire, TheDemoCardsOfTheRealCardNetworkDoAsTheyAreNamed) {
  auto settings = config();
  settings.cardnet.url = cardnet_real_.url();
  auto service = std::make_unique<Service>("payment", settings, std::vector<Property>{});
  assemble(*service, settings);
  Running payment{"payment", std::move(service)};
  const auto status = [&](int order, const std::string& card) { return ask_at(payment.port(), order, card).status; };
  EXPECT_EQ(status(1, "demo-approve"), 201);
  EXPECT_EQ(status(2, "demo-decline"), 402);
  EXPECT_EQ(status(3, "demo-slow"), 201);
  EXPECT_EQ(status(4, "demo-error"), 202);
  EXPECT_EQ(status(5, "demo-hang"), 202);
  EXPECT_EQ(pay_at(payment.port(), 5, "4242424242424242").status, 201);
  const auto saved =
      call(payment.port(), "POST", "/payments/methods", R"({"customerId":"kim","cardNo":"4000000000000002"})");
  EXPECT_EQ(saved.status, 201);
  EXPECT_EQ(status(6, saved.at("token")), 402);
  const std::set<std::string> approved{"1:1", "3:1", "5:2"};
  EXPECT_EQ(cardnet_real_.books().first, approved);
}

}  // namespace
}  // namespace sharecar::payment::testing
