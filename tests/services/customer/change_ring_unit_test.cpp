// Numbers, ids, and which change shows a row.

#include <gtest/gtest.h>

#include "services/customer/change_ring.hpp"

namespace sharecar::customer {
namespace {

/// "1:kim row, 2:-, 3:?" of what the ring holds: settled with a row, settled without, not settled.
std::string contents(const ChangeRing& ring) {
  std::string out;
  for (std::int64_t number = 1; number <= ring.last(); ++number) {
    const Change* change = ring.find(number);
    if (!change) continue;
    out += (out.empty() ? "" : ", ") + std::to_string(number) + ':';
    out += !change->settled ? "?" : change->row.empty() ? "-" : change->customer + ' ' + change->row;
  }
  return out;
}

ChangeRing ring_of(std::initializer_list<int> orders, std::size_t size = 10) {
  ChangeRing ring{"77", size};
  for (const int order : orders) ring.add(OrderId{order});
  return ring;
}

TEST(ChangeRing, ForgetsTheOldestChanges) {
  const auto ring = ring_of({1, 2, 3, 4, 5}, 3);
  EXPECT_EQ(contents(ring), "3:?, 4:?, 5:?");
  EXPECT_FALSE(ring.remembers(1));
  EXPECT_TRUE(ring.remembers(2)) << "3 is the next one";
  EXPECT_TRUE(ring.remembers(5));
  EXPECT_FALSE(ring.remembers(6));
}

TEST(ChangeRing, ShowsARowWithTheLastOfItsChanges) {
  auto ring = ring_of({1, 2, 1, 3, 1});
  EXPECT_EQ(ring.unsettled(1), (std::vector<OrderId>{{1}, {2}, {3}}));
  ring.settle(4, {{1}, {2}}, {{{1}, {"kim", "A"}}});
  EXPECT_EQ(contents(ring), "1:-, 2:-, 3:kim A, 4:?, 5:?");
  EXPECT_EQ(ring.unsettled(0), (std::vector<OrderId>{{1}, {3}}));
  ring.settle(5, {{1}, {3}}, {{{1}, {"kim", "B"}}, {{3}, {"lee", "C"}}});
  EXPECT_EQ(contents(ring), "1:-, 2:-, 3:kim A, 4:lee C, 5:kim B");
  EXPECT_EQ(ring.unsettled(0), std::vector<OrderId>{});
}

TEST(ChangeRing, KnowsItsOwnIdsOnly) {
  const auto ring = ring_of({1, 2, 3, 4, 5}, 3);
  EXPECT_EQ(ring.id(4), "77-4");
  EXPECT_EQ(ring.number_of("77-4"), 4);
  EXPECT_EQ(ring.number_of("77-2"), 2);
  for (const char* unknown : {"77-1", "77-6", "78-4", "7-4", "77", "77-", "77-x", "77--4", "77-4 ", "77-04x", "", "-",
                              "77-99999999999999999999"}) {
    EXPECT_EQ(ring.number_of(unknown), std::nullopt) << unknown;
  }
}

TEST(ChangeRing, IsAtItsStartBeforeAnythingHappened) {
  const ChangeRing ring{"77", 3};
  EXPECT_EQ(ring.number_of(ring.id(ring.last())), 0);
  EXPECT_EQ(ring.find(1), nullptr);
}

}  // namespace
}  // namespace sharecar::customer
