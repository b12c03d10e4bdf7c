/// Traces for tests and the viewer's benchmark: made by number, or read from the recordings.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

#include "models/tracefile.h"
#include "tracemodel/span.hpp"

namespace sharecar::desktop::test {

/// 2026-11-21 05:30 UTC in microseconds: when every made trace begins.
inline constexpr std::int64_t madeAt = 1'795'239'000'000'000;

/// The ids are "0000000000000001" and so on; parent 0 is none. Times in microseconds after madeAt.
tracemodel::Span made(int id, int parent, const std::string& service, const std::string& name, std::int64_t start,
                      std::int64_t duration, tracemodel::Kind kind = tracemodel::Kind::server);
std::string idOf(int number);

/// A booking: gateway, order, payment twice with the first one failed, cardnet, reservation through Kafka after the
/// answer. 12 spans, with order.id and breaker.name.
Spans booking();

enum class Shape { Wide, Deep, Ordinary };
/// `count` spans: all below the root, each below the one before, or a tree of calls, statements and messages. Each has a
/// few tags, one in a thousand has failed.
Spans shaped(Shape shape, int count);

/// As Zipkin answers them.
QByteArray json(const Spans& spans);
/// tests/recordings/zipkin/NAME.json
QByteArray recording(const QString& name);

}  // namespace sharecar::desktop::test
