#include "load/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <thread>

#include "chassis/json/decode.hpp"
#include "invariants/operation.hpp"
#include "played_platform.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::load {
namespace {

using invariants::Operation;
using testing::Behaviour;
using testing::PlayedPlatform;
using namespace std::chrono_literals;
using Counts = std::map<std::string, std::int64_t>;

class Load : public ::testing::Test {
 protected:
  Options options(const PlayedPlatform& platform, double rate, std::chrono::milliseconds duration) const {
    Options out;
    out.url = platform.url();
    out.rate = rate;
    out.duration = duration;
    out.log = log_file();
    return out;
  }
  std::vector<Operation> log() const {
    std::vector<Operation> out;
    std::istringstream lines{test::read_file(log_file())};
    for (std::string line; std::getline(lines, line);) out.push_back(json::decode_text<Operation>(line).value());
    return out;
  }

 private:
  std::string log_file() const { return (folder_.path() / "operations.jsonl").string(); }

  test::TemporaryFolder folder_;
};

TEST_F(Load, ReportsAndLogsEachRequestThatTheServerGot) {
  PlayedPlatform platform;
  const auto report = run(options(platform, 400, 1s)).value();
  const auto seen = platform.seen();
  ASSERT_EQ(report.requests.size(), 1u);
  EXPECT_EQ(report.requests[0].request, "POST /orders");
  EXPECT_EQ(report.requests[0].answers, (Counts{{"201", seen.bookings}}));
  EXPECT_EQ(report.requests[0].failures, Counts{});
  EXPECT_EQ((std::vector{report.due, report.sent, report.answered, report.booked, report.converged}),
            std::vector<std::int64_t>(5, seen.bookings));
  EXPECT_NEAR(static_cast<double>(seen.bookings), 400, 80);  // Poisson: four deviations
  EXPECT_EQ(report.lag.max_us, 7'000);
  std::set<std::string> keys;
  for (const auto& operation : log()) {
    keys.insert(operation.idempotency_key);
    EXPECT_EQ(operation.status, 201);
    EXPECT_TRUE(operation.order_id && operation.shown_us && operation.car_id && operation.starts_at);
    EXPECT_GE(operation.shown_us.value_or(0), operation.took_us);
  }
  EXPECT_EQ(log().size(), static_cast<std::size_t>(seen.bookings));
  EXPECT_EQ(keys, seen.keys);
  EXPECT_EQ(seen.keys.size(), static_cast<std::size_t>(seen.bookings));
  EXPECT_EQ(seen.slots.size(), static_cast<std::size_t>(seen.bookings));
}

TEST_F(Load, LeavesNoTraceOfItsOwnLooks) {
  PlayedPlatform platform;
  ASSERT_TRUE(run(options(platform, 100, 200ms)));
  EXPECT_EQ(platform.seen().looks_traced, 0);
}

TEST_F(Load, TakesWhatTheStreamTellsAndReadsNothing) {
  PlayedPlatform platform{{.streams = true}};
  const auto report = run(options(platform, 200, 500ms)).value();
  EXPECT_GT(report.converged, 0);
  EXPECT_EQ(report.converged, report.due);
  EXPECT_EQ(report.lag.max_us, 7'000);
  EXPECT_EQ(platform.seen().pages_read, 0);
}

TEST_F(Load, ReadsWhatABrokenStreamDoesNotTell) {
  PlayedPlatform platform{{.streams = true, .stream_breaks_at = 20}};
  const auto report = run(options(platform, 200, 500ms)).value();
  EXPECT_GT(report.due, 20);
  EXPECT_EQ(report.converged, report.due);
  EXPECT_GE(platform.seen().pages_read, report.due - 20);
}

// 3,000 requests, one each millisecond; the server stands still for 1 s. The 1,000 that were due meanwhile waited from
// 1 s down to nothing, so the slowest 30, which are 1 % of all, waited at least 0.97 s. But only 10 may be under way:
// those 10 alone, 0.3 %, met the stop after they were sent. (In a run of 60 s the 1,000 are 1.7 %, of which the slowest
// 600 waited 0.4 s: the 300 ms of the requirement.)
TEST_F(Load, ShowsAStopOfTheServerThatTheServiceTimeHides) {
  PlayedPlatform platform{{.stops_at = 500, .stop = 1s}};
  auto asked = options(platform, 1000, 3s);
  asked.arrivals = Spacing::constant;
  asked.in_flight = 10;
  const auto report = run(asked).value();
  EXPECT_GE(report.latency.p99_us, 900'000);
  EXPECT_LT(report.service_time.p99_us, 300'000);
  EXPECT_GE(report.late, 900);
  EXPECT_EQ((std::vector{report.due, report.sent, report.answered}), std::vector<std::int64_t>(3, 3000));
  EXPECT_EQ(platform.seen().bookings, 3000);
}

TEST_F(Load, HidesAStopOfTheServerInAClosedLoopAsEveryClosedLoopDoes) {
  PlayedPlatform platform{{.stops_at = 500, .stop = 1s}};
  auto asked = options(platform, 0, 3s);
  asked.clients = 4;
  const auto report = run(asked).value();
  EXPECT_GT(report.sent, 1'000);
  EXPECT_LT(report.latency.p99_us, 300'000);
  EXPECT_GE(report.latency.max_us, 990'000);
}

TEST_F(Load, CountsRequestsWithoutAnAnswerAndLogsThemAsUnknown) {
  PlayedPlatform platform{{.silent_from = 11}};
  auto asked = options(platform, 100, 300ms);
  asked.arrivals = Spacing::constant;
  asked.timeout = 200ms;
  const auto report = run(asked).value();
  EXPECT_EQ(report.requests.at(0).answers, (Counts{{"201", 10}}));
  EXPECT_EQ(report.requests.at(0).failures, (Counts{{"timeout", 20}}));
  int unknown = 0;
  for (const auto& operation : log()) {
    if (operation.status == 0 && operation.failure == "timeout" && !operation.order_id) ++unknown;
  }
  EXPECT_EQ(unknown, 20);
}

TEST_F(Load, CountsWhatMyPageDoesNotShow) {
  PlayedPlatform platform{{.shows = 2}};
  auto asked = options(platform, 50, 200ms);
  asked.settle = 100ms;
  const auto report = run(asked).value();
  EXPECT_GT(report.booked, 0);
  EXPECT_EQ((std::vector{report.converged, report.ended_otherwise}), std::vector<std::int64_t>(2, 0));
  for (const auto& operation : log()) EXPECT_FALSE(operation.shown_us);
}

TEST_F(Load, CountsWhatMyPageShowsAsDeclined) {
  PlayedPlatform platform{{.shows = 11}};
  const auto report = run(options(platform, 50, 200ms)).value();
  EXPECT_GT(report.booked, 0);
  EXPECT_EQ((std::vector{report.converged, report.ended_otherwise}), (std::vector<std::int64_t>{0, report.booked}));
}

TEST_F(Load, EndsEarlyWithWhatItHasAndLogsWhatWasUnderWay) {
  PlayedPlatform platform{{.silent_from = 1}};
  auto asked = options(platform, 100, 60s);
  asked.in_flight = 5;
  asked.timeout = 60s;
  std::stop_source stop;
  const auto at_the_bound = [&](const Progress& progress) {
    if (progress.waiting > 0) stop.request_stop();
  };
  const auto report = run(asked, stop.get_token(), at_the_bound).value();
  EXPECT_TRUE(report.ended_early);
  EXPECT_EQ(report.requests.at(0).failures, (Counts{{"aborted", 5}}));
  EXPECT_EQ(report.unsent, report.due - 5);
  EXPECT_GT(report.unsent, 0);
  EXPECT_EQ(log().size(), 5u);
}

TEST_F(Load, FindsOneWinnerOfEachSlotOfARace) {
  PlayedPlatform platform;
  auto asked = options(platform, 0, 0s);
  asked.workload = WorkloadKind::race;
  asked.contenders = 3;
  const auto race = run(asked).value().race.value();
  EXPECT_EQ((std::vector{race.slots, race.won_once, race.not_won, race.won_more_than_once}),
            (std::vector<std::int64_t>{600, 600, 0, 0}));
  EXPECT_EQ(platform.seen().bookings, 1800);
  for (const auto& [slot, claims] : platform.seen().slots) EXPECT_EQ(claims, 3) << slot;
}

TEST_F(Load, FindsSlotsThatSeveralWon) {
  PlayedPlatform platform{{.slot_is_taken_once = false}};
  auto asked = options(platform, 0, 0s);
  asked.workload = WorkloadKind::race;
  asked.contenders = 2;
  EXPECT_EQ(run(asked).value().race.value().won_more_than_once, 600);
}

TEST_F(Load, RefusesOtherMachines) {
  for (const char* url : {"http://example.org", "http://10.0.0.1:8088", "ftp://127.0.0.1", "127.0.0.1:8088"}) {
    Options asked;
    asked.url = url;
    const auto report = run(asked);
    ASSERT_FALSE(report) << url;
    EXPECT_EQ(report.error().code, Errc::invalid_request);
    EXPECT_THAT(report.error().detail,
                ::testing::HasSubstr(url[0] == 'h' ? "no loopback address" : "http://host:port"));
  }
}

TEST_F(Load, SaysThatNobodyAnswers) {
  Options asked;
  asked.url = "http://127.0.0.1:" + std::to_string(http::testing::free_port());
  const auto report = run(asked);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().detail, "the fleet cannot be read: no answer (refused)");
}

}  // namespace
}  // namespace sharecar::load
