/// The dependency links of single traces as texts, and their sums over many. Most traces of a platform have one of few
/// texts, so summing a million traces means counting texts. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tracemodel/links.hpp"

namespace sharecar::tracing {

/// Links as Zipkin answers them: [{"parent":"a","child":"b","callCount":1,"errorCount":1}], errorCount unless 0.
std::string list_of(const std::vector<tracemodel::DependencyLink>& links);

/// The links of one trace as such a text. Ids of 64 and 128 bits may mix in it.
std::string links_of(std::vector<tracemodel::Span> trace);

class LinkSums {
 public:
  /// A trace with these links. `when` and `low` are what its place among all traces is told by: the latest comes first.
  void add(std::string_view links, std::int64_t when, std::int64_t low);

  /// In the order in which they are met going through the traces from the latest on.
  std::vector<tracemodel::DependencyLink> links() const;

 private:
  struct Seen {
    std::uint64_t traces = 0;
    std::pair<std::int64_t, std::int64_t> latest;
  };
  std::map<std::string, Seen, std::less<>> texts_;
};

}  // namespace sharecar::tracing
