#include "launcher/suggest.hpp"

#include <gtest/gtest.h>

namespace sharecar::launcher {
namespace {

TEST(NearestWord, IsWhatATypistMeant) {
  const std::vector<std::string> commands{"up", "down", "status", "book", "cancel", "mypage"};
  EXPECT_EQ(nearest_word("bok", commands), "book");
  EXPECT_EQ(nearest_word("statsu", commands), "status");
  EXPECT_EQ(nearest_word("cancle", commands), "cancel");
  EXPECT_EQ(nearest_word("my-page", commands), "mypage");
}

TEST(NearestWord, IsNothingWhenNoneIsNear) {
  EXPECT_EQ(nearest_word("reticulate", {"up", "down", "status"}), "");
  EXPECT_EQ(nearest_word("x", {}), "");
}

}  // namespace
}  // namespace sharecar::launcher
