// The critical path: what a trace was busy with, or waited for, at each moment until the end that somebody cares about.
// Whoever wants that end earlier must shorten a segment of it; anything else in the trace may take longer for free.
#pragma once

#include <vector>

#include "tracemodel/timeline.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

// A part of the path: the node works by itself, or, with `waiting`, nothing on the path works and the node has yet to
// begin (a message is on its way, a retry is due later).
struct Segment {
  Tree::Index node = Tree::none;
  Interval time;
  bool waiting = false;

  bool operator==(const Segment&) const = default;
};

// In the order of time, without overlap and without holes: the lengths add up to the time from the root's start to the
// end of the path. Empty for a tree without times.
using CriticalPath = std::vector<Segment>;

// Until the root has ended, which is when the client has its answer. Walks back from there: of the children that the
// span waited for, the one that ended last held it up, and before that one began the one that ended last by then.
// Nobody waits for a message (PRODUCER, CONSUMER), nor for what ran on beside: they are not on this path. A child that
// outlives its parent is cut where the parent ends.
CriticalPath path_to_answer(const Tree& tree, const Timeline& timeline);

// Until the last span of the trace has ended, such as a consumer that updates a read model long after the answer.
// Walks back from that span to its parents up to the root. The same as path_to_answer when nothing outlives the root.
CriticalPath path_to_last_effect(const Tree& tree, const Timeline& timeline);

}  // namespace sharecar::tracemodel
