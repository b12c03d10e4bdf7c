/// Cuts connections whose server does not answer. libpq alone would wait for ever.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace sharecar::sql {

/// One thread for all connections of a process; it looks four times a second and only at armed ones. Thread-safe.
class StallGuard {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// One connection's entry. Owned by its session.
  class Watch {
   public:
    void arm(int socket, Time give_up);
    void disarm();

   private:
    friend StallGuard;
    std::mutex mutex_;
    int socket_ = -1;
    Time give_up_{};
  };

  StallGuard();
  ~StallGuard();
  std::shared_ptr<Watch> watch();

 private:
  void look();

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<std::weak_ptr<Watch>> watches_;
  std::jthread thread_;
};

}  // namespace sharecar::sql
