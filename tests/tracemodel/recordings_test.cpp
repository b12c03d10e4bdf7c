// Replays what Zipkin answered for the traces in tests/recordings/zipkin, and in the folder `zipkin` of each further
// folder that the environment variable SHARECAR_RECORDINGS names (several are separated by colons).

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "tracemodel/merge.hpp"
#include "tracemodel/spans.hpp"

namespace sharecar::tracemodel {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> recordings() {
  std::vector<std::string> folders{SHARECAR_RECORDINGS_HERE};
  if (const char* further = std::getenv("SHARECAR_RECORDINGS")) {
    std::stringstream list{further};
    for (std::string folder; std::getline(list, folder, ':');) {
      if (!folder.empty()) folders.push_back(folder);
    }
  }
  std::vector<std::string> stems;
  for (const std::string& folder : folders) {
    const fs::path zipkin = fs::path{folder} / "zipkin";
    if (!fs::is_directory(zipkin)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator{zipkin}) {
      const std::string name = entry.path().filename().string();
      if (name.ends_with(".json") && std::ranges::count(name, '.') == 1)
        stems.push_back((zipkin / entry.path().stem()).string());
    }
  }
  std::ranges::sort(stems);
  return stems;
}

// Calls `replay(spans, recorded)` for each trace that has a recording of that kind; returns how many there were.
template <class Replay>
int replay_each(const std::string& kind, Replay replay) {
  int count = 0;
  for (const std::string& stem : recordings()) {
    if (!fs::exists(stem + kind)) continue;
    SCOPED_TRACE(stem + kind);
    replay(read_spans(stem + ".json"), read_text(stem + kind));
    ++count;
  }
  return count;
}

// A recording may or may not end with a line feed.
std::string trimmed(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

TEST(Recordings, AreMergedByteForByteAsZipkinDoes) {
  EXPECT_GE(replay_each(".merged.json",
                        [](const std::vector<Span>& spans, const std::string& recorded) {
                          EXPECT_EQ(to_json(merge(spans)), trimmed(recorded));
                        }),
            3);
}

TEST(Recordings, BecomeTheTreeThatZipkinBuilds) {
  EXPECT_GE(replay_each(".tree.txt",
                        [](const std::vector<Span>& spans, const std::string& recorded) {
                          const int headless_depth = recorded.starts_with('1') ? 1 : 0;
                          EXPECT_EQ(trimmed(zipkin_walk(Tree{spans}, headless_depth)), trimmed(recorded));
                        }),
            3);
}

TEST(Recordings, HaveTheDependencyLinksThatZipkinCounts) {
  EXPECT_GE(replay_each(".deps.json",
                        [](const std::vector<Span>& spans, const std::string& recorded) {
                          DependencyLinker linker;
                          linker.add(Tree{spans});
                          EXPECT_EQ(to_json(linker.links()), trimmed(recorded));
                        }),
            3);
}

TEST(Recordings, KeepEverySpanInTheTreeExactlyOnce) {
  for (const std::string& stem : recordings()) {
    SCOPED_TRACE(stem);
    const Tree tree{read_spans(stem + ".json")};
    std::vector<int> seen(tree.spans().size(), 0);
    for (const Tree::Node& node : tree.nodes()) {
      if (node.span != Tree::none) ++seen[node.span];
    }
    EXPECT_EQ(std::ranges::count(seen, 1), std::ssize(seen));
  }
}

}  // namespace
}  // namespace sharecar::tracemodel
