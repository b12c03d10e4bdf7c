// Topics of the live stream, and who may hear them.
#include "services/gateway/live_topics.hpp"

#include <gtest/gtest.h>

namespace sharecar::gateway {
namespace {

using Topics = std::optional<std::vector<Topic>>;

TEST(LiveTopics, AreReadOnceEachAndAllOrNothing) {
  EXPECT_EQ(parse_topics({"mypage", "breakers", "mypage", "health", "availability"}),
            (Topics{{Topic::mypage, Topic::breakers, Topic::health, Topic::availability}}));
  EXPECT_EQ(parse_topics({}), Topics{std::vector<Topic>{}});
  EXPECT_EQ(parse_topics({"mypage", "weather"}), std::nullopt);
  EXPECT_EQ(parse_topics({"MyPage"}), std::nullopt);
}

TEST(LiveTopics, AreForOperatorsUnlessTheyAreOneCustomersOrAnybodys) {
  EXPECT_FALSE(is_for_operators({Topic::mypage, Topic::availability}, true));
  EXPECT_FALSE(is_for_operators({Topic::availability}, false));
  EXPECT_FALSE(is_for_operators({}, false));
  EXPECT_TRUE(is_for_operators({Topic::availability, Topic::mypage}, false));
  EXPECT_TRUE(is_for_operators({Topic::breakers}, true));
  EXPECT_TRUE(is_for_operators({Topic::mypage, Topic::health}, true));
}

}  // namespace
}  // namespace sharecar::gateway
