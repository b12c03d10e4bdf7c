// kill -9 of services taken at random, while customers book: nothing acknowledged is lost, nothing happens twice.

#include <algorithm>
#include <future>
#include <iostream>
#include <random>

#include "fire/drill.hpp"
#include "invariants/check.hpp"
#include "launcher/stores.hpp"
#include "load/run.hpp"

namespace sharecar::fire {
namespace {

class RandomKills : public Drill {};

TEST_F(RandomKills, OfEveryServiceUnderLoadBreakNothing) {
  const std::vector<std::string> services{"gateway", "order",    "reservation", "payment",
                                          "cardnet", "customer", "tracing",     "turbine"};
  const int kills = full() ? 1000 : 120;
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));

  load::Options options;
  options.url = platform_->url("gateway");
  options.workload = load::WorkloadKind::book;
  options.rate = 60;
  options.duration = 3'600s;
  options.log = run_ / "load.jsonl";
  std::stop_source enough;
  auto loading = std::async(std::launch::async, [&] { return load::run(options, enough.get_token()); });

  std::mt19937_64 random{seed};
  std::map<std::string, std::vector<double>> back;
  for (int i = 0; i < kills; ++i) {
    const auto& service = services[std::uniform_int_distribution<std::size_t>{0, services.size() - 1}(random)];
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % 300});  // any moment of the work
    back[service].push_back(kill_and_start(service));
  }
  enough.request_stop();
  const auto report = loading.get();
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_GT(report->booked, 0);
  std::cout << "answered " << report->answered << " of " << report->sent << ", booked " << report->booked << '\n';
  for (auto& [service, seconds] : back) {
    std::sort(seconds.begin(), seconds.end());
    std::cout << service << ": " << seconds.size() << " kills, back after " << seconds[seconds.size() / 2]
              << " s (median), " << seconds.back() << " s (longest)\n";
    EXPECT_LT(seconds[seconds.size() / 2], 1.0) << service;
  }
  const auto judged = invariants::check(launcher::stores_in(run_), {.log = options.log, .wait = 60s, .traces = 0});
  EXPECT_EQ(judged.text(), "");
}

}  // namespace
}  // namespace sharecar::fire
