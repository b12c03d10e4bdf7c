/// Configuration of a service: a described struct, filled from its defaults, a YAML file (--config) and the environment
/// (SHARECAR_<SERVICE>__<KEY>, nested keys joined by two underscores), the later winning. A key that nobody knows is an
/// error at start.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chassis/http/server.hpp"
#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/kafka/config.hpp"
#include "chassis/sql/postgres.hpp"
#include "chassis/telemetry/span.hpp"
#include "contracts/breaker.hpp"

namespace sharecar {

struct TracingConfig {
  std::string url = "http://127.0.0.1:9411";  ///< a Zipkin collector; spans go to /api/v2/spans
  double rate = 1.0;                          ///< part of new traces that is sampled
  std::vector<std::string> rates;             ///< other rates by request, "GET /cars=0.1"; a caller's decision wins
  int flush_ms = 250;                         ///< how long a finished span waits at most
  int max_queued_spans = 20'000;              ///< beyond it spans are dropped and counted
};
BOOST_DESCRIBE_STRUCT(TracingConfig, (), (url, rate, rates, flush_ms, max_queued_spans))

/// Throws ConfigError for an entry of `rates` that is not "METHOD /route=RATE", or a rate that is not from 0 to 1.
telemetry::Sampling sampling_of(const TracingConfig& config);

struct LogConfig {
  std::string level = "INFO";
  std::string format = "json";  ///< "json" or "text"
};
BOOST_DESCRIBE_STRUCT(LogConfig, (), (level, format))

/// What every service has. A service's own config derives from it.
struct ServiceConfig {
  int port = 0;
  std::string instance_id = "1";  ///< distinguishes instances of one service
  std::string data_dir = ".";     ///< for SQLite files
  http::ServerConfig server;      ///< limits; `port` above wins over server.port
  sql::PostgresConfig postgres;
  kafka::KafkaConfig kafka;
  TracingConfig tracing;
  LogConfig log;
};
BOOST_DESCRIBE_STRUCT(ServiceConfig, (), (port, instance_id, data_dir, server, postgres, kafka, tracing, log))

/// One configured value and where it came from, for /actuator/env. Secrets are masked.
struct Property {
  std::string key;  ///< "server.drainMs"
  std::string value;
  std::string source;  ///< "default", "file:...", "environment"
};

/// Everything but the defaults, merged, with the source of each leaf.
struct ConfigSources {
  boost::json::object merged;
  std::map<std::string, std::string> source_of;  ///< by dotted key
};

/// Thrown for a file that cannot be read, a bad key, a bad value; the text names the key and the mend.
struct ConfigError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads `--config FILE` (may be empty) and `environment` ("NAME=value"). `service` as in SHARECAR_<SERVICE>__.
ConfigSources read_sources(const std::string& service, const std::string& file,
                           const std::vector<std::string>& environment);

/// Flattens `defaults` (the effective configuration as JSON) into properties, masking what sounds secret.
std::vector<Property> properties_of(const boost::json::value& effective, const ConfigSources& sources);

/// `part` of a configuration as JSON, with the sources that its values have among `all`, where it is called `name`.
std::vector<contracts::Setting> settings_of(const std::string& name, const boost::json::value& part,
                                            const std::vector<Property>& all);

/// Throws ConfigError with every violation in its text.
[[noreturn]] void throw_config_error(const std::string& service, const std::vector<Violation>& violations);

template <class Config>
Config decode_config(const std::string& service, const ConfigSources& sources) {
  auto config = json::decode<Config>(boost::json::value(sources.merged), json::strict_config);
  if (!config) throw_config_error(service, config.error().violations);
  return std::move(*config);
}

}  // namespace sharecar
