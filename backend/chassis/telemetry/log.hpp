/// Log lines: one JSON object a line on stderr (or text for people), with trace and span ids. Values that could be
/// secret have no way in: callers pass texts and fields, never whole requests.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "chassis/telemetry/context.hpp"

namespace sharecar {

enum class LogLevel { trace, debug, info, warn, error, off };

struct LogField {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double, bool> value;

  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const std::string& v) : key(k), value(std::string_view{v}) {}
  LogField(std::string_view k, const char* v) : key(k), value(std::string_view{v}) {}
  LogField(std::string_view k, bool v) : key(k), value(v) {}
  LogField(std::string_view k, double v) : key(k), value(v) {}
  template <std::integral T>
  LogField(std::string_view k, T v) : key(k), value(static_cast<std::int64_t>(v)) {}
  template <class Tag>
  LogField(std::string_view k, Id<Tag> v) : key(k), value(v.value) {}
};

/// A named source of log lines, such as "http" or "kafka". Cheap to make; meant as a constant of a file. Thread-safe.
class Log {
 public:
  explicit Log(std::string_view name);

  void info(const Context& context, std::string_view text, std::initializer_list<LogField> fields = {}) const;
  void warn(const Context& context, std::string_view text, std::initializer_list<LogField> fields = {}) const;
  void error(const Context& context, std::string_view text, std::initializer_list<LogField> fields = {}) const;
  void debug(const Context& context, std::string_view text, std::initializer_list<LogField> fields = {}) const;
  void info(std::string_view text, std::initializer_list<LogField> fields = {}) const;
  void warn(std::string_view text, std::initializer_list<LogField> fields = {}) const;
  void error(std::string_view text, std::initializer_list<LogField> fields = {}) const;
  void debug(std::string_view text, std::initializer_list<LogField> fields = {}) const;

  struct Source;

 private:
  void write(LogLevel level, const telemetry::Span* span, std::string_view text,
             std::initializer_list<LogField> fields) const;
  Source* source_;  // lives in the registry for ever
};

namespace logging {

/// Once, at start: the service's name, the ROOT level and whether lines are JSON or "[service,traceId,spanId]" text.
void configure(std::string service, LogLevel root, bool json);

struct LevelOf {
  std::optional<LogLevel> configured;  ///< none: inherited from ROOT
  LogLevel effective;
};
/// Every logger by name, ROOT among them; for /actuator/loggers.
std::map<std::string, LevelOf> levels();
/// False when there is no logger of that name. Nothing as `level` goes back to ROOT's.
bool set_level(std::string_view logger, std::optional<LogLevel> level);
std::optional<LogLevel> parse_level(std::string_view name);  ///< "INFO", any case
std::string_view level_name(LogLevel level);                 ///< "INFO"
/// Lines written since start, by level; for the metric logback_events_total.
std::map<LogLevel, std::int64_t> counts();

}  // namespace logging
}  // namespace sharecar
