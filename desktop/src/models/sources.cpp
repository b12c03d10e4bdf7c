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

const Sources::Source* Sources::find(const QString& name) const {
  const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const auto& source) { return source.name == name; });
  return found == m_all.end() ? nullptr : &*found;
}

void Sources::set(const QString& name, ConnectionState state, QDeadlineTimer retry) {
  const bool wasOffline = isOffline();
  const Source wanted{name, state, retry};
  if (const auto* found = find(name)) {
    if (*found == wanted) return;
    m_all[static_cast<std::size_t>(found - m_all.data())] = wanted;
  } else {
    m_all.push_back(wanted);
  }
  Q_EMIT changed();
  if (wasOffline != isOffline()) Q_EMIT offlineChanged(isOffline());
}

bool Sources::isOffline() const {
  const auto* found = find(requests);
  return found && found->state == ConnectionState::Lost;
}

QDeadlineTimer Sources::retry() const {
  const auto* found = find(requests);
  return found ? found->retry : QDeadlineTimer();
}

const Sources::Source& Sources::worst() const {
  return *std::max_element(m_all.begin(), m_all.end(),
                           [](const auto& a, const auto& b) { return badness(a.state) < badness(b.state); });
}

}  // namespace sharecar::desktop
