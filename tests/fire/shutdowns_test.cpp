// SIGTERM under load. With another instance nobody notices; without one there is a clean 503 for a while.

#include <atomic>
#include <boost/json.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include "fire/drill.hpp"
#include "support/eventually.hpp"

namespace sharecar::fire {
namespace {

using launcher::HttpAnswer;

/// Runs tasks again and again on threads of their own until it is dropped.
class Stream {
 public:
  void add(std::function<void()> task, std::chrono::milliseconds pause) {
    threads_.emplace_back([task = std::move(task), pause](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        task();
        std::this_thread::sleep_for(pause);  // the rate of the stream
      }
    });
  }

 private:
  std::vector<std::jthread> threads_;
};

/// What did not go as it should, and how often.
class Complaints {
 public:
  void add(const std::string& what) {
    const std::lock_guard lock{mutex_};
    ++count_[what];
  }
  std::string text() const {
    const std::lock_guard lock{mutex_};
    std::string out;
    for (const auto& [what, count] : count_) out += std::to_string(count) + " x " + what + '\n';
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int> count_;
};

std::string words(const std::string& what, const HttpAnswer& answer) {
  return what + ": " + std::to_string(answer.status) + ' ' + answer.failure + ' ' + answer.body.substr(0, 200);
}

/// One reader's memory of how many steps each order has shown, which only grow. Who moves to another instance may find
/// it a little behind, for less than a second.
class Reader {
 public:
  /// What is wrong with this answer, if anything. `moves`: the reader may have come to another instance.
  std::optional<std::string> objection(const HttpAnswer& answer, bool moves) {
    const auto now = std::chrono::steady_clock::now();
    const auto body = answer.json();
    std::optional<std::string> out;
    for (const auto& row : body.at("_embedded").at("mypages").as_array()) {
      const auto steps = row.at("steps").as_array().size();
      auto& seen = seen_[row.at("orderId").as_int64()];
      if (steps >= seen.steps) {
        seen = {steps, {}};
        continue;
      }
      if (!seen.behind_since) seen.behind_since = now;
      if (!moves) out = "an order went back a step";
      if (now - *seen.behind_since > 1s) out = "an order stayed behind for a second";
    }
    return out;
  }

 private:
  struct Seen {
    std::size_t steps = 0;
    std::optional<std::chrono::steady_clock::time_point> behind_since = {};
  };
  std::map<std::int64_t, Seen> seen_;
};

class Shutdowns : public Drill {
 protected:
  /// As an operator does it: SIGTERM, and started again; gives back how it ended.
  static std::string stop_and_start(const std::string& part) {
    platform_->stop(part);
    const auto end = platform_->process(part).last_end;
    platform_->start(part);
    ready_again(part);
    return end;
  }

  Complaints complaints_;
  std::atomic<int> booked_ = 0;
  std::atomic<int> read_ = 0;
};

class WithAnotherInstance : public Shutdowns {
 protected:
  static void SetUpTestSuite() { boot({{"order", 2}, {"reservation", 2}, {"payment", 2}, {"customer", 2}}); }

  void book(const std::string& customer) {
    const auto done = client_->book({.customer = customer});
    if (done.status == 201 || done.status == 202) {
      ++booked_;
    } else {
      complaints_.add("POST /orders: " + std::to_string(done.status) + ' ' + done.failure.value_or("") +
                      done.code.value_or(""));
    }
  }
  void read(const std::string& target) {
    const auto answer = client_->get(target);
    ++read_;
    if (answer.status != 200) complaints_.add(words("GET " + target, answer));
  }
};

TEST_F(WithAnotherInstance, FailNoRequestAndTakeNoReaderBack) {
  Stream stream;
  stream.add([this] { book("kim"); }, 20ms);
  stream.add([this] { book("lee"); }, 20ms);
  for (const char* target :
       {"/orders?size=1", "/cars", "/reservations?size=1", "/payments?size=1", "/mypages?size=1"}) {
    stream.add([this, target] { read(target); }, 30ms);
  }
  Reader kim;
  std::atomic<bool> moves = false;
  stream.add(
      [&] {
        const bool may_move = moves;
        const auto answer = client_->get("/mypages/search/findByCustomerId?customerId=kim&size=50");
        ++read_;
        if (answer.status != 200) return complaints_.add(words("MyPage of kim", answer));
        if (const auto objection = kim.objection(answer, may_move || moves)) complaints_.add(*objection);
      },
      20ms);

  for (const char* part :
       {"order", "order-2", "reservation", "reservation-2", "payment", "payment-2", "customer", "customer-2"}) {
    moves = std::string_view{part}.starts_with("customer");
    const int booked = booked_;
    EXPECT_EQ(stop_and_start(part), "exit 0") << part;
    EXPECT_TRUE(test::eventually([&] { return booked_ > booked + 5; })) << "bookings stopped with " << part;
  }
  stream = {};
  EXPECT_EQ(complaints_.text(), "");
  EXPECT_GT(read_, 500);
  std::cout << booked_ << " bookings, " << read_ << " reads\n";
  EXPECT_EQ(broken(0), "");
}

class WithoutAnotherInstance : public Shutdowns {
 protected:
  /// Fine, or what was last known and says so, or refused in a way that a client can live with.
  void ask(const launcher::HttpCall& call) {
    const auto answer = launcher::call(call);
    ++read_;
    if (answer.ok()) {
      if (answer.headers.contains("warning")) ++missed_;
      return;
    }
    const auto type = answer.headers.find("content-type");
    const bool clean = answer.status == 503 && answer.headers.contains("retry-after") && type != answer.headers.end() &&
                       type->second.starts_with("application/problem+json");
    if (clean) {
      ++missed_;
    } else {
      complaints_.add(words(call.method + ' ' + call.url, answer));
    }
  }

  std::atomic<int> missed_ = 0;  // answers that tell that the service is away
};

TEST_F(WithoutAnotherInstance, AreCleanRefusalsForAWhile) {
  const auto gateway = platform_->url("gateway");
  const std::map<std::string, std::string> asked_of{{"order", "/orders?size=1"},
                                                    {"reservation", "/reservations?size=1"},
                                                    {"payment", "/payments?size=1"},
                                                    {"customer", "/mypages?size=1"}};
  for (const auto& [part, target] : asked_of) {
    missed_ = 0;
    Stream stream;
    for (int i = 0; i < 3; ++i) {
      stream.add([&, url = gateway + target] { ask({.url = url}); }, 5ms);
    }
    stream.add(
        [&] {
          const auto done = client_->book();
          const bool fine = done.status == 201 || done.status == 202 || done.status == 503;
          if (!fine) complaints_.add("POST /orders: " + std::to_string(done.status) + ' ' + done.failure.value_or(""));
        },
        10ms);
    platform_->stop(part);
    EXPECT_EQ(platform_->process(part).last_end, "exit 0") << part;
    EXPECT_TRUE(test::eventually([&] { return missed_ > 10; })) << part;
    platform_->start(part);
    ready_again(part);
  }
  EXPECT_EQ(complaints_.text(), "");
  EXPECT_EQ(broken(0), "");
}

}  // namespace
}  // namespace sharecar::fire
