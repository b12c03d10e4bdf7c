/// What is asked of a search for traces, with every parameter that Zipkin has.
#pragma once

#include <QString>
#include <QUrlQuery>
#include <chrono>
#include <optional>

#include "contracts/types.hpp"

namespace sharecar::desktop {

/// A value; empty texts do not restrict. It has an address like any other: "sharecar://traces?serviceName=order".
struct TraceQuery {
  QString service = {};
  QString span = {};
  QString remoteService = {};
  QString tags = {};  ///< "error and http.method=GET"
  std::optional<std::chrono::microseconds> minDuration = {};
  std::optional<std::chrono::microseconds> maxDuration = {};
  std::chrono::milliseconds lookback{std::chrono::hours{1}};
  std::optional<Timestamp> end = {};  ///< nothing: now
  int limit = 100;

  /// For the server: all of them, with `end` or `now`.
  QUrlQuery toServer(Timestamp now) const;
  /// For an address: what differs from an empty query, under the same names.
  QUrlQuery toAddress() const;
  static TraceQuery ofAddress(const QUrlQuery& query);

  friend bool operator==(const TraceQuery&, const TraceQuery&) = default;
};

/// "5ms", "1.2 s", "300us", "2min"; a bare number is microseconds, as in Zipkin. Nothing for anything else, or below
/// one microsecond.
std::optional<std::chrono::microseconds> parseDuration(const QString& text);
/// The reverse, exact: "5ms", "1200ms", "300us".
QString durationForQuery(std::chrono::microseconds length);

}  // namespace sharecar::desktop
