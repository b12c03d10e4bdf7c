#pragma once

#include <string>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::launcher {

/// Traces of any Zipkin, by its API v2. Every function throws Problem when it does not answer.
class TraceSource {
 public:
  using Trace = std::vector<tracemodel::Span>;

  struct Question {
    std::string service{};   // "" = any
    std::int64_t order = 0;  // 0 = any
    bool failed = false;     // only those with a span that failed
    std::size_t limit = 10;  // the newest
  };

  /// `base` is what stands before /api/v2: "http://127.0.0.1:9411", or the gateway's "http://.../admin/traces".
  explicit TraceSource(std::string base) : base_{std::move(base)} {}

  /// Empty when there is none (yet).
  Trace trace(const std::string& id) const;
  /// Of the last seven days, newest first.
  std::vector<Trace> traces(const Question& question) const;

 private:
  std::string base_;
};

}  // namespace sharecar::launcher
