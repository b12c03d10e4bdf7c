#include "chassis/sql/stall_guard.hpp"

#include <sys/socket.h>

namespace sharecar::sql {

void StallGuard::Watch::arm(int socket, Time give_up) {
  const std::lock_guard lock{mutex_};
  socket_ = socket;
  give_up_ = give_up;
}

void StallGuard::Watch::disarm() {
  const std::lock_guard lock{mutex_};
  socket_ = -1;
}

StallGuard::StallGuard() {
  thread_ = std::jthread{[this](const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    while (!stop.stop_requested()) {
      wake_.wait_for(lock, stop, std::chrono::milliseconds{250}, [] { return false; });
      look();
    }
  }};
}

StallGuard::~StallGuard() = default;

std::shared_ptr<StallGuard::Watch> StallGuard::watch() {
  auto made = std::make_shared<Watch>();
  const std::lock_guard lock{mutex_};
  watches_.push_back(made);
  return made;
}

void StallGuard::look() {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(watches_, [](const auto& weak) { return weak.expired(); });
  for (const auto& weak : watches_) {
    const auto watch = weak.lock();
    if (!watch) continue;
    const std::lock_guard lock{watch->mutex_};  // held: the session cannot close the socket meanwhile
    if (watch->socket_ < 0 || now < watch->give_up_) continue;
    ::shutdown(watch->socket_, SHUT_RDWR);
    watch->socket_ = -1;
  }
}

}  // namespace sharecar::sql
