// kill -9 at every named point of every service: before and after each statement, call, answer, batch and position.
// The points are found by running the same traffic once with a list; so a new statement is a new point by itself.

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <iostream>
#include <numeric>
#include <regex>

#include "fire/drill.hpp"
#include "support/eventually.hpp"

namespace sharecar::fire {
namespace {

namespace fs = std::filesystem;
using test::eventually;
using Clock = std::chrono::steady_clock;

// A crash before or after a look changes nothing that a crash elsewhere does not.
const std::regex looks_only{
    "(before|after) (statement "
    "(find_|list_|count_|next_|relay_(any|take|measure|cluster|again|adopt|retain)|consumer_(cluster"
    "|positions|adopt|forget)|lock_|migrat|applied|is_).*|call .*/actuator/.*|call /api/v2/spans|answer "
    "(/actuator.*|))"};

class CrashPoint : public Drill, public ::testing::WithParamInterface<const char*> {
 protected:
  /// Everything a customer can do that makes somebody write, all at once.
  static void traffic() {
    static std::atomic<int> round = 0;
    const std::string customer = "crash-" + std::to_string(++round);
    const auto confirmed = client_->book({.customer = customer, .limit = 3s});
    auto others = std::async(std::launch::async, [&] {
      const auto booked = client_->book_all({{.customer = customer, .card = "decline", .limit = 3s},
                                             {.customer = customer, .card = "approve", .limit = 3s},
                                             {.customer = customer, .card = "error", .limit = 3s}});
      if (booked.back().order_id) client_->cancel(*booked.back().order_id, customer);  // it would stay pending
    });
    auto second_card = std::async(std::launch::async, [&] {
      const auto pending = client_->book({.customer = customer, .card = "hang", .limit = 3s});
      if (pending.order_id) client_->pay(*pending.order_id, "approve");
    });
    client_->get("/cars");
    client_->get("/mypages/search/findByCustomerId?customerId=" + customer);
    if (confirmed.order_id) {
      eventually([&] { return client_->shown(*confirmed.order_id) == OrderState::CONFIRMED; }, 1s);
      client_->cancel(*confirmed.order_id, customer);
    }
    others.wait();
    second_card.wait();
  }

  static std::vector<std::string> points_of(const std::string& service) {
    const auto list = run_ / (service + ".points");
    platform_->replace(service, {crashable(service), {{"SHARECAR_CRASH_LIST", list}}});
    ready_again(service);
    for (int i = 0; i < 2; ++i) traffic();
    std::vector<std::string> points;
    std::ifstream file{list};
    for (std::string line; std::getline(file, line);) {
      if (!std::regex_match(line, looks_only)) points.push_back(line);
    }
    std::sort(points.begin(), points.end());
    return points;
  }

  /// Seconds from the new process' start until it answered.
  static double crash(const std::string& service, const std::string& point, int hit, bool late) {
    const auto mark = run_ / "crashed";
    fs::remove(mark);
    platform_->replace(
        service,
        {crashable(service),
         {{"SHARECAR_CRASH_AT", point}, {"SHARECAR_CRASH_HIT", std::to_string(hit)}, {"SHARECAR_CRASH_MARK", mark}}});
    const auto limit = Clock::now() + 25s;
    while (!fs::exists(mark) && Clock::now() < limit) traffic();
    EXPECT_TRUE(fs::exists(mark)) << "was never passed";
    if (late) {
      platform_->stop(service);
      traffic();
      platform_->start(service);
    }
    return ready_again(service);
  }
};

TEST_P(CrashPoint, LosesNothingAndRepeatsNothing) {
  const std::string service = GetParam();
  const auto points = points_of(service);
  ASSERT_GE(points.size(), 4u);
  std::vector<double> back;
  int turn = 0;
  for (const auto& point : points) {
    SCOPED_TRACE(point);
    for (int variant = 0; variant < 4; ++variant) {
      // Bounded: one of the four ways for each point, another one for the next; all of them with --full.
      if (!full() && variant != turn % 4) continue;
      const auto begin = Clock::now();
      back.push_back(crash(service, point, variant % 2 + 1, variant / 2 == 1));
      std::cout << service << ": " << point << (variant % 2 ? ", second hit" : ", first hit")
                << (variant / 2 ? ", late" : "") << ": back after " << back.back() << " s, drill took "
                << std::chrono::duration<double>(Clock::now() - begin).count() << " s" << std::endl;
    }
    ++turn;
  }
  platform_->replace(service, {});
  ready_again(service);
  Operation after;
  ASSERT_TRUE(eventually([&] {
    after = client_->book();
    return after.order_id.has_value();
  })) << "when the breakers that the crashes have opened let calls through again: status " << after.status;
  EXPECT_TRUE(client_->becomes(*after.order_id, OrderState::CONFIRMED, 40s));
  EXPECT_EQ(broken(0), "");
  std::sort(back.begin(), back.end());
  EXPECT_LT(back[back.size() / 2], 1.0) << "the median of the restarts";
}

INSTANTIATE_TEST_SUITE_P(Of, CrashPoint,
                         ::testing::Values("order", "payment", "reservation", "cardnet", "customer", "gateway"),
                         [](const auto& service) { return std::string{service.param}; });

}  // namespace
}  // namespace sharecar::fire
