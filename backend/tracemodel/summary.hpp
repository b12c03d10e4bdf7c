// A trace in one line of a search result: what it was, how long it took, who took part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracemodel {

// Times in microseconds, of the clocks of whoever reported.
struct Summary {
  std::string trace_id;
  std::string service;  // of the root
  std::string name;
  std::int64_t start = 0;           // of the earliest span, since the epoch; 0 when no span has a time
  std::int64_t to_answer = 0;       // how long the root took; 0 when it does not say
  std::int64_t to_last_effect = 0;  // from the first start to the last end over all spans
  std::size_t spans = 0;            // as reported: the two halves of a call count twice
  std::size_t errors = 0;
  std::vector<std::pair<std::string, std::size_t>> services;  // with their spans, most spans first
  std::string order_id;                                       // the tag order.id of the first span that has it

  bool operator==(const Summary&) const = default;
};

// Of the spans of one trace in any order. The root is the earliest span without a parent; without one, the earliest
// whose parent is not there; in a cycle, the first. Linear in the number of spans, up to the sorting of services.
Summary summary_of(std::span<const Span> spans);

}  // namespace sharecar::tracemodel
