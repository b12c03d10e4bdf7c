// The fault mode of the consumer: what comes twice, late and out of order, and that nothing is left out.

#include <gtest/gtest.h>

#include <map>

#include "chassis/kafka/disorder.hpp"

namespace sharecar::kafka {
namespace {

std::vector<Message> batch_of(int first, int last) {
  std::vector<Message> out;
  for (int i = first; i <= last; ++i) out.emplace_back().offset = i;
  return out;
}

std::vector<std::int64_t> offsets(const std::vector<Message>& batch) {
  std::vector<std::int64_t> out;
  for (const auto& message : batch) out.push_back(message.offset);
  return out;
}

TEST(Disorder, RepeatsReordersAndBringsBackButLeavesNothingOut) {
  const auto disturb = disorder(0.5, 7);
  std::map<std::int64_t, int> times;
  bool reordered = false;
  bool late = false;
  for (int round = 0; round < 50; ++round) {
    auto batch = batch_of(round * 10, round * 10 + 9);
    disturb(batch);
    for (const auto& message : batch) {
      ++times[message.offset];
      late = late || message.offset < round * 10;
    }
    const auto seen = offsets(batch);
    reordered = reordered || !std::is_sorted(seen.begin(), seen.begin() + 10);
  }
  EXPECT_EQ(times.size(), 500u);
  int repeats = 0;
  for (const auto& [offset, count] : times) repeats += count - 1;
  EXPECT_NEAR(repeats, 500, 60);  // half of them twice, as many old ones again
  EXPECT_TRUE(reordered);
  EXPECT_TRUE(late);
}

TEST(Disorder, IsTheSameForTheSameSeedAndNothingAtProbabilityZero) {
  auto one = batch_of(1, 20);
  auto other = batch_of(1, 20);
  disorder(0.5, 3)(one);
  disorder(0.5, 3)(other);
  EXPECT_EQ(offsets(one), offsets(other));

  auto untouched = batch_of(1, 20);
  disorder(0, 3)(untouched);
  EXPECT_EQ(offsets(untouched), offsets(batch_of(1, 20)));
}

}  // namespace
}  // namespace sharecar::kafka
