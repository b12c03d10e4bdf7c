// Dependency links: which service calls which, counted over any number of traces. The rules are those of Zipkin's
// DependencyLinker, so that /api/v2/dependencies answers what a Zipkin would.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

struct DependencyLink {
  std::string parent;
  std::string child;
  std::uint64_t call_count = 0;
  std::uint64_t error_count = 0;

  bool operator==(const DependencyLink&) const = default;
};

class DependencyLinker {
 public:
  // Told of each call with the span that it was counted at: the callee's, or the caller's where the callee tells nothing.
  using Counted = std::function<void(const std::string& parent, const std::string& child, const Span& span)>;

  // Counts the calls of one trace. What is below a Place::duplicate or Place::cycle does not count: nobody can say
  // whose call it was.
  void add(const Tree& tree, const Counted& counted = {});

  // In the order in which the links were first seen.
  const std::vector<DependencyLink>& links() const { return links_; }

 private:
  void count(const std::string& parent, const std::string& child, bool failed);

  std::vector<DependencyLink> links_;
  std::map<std::pair<std::string, std::string>, std::size_t> positions_;
};

}  // namespace sharecar::tracemodel
