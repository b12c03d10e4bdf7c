/// Takes the spans that the code under test reports.
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "chassis/telemetry/span.hpp"

namespace sharecar::test {

class RecordedSpans final : public telemetry::SpanSink {
 public:
  void report(std::vector<telemetry::SpanRecord>&& spans) noexcept override {
    const std::lock_guard lock{mutex_};
    for (auto& span : spans) spans_.push_back(std::move(span));
  }
  std::vector<telemetry::SpanRecord> all() const {
    const std::lock_guard lock{mutex_};
    return spans_;
  }
  /// Those with that name.
  std::vector<telemetry::SpanRecord> named(const std::string& name) const {
    auto out = all();
    std::erase_if(out, [&](const auto& span) { return span.name != name; });
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<telemetry::SpanRecord> spans_;
};

}  // namespace sharecar::test
