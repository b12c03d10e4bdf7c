// Whether the spans of a trace are one tree, and if not, why.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tracemodel/span.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

// What keeps the spans of a trace from being one tree.
struct Report {
  struct Orphan {
    std::string id;
    std::string missing_id;
    std::string service;
    std::string name;

    bool operator==(const Orphan&) const = default;
  };

  std::size_t spans = 0;      // after merging
  std::size_t trace_ids = 0;  // different ones after merging
  std::size_t roots = 0;      // spans without a parent
  std::size_t duplicates = 0;
  std::size_t cycles = 0;
  std::vector<Orphan> orphans;  // in the order of Tree::nodes

  // One root, and every other span is reached from it through the parents that the spans name.
  bool connected() const { return trace_ids == 1 && roots == 1 && duplicates == 0 && cycles == 0 && orphans.empty(); }
  // "connected", or what is wrong in one line, for instance
  // "2 roots, 1 orphan (payment: post /charges lacks its parent 000000000000000b)".
  std::string summary() const;
  bool operator==(const Report&) const = default;
};

Report check(const Tree& tree);
Report check(std::vector<Span> spans);

}  // namespace sharecar::tracemodel
