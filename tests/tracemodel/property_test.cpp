// What holds for every trace, tried on random ones. A failure names the seed that repeats it.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <random>

#include "tracemodel/check.hpp"
#include "tracemodel/critical_path.hpp"
#include "tracemodel/findings.hpp"
#include "tracemodel/spans.hpp"
#include "tracemodel/text.hpp"
#include "tracemodel/times.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

std::string hex(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = 16; number > 0; number >>= 4) text[--i] = "0123456789abcdef"[number & 15];
  return text;
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(limit));
  }
  bool one_in(int parts) { return below(parts) == 0; }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

// Spans as nobody should send them: cycles, orphans, several roots, missing and absurd times, skewed hosts. Ids are
// unique unless asked otherwise, as which of two claimants of an id is the first depends on who came first.
Spans random_trace(Random& random, bool unique_ids) {
  static constexpr std::array<std::string_view, 4> services{"", "x", "y", "z"};
  Spans spans;
  const std::int64_t count = 1 + random.below(30);
  for (std::int64_t i = 1; i <= count; ++i) {
    const std::int64_t id = unique_ids ? i : 1 + random.below(count);
    const std::int64_t parent = random.one_in(3) ? 1 + random.below(count + 2) : random.below(i);
    const std::int64_t service = random.below(4);
    Span one = span(hex(static_cast<std::uint64_t>(id)), parent == 0 ? "" : hex(static_cast<std::uint64_t>(parent)),
                    static_cast<Kind>(random.below(5)), services[static_cast<std::size_t>(service)], "n");
    if (service > 0) one.local.ipv4 = "10.0.0." + std::to_string(service);
    if (!random.one_in(6)) one.timestamp = 1 + random.below(100);
    if (!random.one_in(6)) one.duration = random.below(60);
    if (random.one_in(50)) one.timestamp = INT64_MAX - random.below(3);
    if (random.one_in(50)) one.duration = INT64_MAX - random.below(3);
    if (!unique_ids) one.shared = random.one_in(3);
    spans.push_back(random.one_in(4) ? failed(one) : one);
  }
  return spans;
}

// Everything that is computed of a trace, as text.
std::string all_of(const Spans& spans) {
  const Tree tree{spans};
  const Timeline timeline{tree};
  std::string text = outline(tree) + render(tree) + check(tree).summary() + '\n';
  if (timeline.of(0)) text += answer_of(tree) + '\n' + effect_of(tree) + '\n';
  for (Tree::Index at = 0; at < tree.nodes().size(); ++at) text += std::to_string(timeline.self_time_of(at)) + ' ';
  for (const Finding& finding : findings(tree, timeline)) text += '\n' + finding.text;
  return text;
}

void expect_covers(const CriticalPath& path, const Interval& whole) {
  std::int64_t at = whole.start;
  for (const Segment& segment : path) {
    EXPECT_EQ(segment.time.start, at);
    EXPECT_GT(segment.time.length(), 0);
    at = segment.time.end;
  }
  EXPECT_EQ(at, whole.end);
}

constexpr std::uint64_t rounds = 1'000;

TEST(EveryTrace, HasEachSpanInItsTreeExactlyOnce) {
  for (std::uint64_t seed = 0; seed < rounds && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Random random{seed};
    const Tree tree{random_trace(random, random.one_in(2))};
    std::vector<int> seen(tree.spans().size(), 0);
    for (const Tree::Node& node : tree.nodes()) {
      if (node.span != Tree::none) ++seen[node.span];
    }
    EXPECT_EQ(std::ranges::count(seen, 1), std::ssize(seen));
  }
}

TEST(EveryTrace, HasCriticalPathsWithoutOverlapThatAddUpToTheTimeTheyCover) {
  int paths = 0;
  for (std::uint64_t seed = 0; seed < rounds && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Random random{seed};
    const Tree tree{random_trace(random, random.one_in(2))};
    const Timeline timeline{tree};
    if (!timeline.of(0)) continue;
    ++paths;
    expect_covers(path_to_answer(tree, timeline), *timeline.of(0));
    expect_covers(path_to_last_effect(tree, timeline), {timeline.of(0)->start, timeline.window()->end});
  }
  EXPECT_GT(paths, 500);
}

