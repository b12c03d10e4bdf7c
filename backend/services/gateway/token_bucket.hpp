/// How often each caller may do something.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace sharecar::gateway {

/// One bucket for each caller: `burst` at once, `per_second` in the long run. Remembers a bounded number of callers;
/// one that is forgotten starts with a full bucket again. Not thread-safe.
class TokenBuckets {
 public:
  using Time = std::chrono::steady_clock::time_point;

  TokenBuckets(double burst, double per_second, std::size_t max_callers = 1024);

  /// Takes one token. Nothing: it was there; else how long until there is one.
  std::optional<std::chrono::milliseconds> take(const std::string& caller, Time now);
  std::size_t callers() const { return buckets_.size(); }

 private:
  struct Bucket {
    double tokens;
    Time filled_at;
  };
  void forget_someone(Time now);

  double burst_;
  double per_second_;
  std::size_t max_callers_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace sharecar::gateway
