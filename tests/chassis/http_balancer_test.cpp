// Which instance gets a request.
#include <gtest/gtest.h>

#include <set>

#include "chassis/http/balancer.hpp"

namespace sharecar::http {
namespace {

using Candidates = std::vector<Candidate>;

std::string pin(int i) { return "customer " + std::to_string(i); }

TEST(Balancer, TakesTheLeastBusyReadyOne) {
  const Candidates three{{"a", true, 2}, {"b", true, 1}, {"c", false, 0}};
  for (std::size_t turn = 0; turn < 5; ++turn) EXPECT_EQ(choose(three, "", turn), 1u);
}

TEST(Balancer, GoesRoundAmongEquals) {
  const Candidates three{{"a"}, {"b"}, {"c"}};
  std::string order;
  for (std::size_t turn = 0; turn < 6; ++turn) order += std::to_string(*choose(three, "", turn));
  EXPECT_EQ(order, "012012");
}

TEST(Balancer, UsesAllWhenNoneIsReady) {
  const Candidates two{{"a", false}, {"b", false}};
  EXPECT_EQ(choose(two, "", 0), 0u);
  EXPECT_EQ(choose(two, "", 1), 1u);
}

TEST(Balancer, NeverTakesWhatWasTried) {
  EXPECT_EQ(choose({{"a"}, {"b", true, 9}}, "", 0, 0), 1u);
  EXPECT_EQ(choose({{"a"}, {"b", false}}, "", 0, 0), 1u) << "not ready is better than nowhere";
  EXPECT_EQ(choose({{"a"}}, "", 0, 0), std::nullopt);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(choose({{"a"}, {"b"}}, pin(i), 0, 1), 0u);
}

TEST(Balancer, KeepsAPinWhateverTheLoadAndTheOrderOfAddresses) {
  for (int i = 0; i < 100; ++i) {
    const auto first = choose({{"a"}, {"b"}, {"c"}}, pin(i), 0);
    EXPECT_EQ(choose({{"a", true, 7}, {"b", true, 1}, {"c", true, 3}}, pin(i), 5), first);
    EXPECT_EQ(choose({{"c"}, {"b"}, {"a"}}, pin(i), 0), 2 - *first);
  }
}

TEST(Balancer, SpreadsPinsAndMovesOnlyThoseOfWhatIsNotReady) {
  Candidates three{{"http://127.0.0.1:8084"}, {"http://127.0.0.1:8184"}, {"http://127.0.0.1:8284"}};
  std::vector<std::size_t> before;
  std::vector<int> share(3);
  for (int i = 0; i < 3000; ++i) {
    before.push_back(*choose(three, pin(i), 0));
    ++share[before.back()];
  }
  for (const int count : share) EXPECT_NEAR(count, 1000, 120);
  three[1].ready = false;
  std::set<std::size_t> refuges;
  for (int i = 0; i < 3000; ++i) {
    const auto now = *choose(three, pin(i), 0);
    if (before[static_cast<std::size_t>(i)] != 1) {
      EXPECT_EQ(now, before[static_cast<std::size_t>(i)]);
    } else {
      refuges.insert(now);
    }
  }
  EXPECT_EQ(refuges, (std::set<std::size_t>{0, 2}));
}

}  // namespace
}  // namespace sharecar::http
