#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "load/run.hpp"

namespace sharecar::launcher {

/// The load generator on a thread of its own, from construction until `rest`, and what it was answered. Thread-safe.
class BackgroundLoad {
 public:
  explicit BackgroundLoad(load::Options options);
  ~BackgroundLoad() { rest(); }
  BackgroundLoad(const BackgroundLoad&) = delete;
  BackgroundLoad& operator=(const BackgroundLoad&) = delete;

  /// No more requests; returns when those under way have their answers or a second has passed.
  void rest();
  /// Of requests that were due at `since` or later.
  std::vector<load::Answered> answers(std::chrono::steady_clock::time_point since) const;
  /// Why it could not begin; "" when it could.
  std::string failure() const;

 private:
  load::Options options_;
  std::stop_source stop_;
  mutable std::mutex mutex_;  // guards the two below
  std::vector<load::Answered> answers_;
  std::string failure_;
  std::thread thread_;
};

}  // namespace sharecar::launcher
