/// How long to wait before the next attempt to reach somebody who is away.
#pragma once

#include <QRandomGenerator>
#include <algorithm>
#include <chrono>
#include <optional>

namespace sharecar::desktop {

/// 1, 2, 4 .. 30 s, each less a random part of at most half, so that clients do not all come back at once. A value.
class Backoff {
 public:
  explicit Backoff(std::chrono::milliseconds first = std::chrono::seconds{1},
                   std::chrono::milliseconds longest = std::chrono::seconds{30})
      : m_first(first), m_longest(longest) {}

  /// `asked`: what the other side wants instead of our first wait.
  std::chrono::milliseconds next(std::optional<std::chrono::milliseconds> asked = {}) {
    const auto wait = std::min(asked.value_or(m_first) * (1 << std::min(m_failures, 5)), m_longest);
    ++m_failures;
    const auto half = static_cast<int>(wait.count() / 2);
    return std::chrono::milliseconds{half + QRandomGenerator::global()->bounded(half + 1)};
  }
  void reset() { m_failures = 0; }

 private:
  std::chrono::milliseconds m_first;
  std::chrono::milliseconds m_longest;
  int m_failures = 0;
};

}  // namespace sharecar::desktop
