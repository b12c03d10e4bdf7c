// Zipkin's Trace.merge: the spans of one trace as reported become the spans that were meant.
#pragma once

#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracemodel {

// Joins what was reported in pieces and mends what instrumentation commonly leaves out:
//  - pieces of one span (same id, same shared flag, endpoints that do not contradict each other) become one: the first
//    value of a field wins, later tags win, annotations are united;
//  - the longest trace id replaces those of another length, as some truncate it to 64 bits;
//  - a server that follows a client of the same id is marked as shared, and gets the client's parent if it has none;
//  - a span that names itself as parent has no parent, and a client is never shared.
// The order of the result is Zipkin's: by id, clients first, shared last, then by local endpoint; spans that compare
// equal keep the order of the input. The time taken is O(n log n).
std::vector<Span> merge(std::vector<Span> spans);

}  // namespace sharecar::tracemodel
