#include "bench/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/booking_bench.hpp"
#include "bench/viewer_bench.hpp"

namespace sharecar::bench {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

BookingResult result() {
  BookingResult out;
  out.maximum = 500;
  out.maximum_runs = {480, 520, 500};
  out.parts = {{"order", 0.25, 9.5, 80.4}, {"kafka", 0.5, 170, {}}};
  out.goals = {{"memory of the largest service", 9.5, "<=", 25, "MB", true},
               {"a part of pgbench", 0.27, ">=", 0.3, "", false}};
  out.at_half.lag = {100, 5'000, 8'000, 12'300, 12'300, 12'300};
  return out;
}

TEST(Page, ShowsFiguresBesideTheirGoals) {
  const auto text = markdown(result());
  EXPECT_THAT(text, HasSubstr("**500 converged bookings per second** (runs: 480, 520, 500)"));
  EXPECT_THAT(text, HasSubstr("| memory of the largest service | 10 MB | <= 25 MB | 0.38 | reached |\n"));
  EXPECT_THAT(text, HasSubstr("| a part of pgbench | 0.27 | >= 0.30 | 0.90 | **missed** |\n"));
  EXPECT_THAT(text, HasSubstr("| order | 0.250 | 9.5 | 80 |\n| kafka | 0.500 | 170.0 |  |\n"));
  EXPECT_THAT(text, HasSubstr("| MyPage's row after the last commit | 100 | 5.0 | 8.0 | 12.3 | 12.3 | 12.3 |\n"));
  EXPECT_THAT(text, Not(HasSubstr("Void")));
}

TEST(Page, SaysOnTopThatARunIsVoid) {
  auto voided = result();
  voided.voided = "the disk slept";
  EXPECT_THAT(markdown(voided), HasSubstr("**Void: the disk slept.**"));
}

TEST(Page, ReplacesItsOwnSectionAndNothingElse) {
  const std::string page =
      "# Benchmarks\n<!-- bench booking: begin -->\nold\n<!-- bench booking: end -->\n<!-- bench other: begin -->\n";
  EXPECT_EQ(with_section(page, "booking", "new\n"),
            "# Benchmarks\n<!-- bench booking: begin -->\nnew\n<!-- bench booking: end -->\n"
            "<!-- bench other: begin -->\n");
  EXPECT_EQ(with_section("# Benchmarks\n", "booking", "new\n"),
            "# Benchmarks\n\n<!-- bench booking: begin -->\nnew\n<!-- bench booking: end -->\n");
}

TEST(Page, DrawsABarForEachProcessAndTheLongestFirst) {
  const auto picture = svg(result());
  EXPECT_THAT(picture, ::testing::StartsWith("<svg "));
  EXPECT_THAT(picture, ::testing::EndsWith("</svg>\n"));
  EXPECT_LT(picture.find(">kafka<"), picture.find(">order<"));
  EXPECT_THAT(picture, HasSubstr(">12.30 ms</text>"));
}

TEST(ViewerPage, JudgesTheWorstOfAllShapes) {
  ViewerResult viewer;
  viewer.machine = "2 processors";
  viewer.shapes = {{.shape = "wide", .spans = 50'000, .file_mb = 17, .first_paint = 310, .longest_block = 21},
                   {.shape = "deep", .spans = 50'000, .file_mb = 17, .first_paint = 620, .longest_block = 9}};
  viewer.goals = goals_of(viewer.shapes);
  ASSERT_EQ(viewer.goals.size(), 6U);
  EXPECT_FALSE(viewer.goals[0].reached);
  EXPECT_TRUE(viewer.goals[1].reached);
  const auto page = markdown(viewer);
  EXPECT_THAT(page, HasSubstr("| | wide, 50000 spans, 17 MB | deep, 50000 spans, 17 MB |"));
  EXPECT_THAT(page, HasSubstr("| first paint, from the file, ms | 310 | 620 |"));
  EXPECT_THAT(page, HasSubstr("| first paint, from the file | 620 | <= | 600 ms | **missed** |"));
}

TEST(Disagreement, VoidsARunOnlyWhenTheMachineChangedByMoreThanAQuarter) {
  Calibration before;
  before.fdatasync_per_second = 4000;
  before.pgbench_per_second = 2000;
  before.kafka_per_second = 100'000;
  auto after = before;
  after.pgbench_per_second = 1510;
  EXPECT_EQ(disagreement(before, after), std::nullopt);
  after.fdatasync_per_second = 2900;
  EXPECT_EQ(disagreement(before, after),
            "the calibrations around it differ by more than 25 %: fdatasync/s 4000 before, 2900 after");
}

}  // namespace
}  // namespace sharecar::bench
