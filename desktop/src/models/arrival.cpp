#include "models/arrival.h"

#include <algorithm>
#include <iterator>

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds waits[] = {200ms, 500ms, 1s, 2s, 5s};

}  // namespace

std::optional<std::chrono::milliseconds> Arrival::found(Timestamp now, std::size_t spans, Timestamp newest) {
  const bool first = m_spans == 0;
  if (spans > m_spans) {
    m_spans = spans;
    m_grew = now;
    m_step = 0;
  }
  const auto waited = now - m_begin;
  // A clock that jumped back must not make this last for ever.
  const bool impatient = waited >= patience || waited < 0s;
  m_over = m_step >= std::size(waits) || (spans == 0 && impatient) || (first && spans > 0 && newest + old < now);
  if (m_over) return {};
  return waits[m_step++];
}

}  // namespace sharecar::desktop
