#include "models/breakerlookup.h"

namespace sharecar::desktop {

QString findBreaker(const std::map<QString, SeenBreaker>& breakers, const std::string& service,
                    const std::string& name) {
  QString first;
  for (const auto& [key, seen] : breakers) {
    if (seen.breaker.service != service || seen.breaker.name != name) continue;
    if (breakerState(seen.breaker.state) != BreakerState::Closed) return key;
    if (first.isEmpty()) first = key;
  }
  return first;
}

Address breakerAddress(const std::string& service, const std::string& name) {
  Address out{.place = "breakers"};
  out.query.addQueryItem("service", QString::fromStdString(service));
  out.query.addQueryItem("name", QString::fromStdString(name));
  return out;
}

}  // namespace sharecar::desktop
