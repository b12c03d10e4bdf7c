/// What a Zipkin tells about itself, and what it adds to every answer.
#pragma once

#include "chassis/http/route.hpp"
#include "chassis/http/server.hpp"
#include "chassis/sql/sqlite.hpp"
#include "services/tracing/collector.hpp"

namespace sharecar::tracing {

/// Lives on the reactor's thread, as long as the server that serves its routes.
class ZipkinApi {
 public:
  ZipkinApi(const Collector& collector, const sql::SqliteDatabase& database, telemetry::Metrics& metrics)
      : collector_(collector), database_(database), metrics_(metrics) {}

  http::Routes routes();

 private:
  using Answer = net::awaitable<http::Reply>;
  using Handler = Answer (ZipkinApi::*)(Context&, http::Request);

  http::Route route(const std::string& path, std::string summary, Handler handler);

  Answer health(Context& context, http::Request request);
  Answer info(Context& context, http::Request request);
  Answer counts(Context& context, http::Request request);
  Answer prometheus(Context& context, http::Request request);
  Answer ui_config(Context& context, http::Request request);
  Answer to_ui(Context& context, http::Request request);

  const Collector& collector_;
  const sql::SqliteDatabase& database_;
  telemetry::Metrics& metrics_;
};

/// Any page may ask and send spans (CORS), and long answers in JSON are sent as gzip to who takes it.
void finish_as_zipkin(const http::Request& request, http::Reply& reply);

}  // namespace sharecar::tracing