TEST(EveryTrace, HasSelfTimesBetweenZeroAndTheTimeOfTheSpan) {
  for (std::uint64_t seed = 0; seed < rounds && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Random random{seed};
    const Tree tree{random_trace(random, random.one_in(2))};
    const Timeline timeline{tree};
    for (Tree::Index at = 0; at < tree.nodes().size(); ++at) {
      const std::int64_t whole = timeline.of(at) ? timeline.of(at)->length() : 0;
      EXPECT_GE(timeline.self_time_of(at), 0);
      EXPECT_LE(timeline.self_time_of(at), whole);
    }
  }
}

TEST(EveryTrace, ReadsTheSameInWhateverOrderItsSpansCome) {
  for (std::uint64_t seed = 0; seed < rounds && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Random random{seed};
    Spans spans = random_trace(random, true);
    const std::string before = all_of(spans);
    spans.push_back(spans.front());  // reported twice
    std::ranges::shuffle(spans, random.engine());
    EXPECT_EQ(all_of(spans), before);
  }
}

// Shapes that a careless algorithm takes long for.
Spans chain(int count) {
  Spans spans;
  for (int i = 1; i <= count; ++i) {
    spans.push_back(at(span(hex(static_cast<std::uint64_t>(i)), i == 1 ? "" : hex(static_cast<std::uint64_t>(i) - 1),
                            Kind::none, "s", "n"),
                       1'000 + i, 4LL * count - 2LL * i));
  }
  return spans;
}
Spans fan(int count) {
  Spans spans{at(span(hex(1), "", Kind::server, "s", "n"), 1'000, 2LL * count)};
  for (int i = 2; i <= count; ++i) {
    spans.push_back(at(span(hex(static_cast<std::uint64_t>(i)), hex(1), Kind::client, "s", "n"), 1'000 + i, i % 7));
  }
  return spans;
}
Spans comb(int count) {
  Spans spans{at(span(hex(1), "", Kind::client, "s", "n"), 1'000, 4LL * count)};
  for (int i = 2; i <= count; ++i) {
    spans.push_back(at(span(hex(static_cast<std::uint64_t>(i)), hex(static_cast<std::uint64_t>(i / 2 * 2 - 1)),
                            i % 2 == 0 ? Kind::producer : Kind::client, "s", "n"),
                       1'000 + i, 4LL * count - 2LL * i));
  }
  return spans;
}
Spans bush(int count) {
  Random random{7};
  Spans spans{at(span(hex(1), "", Kind::server, "s", "n"), 1'000, 1'000'000)};
  for (int i = 2; i <= count; ++i) {
    spans.push_back(
        at(span(hex(static_cast<std::uint64_t>(i)), hex(static_cast<std::uint64_t>(1 + random.below(i - 1))),
                static_cast<Kind>(random.below(5)), "s", "n"),
           1'000 + random.below(1'000'000), random.below(1'000'000)));
  }
  return spans;
}

void work(const Spans& spans) {
  const Tree tree{spans};
  const Timeline timeline{tree};
  EXPECT_GT(path_to_answer(tree, timeline).size() + path_to_last_effect(tree, timeline).size() +
                findings(tree, timeline).size(),
            0U);
}

// As much as anybody has to do with them, in n log n.
void copy_and_index(const Spans& spans) {
  const Spans copies = spans;
  std::map<std::string, const Span*> by_id;
  for (const auto& span : copies) by_id[span.id] = &span;
  EXPECT_EQ(by_id.size(), spans.size());
}

double best_of_three(void (*what)(const Spans&), const Spans& spans) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto start = std::chrono::steady_clock::now();
    what(spans);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

// Eight times the spans would take 64 times as long in quadratic time, and about 10 times in n log n, or more where they
// fit into the processor's cache no more: that is what the second measurement is for.
TEST(EveryTrace, TakesTimeInProportionToItsSpans) {
  for (const auto& shape : std::array<Spans (*)(int), 4>{chain, fan, comb, bush}) {
    const Spans few = shape(6'250);
    const Spans many = shape(50'000);
    EXPECT_LT(best_of_three(work, many) / best_of_three(work, few),
              4 * best_of_three(copy_and_index, many) / best_of_three(copy_and_index, few));
  }
}

}  // namespace
}  // namespace sharecar::tracemodel
