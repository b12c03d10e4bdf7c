/// Traces of the platform's own tracing service behind the gateway, or of any other Zipkin: API v2.
#pragma once

#include "api/api.h"
#include "tracemodel/summary.hpp"
#include "tracemodel/usual.hpp"

namespace sharecar::desktop {

/// One trace as it came, and what it is in one line.
struct FetchedTrace {
  QByteArray json;  ///< [span]
  tracemodel::Summary summary;
};

/// The last traces with an operation, and what they say of usual durations.
struct UsualTraces {
  QByteArray json;  ///< [[span]]
  tracemodel::UsualTimes times;
};

/// Answers with spans are read on another thread. Outlived by Api. GUI thread.
class TraceApi {
 public:
  /// `zipkin`: "http://host:9411", with or without /zipkin behind; empty: what the gateway has.
  TraceApi(Api& api, const QUrl& zipkin);

  /// True when the traces come through the gateway.
  bool isOwn() const { return m_isOwn; }
  /// What stands before /api/v2.
  const QUrl& base() const { return m_base; }

  /// `wanted`: Zipkin's parameters.
  Call search(const QUrlQuery& wanted, const Click& click, Done<std::vector<tracemodel::Summary>> done);
  Call usual(const QUrlQuery& wanted, Done<UsualTraces> done);
  /// A trace that is not known is refused with status 404.
  Call trace(const QString& id, const Click& click, Done<FetchedTrace> done);
  /// The traces that changed an order, newest first: only what belongs to that order. Also for its customer.
  Call ofOrder(OrderId order, const Click& click, Done<std::vector<FetchedTrace>> done);

  using Names = std::vector<std::string>;
  Call services(Done<Names> done);
  Call spanNames(const QString& service, Done<Names> done);
  Call remoteServices(const QString& service, Done<Names> done);
  Call tagKeys(Done<Names> done);
  Call tagValues(const QString& key, Done<Names> done);

 private:
  Request request(const QString& path, const QString& route, const QUrlQuery& query = {}) const;
  Call names(const QString& path, const char* parameter, const QString& value, Done<Names> done);

  Api& m_api;
  bool m_isOwn;
  QUrl m_base;
};

}  // namespace sharecar::desktop
