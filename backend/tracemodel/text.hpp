// The span tree as text: for people in a terminal, and for tests that compare a whole trace with a golden file.
//
// Names and tags come from strangers: control characters, terminal escapes and invalid UTF-8 are shown, never sent.
#pragma once

#include <chrono>
#include <cstddef>
#include <set>
#include <string>

#include "tracemodel/reading.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

struct RenderOptions {
  bool ascii = false;           // branches, bars and units without a character beyond ASCII; names stay as they are
  std::size_t bar_width = 30;   // columns; 0: no bars
  std::size_t name_width = 56;  // columns at most for branches and name; what is longer is cut
  std::size_t max_indent = 16;  // levels that are drawn; what is deeper is drawn there with its depth as a number
  bool colour = false;          // with escape codes: failed spans red, those on the way to the answer bold
};

// One line per span: branches and name, service, kind, offset from the start of the trace, duration, a bar that places
// the span within the trace, and what is wrong with it: the text of its error, or how it lost its place in the tree.
// Siblings are in the order of their timestamps. Every line ends with a line feed; an empty tree is an empty text.
//
//   post /orders             gateway  SERVER     0 µs   845 ms  ███████████████████
//   └─ post /orders          order    SERVER  2.00 ms   840 ms  ███████████████████
//      ├─ pg place_order     order    CLIENT  3.00 ms  4.00 ms  ▏
//      └─ put /payments      order    CLIENT  8.00 ms   610 ms  ██████████████        ✗ timed out
std::string render(const Tree& tree, const RenderOptions& options = {});

// The same with what was read of it: times on one clock, and before each line a mark for the spans that work on the
// critical path: ● to the answer, ○ to the last effect only (* and + in ASCII).
std::string render(const Tree& tree, const Reading& reading, const RenderOptions& options = {});

struct OutlineOptions {
  std::set<std::string, std::less<>> tags{};  // shown beside `error`, which always is
  bool siblings_by_text = false;              // instead of by timestamp: concurrent branches compare equal
};

// The same tree in every run, as far as the same things happened: no times, no ids. A line is
//   service: KIND name [remote service] tag=value ...
// with LOCAL for a span without a kind and ? for what has no name; children are indented by two spaces, down to a depth
// of 100, beyond which the line tells its depth. Siblings of the same timestamp are ordered by the text of their whole
// subtrees. A span that is not where it said it belongs is marked: (second root), (orphan), (duplicate id), (cycle).
std::string outline(const Tree& tree, const OutlineOptions& options = {});

// Three figures in the unit that fits: "845 µs", "12.3 ms", "1.20 s", "10.0 min", "2.50 h", "3.00 d". With `ascii`
// "us".
std::string duration_text(std::chrono::microseconds duration, bool ascii = false);

}  // namespace sharecar::tracemodel
