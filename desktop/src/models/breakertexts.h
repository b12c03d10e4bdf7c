/// Words for breakers: of states, events, and what they wait for.
#pragma once

#include "models/breakers.h"

namespace sharecar::desktop::texts {

QString breakerState(BreakerState state);        ///< "Half open"
QString breakerStateMeans(BreakerState state);   ///< one sentence, for tool tips and screen readers
QString breakerOrder(BreakerOrder order);
/// "Call failed" for ERROR; the code itself for one that is newer than this client.
QString breakerEvent(const std::string& type);
/// What one event was about: "CLOSED → OPEN", "52 % failed", "timeout after 512 ms", an operator's reason.
QString breakerEventDetail(const contracts::BreakerEvent& event);
QString breakerFailure(const std::string& failure);

/// "Probes in 7.3 s, at 14:32:10", "Ready to probe, waits for the next call", "2 probes left"; empty: for nothing.
QString waiting(const Waiting& waiting, const std::string& zone);
/// "52 % of 50 %", or how many calls are still missing.
QString rate(const RateBar& bar, const contracts::Breaker& breaker);
QString percent(double value);
/// The whole card in one line, for screen readers.
QString breakerInWords(const SeenBreaker& seen, Timestamp now, const std::string& zone);

}  // namespace sharecar::desktop::texts
