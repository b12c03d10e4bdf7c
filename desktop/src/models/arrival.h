/// When to look again for the spans of a trace that may still be growing. Pure.
#pragma once

#include <chrono>
#include <optional>

#include "contracts/types.hpp"

namespace sharecar::desktop {

/// Services send their spans within seconds, in no order: looks again after 0.2, 0.5, 1, 2 and 5 s, from the start
/// again whenever there is something new. A trace that nobody knows may be one that has just begun, for 10 s.
class Arrival {
 public:
  static constexpr std::chrono::seconds patience{10};
  /// Nobody looks again for spans of a trace that was over so long ago.
  static constexpr std::chrono::minutes old{1};

  explicit Arrival(Timestamp now) : m_begin(now), m_grew(now) {}

  /// A look has found so many spans, 0 for none at all, the last of which ended then. When to look again; nothing: the
  /// trace is complete, or there is none.
  std::optional<std::chrono::milliseconds> found(Timestamp now, std::size_t spans, Timestamp newest);

  bool isOver() const { return m_over; }
  std::size_t spans() const { return m_spans; }
  /// When something new was found last.
  Timestamp grew() const { return m_grew; }

 private:
  Timestamp m_begin;
  Timestamp m_grew;
  std::size_t m_spans = 0;
  std::size_t m_step = 0;
  bool m_over = false;
};

}  // namespace sharecar::desktop
