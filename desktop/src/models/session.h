/// What every page is given: who uses the client, against which platform, by which clock.
#pragma once

#include <QString>
#include <functional>

#include "api/api.h"
#include "api/eventstream.h"
#include "models/cancellations.h"
#include "models/journal.h"

namespace sharecar::desktop {

using Clock = std::function<Timestamp()>;

/// Owned by the application; outlives every page.
struct Session {
  Api& api;
  EventStream& events;
  Cancellations& cancellations;
  QString customer;
  bool isOperator = false;
  Clock now;
  PlatformWatch& watch;  ///< for operators
  Journal& journal;
};

}  // namespace sharecar::desktop
