#include "launcher/fault_words.hpp"

#include <gtest/gtest.h>

#include "launcher/problem.hpp"

namespace sharecar::launcher {
namespace {

actuator::SetFault wanted(const std::vector<std::string>& words) { return parse_fault(words).wanted; }

std::string refusal(const std::vector<std::string>& words) {
  try {
    parse_fault(words);
  } catch (const Problem& problem) {
    return problem.what();
  }
  return "none";
}

TEST(FaultWords, SayWhatABodySays) {
  const auto slow = wanted({"payment", "latency=400..620", "probability=0.3", "for=30s"});
  EXPECT_EQ(static_cast<const Fault&>(slow),
            (Fault{.route = "*", .delay_ms = 400, .jitter_ms = 220, .reset = {}, .probability = 0.3}));
  EXPECT_EQ(slow.name, "cli");
  EXPECT_EQ(slow.expires_in_s, 30);
  const auto cut = wanted({"cardnet", "reset=answer", "route=PUT /charges/{key}", "name=mine"});
  EXPECT_EQ(static_cast<const Fault&>(cut),
            (Fault{.route = "PUT /charges/{key}", .reset = FaultReset::mid_answer}));
  EXPECT_EQ(cut.name, "mine");
  EXPECT_EQ(cut.expires_in_s, std::nullopt);
}

TEST(FaultWords, AreGivenBackAsTheyWereSaid) {
  for (const char* word : {"latency=400..620", "latency=900", "late=2000", "status=500", "hang", "reset", "reset=answer",
                           "refuse", "latency=1 probability=0.5"}) {
    std::vector<std::string> words{"payment"};
    const std::string all = word;
    const auto blank = all.find(' ');
    words.push_back(all.substr(0, blank));
    if (blank != all.npos) words.push_back(all.substr(blank + 1));
    EXPECT_EQ(fault_words(wanted(words)), word);
  }
  EXPECT_EQ(fault_words(wanted({"payment", "latency=2s"})), "latency=2000");
}

TEST(FaultWords, RefuseConnectionsForHalfAMinuteWhereNothingElseIsSaid) {
  EXPECT_EQ(wanted({"payment", "refuse"}).expires_in_s, 30);
  EXPECT_EQ(wanted({"payment", "refuse", "for=2m"}).expires_in_s, 120);
}

TEST(FaultWords, ListAndClearTakeAServiceAndAName) {
  EXPECT_EQ(parse_fault({"list"}).verb, FaultCommand::Verb::list);
  const auto clear = parse_fault({"clear", "payment", "mine"});
  EXPECT_EQ(clear.verb, FaultCommand::Verb::clear);
  EXPECT_EQ(clear.service + " " + clear.name, "payment mine");
  EXPECT_EQ(parse_fault({"clear"}).service, "");
}

TEST(FaultWords, ThatAreNotUnderstoodAreNamed) {
  EXPECT_EQ(refusal({"payment", "slow"}), "fault: \"slow\" says nothing to me");
  EXPECT_EQ(refusal({"payment", "latency"}), "fault: \"latency\" needs a value: latency=...");
  EXPECT_EQ(refusal({"payment", "latency=fast"}), "fault: \"latency=fast\" needs a number where \"fast\" stands");
  EXPECT_EQ(refusal({"payment", "latency=620..400"}), "fault: \"latency=620..400\" ends before it begins");
  EXPECT_EQ(refusal({"payment", "hang=1"}), "fault: \"hang=1\" stands alone");
  EXPECT_EQ(refusal({"list", "payment", "x", "y"}), "fault: \"y\" is one word too many");
}

}  // namespace
}  // namespace sharecar::launcher
