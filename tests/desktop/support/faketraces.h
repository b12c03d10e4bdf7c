/// Traces as the tracing service of a played platform has them.
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include "contracts/types.hpp"

namespace sharecar::desktop::test {

/// Id of order 7's trace.
inline constexpr const char* bookingTraceId = "463ac35c9f6413ad48485a3953bb6124";

/// One span of the trace 463ac35c9f6413ad as JSON: ids end in these two digits, `startMs` counts from fixedNow().
QByteArray span(const char* id, const char* parent, const char* service, const char* name, int startMs, int ms,
                const QJsonObject& tags = {});

/// A booking as Zipkin v2: a list of 19 spans of gateway, order, payment, cardnet, customer and reservation that begins
/// then. `stretch`: how many times longer the card network takes than usual. With `fails` it refuses.
QByteArray bookingTrace(const QByteArray& traceId, Timestamp start, int order, int stretch = 1, bool fails = false);

/// What a search answers: 24 bookings of the last 20 minutes before `now`, newest first; the 3rd is slow and the 5th
/// fails. The newest is the trace of order 7.
QByteArray foundTraces(Timestamp now);

}  // namespace sharecar::desktop::test
