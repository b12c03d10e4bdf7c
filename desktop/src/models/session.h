/// What every page is given: who uses the client, against which platform, by which clock.
#pragma once

#include <QString>
#include <functional>

#include "api/api.h"
#include "api/eventstream.h"
#include "api/traceapi.h"
#include "models/cancellations.h"
#include "models/journal.h"
#include "models/scenarios.h"
#include "models/sources.h"
#include "models/usualcache.h"

namespace sharecar::desktop {

using Clock = std::function<Timestamp()>;

/// Owned by the application; outlives every page.
struct Session {
  Api& api;
  TraceApi& traces;
  UsualCache& usual;
  EventStream& events;
  Cancellations& cancellations;
  const Sources& sources;
  QString customer;
  bool isOperator = false;
  Clock now;
  PlatformWatch& watch;  ///< for operators
  Journal& journal;
  ScenarioRuns& scenarios;
};

}  // namespace sharecar::desktop
