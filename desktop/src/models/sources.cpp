#include "models/sources.h"

#include <algorithm>

namespace sharecar::desktop {
namespace {

int badness(ConnectionState state) {
  switch (state) {
    case ConnectionState::Live:
      return 0;
    case ConnectionState::Connected:
      return 1;
    case ConnectionState::Connecting:
      return 2;
    case ConnectionState::Stale:
      return 3;
    case ConnectionState::Lost:
      return 4;
  }
  return 4;
}

}  // namespace

void Sources::set(const QString& name, ConnectionState state) {
  const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const auto& source) { return source.name == name; });
  if (found == m_all.end()) {
    m_all.push_back({name, state});
  } else if (found->state == state) {
    return;
  } else {
    found->state = state;
  }
  Q_EMIT changed();
}

const Sources::Source& Sources::worst() const {
  return *std::max_element(m_all.begin(), m_all.end(),
                           [](const auto& a, const auto& b) { return badness(a.state) < badness(b.state); });
}

}  // namespace sharecar::desktop
