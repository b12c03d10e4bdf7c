#include "launcher/background_load.hpp"

#include <algorithm>
#include <iterator>

namespace sharecar::launcher {

BackgroundLoad::BackgroundLoad(load::Options options) : options_{std::move(options)} {
  thread_ = std::thread{[this] {
    std::string failed;
    try {
      const auto report = load::run(options_, stop_.get_token(), {}, [this](const load::Answered& answered) {
        const std::lock_guard lock{mutex_};
        answers_.push_back(answered);
      });
      if (!report) failed = report.error().detail;
    } catch (const std::exception& error) {
      failed = error.what();
    }
    const std::lock_guard lock{mutex_};
    failure_ = failed;
  }};
}

void BackgroundLoad::rest() {
  stop_.request_stop();
  if (thread_.joinable()) thread_.join();
}

std::vector<load::Answered> BackgroundLoad::answers(std::chrono::steady_clock::time_point since) const {
  const std::lock_guard lock{mutex_};
  std::vector<load::Answered> out;
  std::ranges::copy_if(answers_, std::back_inserter(out), [&](const auto& one) { return one.due >= since; });
  return out;
}

std::string BackgroundLoad::failure() const {
  const std::lock_guard lock{mutex_};
  return failure_;
}

}  // namespace sharecar::launcher
