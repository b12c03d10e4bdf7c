/// Zipkin's queries, v2, which are also mounted under /zipkin for its user interface.
/// Its errors are plain text, as Zipkin's clients expect them. https://zipkin.io/zipkin-api/
#pragma once

#include <set>
#include <string>

#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/sqlite.hpp"
#include "services/tracing/collector.hpp"
#include "services/tracing/span_store.hpp"

namespace sharecar::tracing {

/// Lives on the reactor's thread, as long as the server that serves its routes.
class TracingApi {
 public:
  TracingApi(Collector& collector, sql::SqliteDatabase& database, const SpanStore& store, const Clock& clock,
             const CollectorConfig& config);

  http::Routes routes();

 private:
  using Answer = net::awaitable<http::Reply>;
  using Handler = Answer (TracingApi::*)(Context&, http::Request);

  http::Route route(const std::string& path, std::string summary, Handler handler);

  Answer trace(Context& context, http::Request request);
  Answer traces(Context& context, http::Request request);
  Answer search(Context& context, http::Request request);
  Answer dependencies(Context& context, http::Request request);
  Answer services(Context& context, http::Request request);
  Answer span_names(Context& context, http::Request request);
  Answer remote_services(Context& context, http::Request request);
  Answer autocomplete_keys(Context& context, http::Request request);
  Answer autocomplete_values(Context& context, http::Request request);

  QueryDefaults defaults() const;

  Collector& collector_;
  sql::SqliteDatabase& database_;
  const SpanStore& store_;
  const Clock& clock_;
  const std::int64_t default_lookback_ms_;
  const std::set<std::string> autocomplete_keys_;
  std::size_t services_seen_ = 0;  // by who asked last
};

}  // namespace sharecar::tracing
