#include <gtest/gtest.h>

#include "services/gateway/last_known.hpp"

namespace sharecar::gateway {
namespace {

LastKnown::Answer answer(const std::string& body) { return {"", body, Timestamp{}}; }

std::string found(LastKnown& known, const char* question) {
  const auto* answer = known.find(question);
  return answer ? answer->body : "nothing";
}

TEST(LastKnown, GivesTheLatestAnswerToAQuestion) {
  LastKnown known{1000};
  known.keep("a", answer("1"));
  known.keep("a", answer("2"));
  EXPECT_EQ(found(known, "a"), "2");
  EXPECT_EQ(found(known, "b"), "nothing");
  EXPECT_EQ(known.bytes(), 2u);
}

TEST(LastKnown, ForgetsWhatWasNotUsedForTheLongestTime) {
  LastKnown known{80};
  for (const char* question : {"a", "b", "c", "d", "e", "f", "g", "h"}) known.keep(question, answer("123456789"));
  EXPECT_EQ(known.bytes(), 80u);
  EXPECT_EQ(found(known, "a"), "123456789");
  known.keep("i", answer("123456789"));
  EXPECT_EQ(found(known, "a"), "123456789");
  EXPECT_EQ(found(known, "b"), "nothing");
  EXPECT_EQ(known.bytes(), 80u);
}

TEST(LastKnown, KeepsNothingThatWouldPushMostOfTheRestOut) {
  LastKnown known{80};
  known.keep("a", answer("123456789"));
  known.keep("a", answer(std::string(10, 'x')));
  EXPECT_EQ(found(known, "a"), "nothing") << "and not what was true before, either";
  EXPECT_EQ(known.bytes(), 0u);
}

}  // namespace
}  // namespace sharecar::gateway
