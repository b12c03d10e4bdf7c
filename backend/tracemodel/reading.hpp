// A trace read once: everything that can be said about its times. What the client and ./sharecar trace show.
#pragma once

#include <vector>

#include "tracemodel/critical_path.hpp"
#include "tracemodel/findings.hpp"
#include "tracemodel/timeline.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

struct Reading {
  explicit Reading(const Tree& tree)
      : timeline(tree),
        to_answer(path_to_answer(tree, timeline)),
        to_last_effect(path_to_last_effect(tree, timeline)),
        findings(tracemodel::findings(tree, timeline)) {}

  Timeline timeline;
  CriticalPath to_answer;
  CriticalPath to_last_effect;
  std::vector<Finding> findings;
};

}  // namespace sharecar::tracemodel
