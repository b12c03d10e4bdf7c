// Reads what the time analysis says, as text.
#pragma once

#include <string>

#include "tracemodel/critical_path.hpp"

namespace sharecar::tracemodel {

// "a 0-10, wait c 10-30, b 30-40": the last digits of the ids, times counted from the root's start.
inline std::string text_of(const Tree& tree, const Timeline& timeline, const CriticalPath& path) {
  std::string text;
  for (const Segment& segment : path) {
    if (!text.empty()) text += ", ";
    if (segment.waiting) text += "wait ";
    const Span* span = tree.span_of(tree.nodes()[segment.node]);
    text += span == nullptr ? "?" : span->id.substr(15);
    const std::int64_t start = timeline.of(0)->start;
    text += ' ' + std::to_string(segment.time.start - start) + '-' + std::to_string(segment.time.end - start);
  }
  return text;
}

inline std::string answer_of(const Tree& tree) {
  const Timeline timeline{tree};
  return text_of(tree, timeline, path_to_answer(tree, timeline));
}

inline std::string effect_of(const Tree& tree) {
  const Timeline timeline{tree};
  return text_of(tree, timeline, path_to_last_effect(tree, timeline));
}

}  // namespace sharecar::tracemodel
