#include "chassis/telemetry/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <mutex>

#include "contracts/time.hpp"

namespace sharecar {

struct Log::Source {
  std::string name;
  std::atomic<LogLevel> effective{LogLevel::info};
  std::optional<LogLevel> configured;  // under the registry's mutex
};

}  // namespace sharecar

namespace sharecar::logging {
namespace {

constexpr std::array<std::string_view, 6> names{"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"};

spdlog::logger& sink() {
  static auto logger = [] {
    auto made = std::make_shared<spdlog::logger>("sharecar", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::trace);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *logger;
}

void append_quoted(std::string& out, std::string_view text) { out += boost::json::serialize(boost::json::string{text}); }

}  // namespace

struct Registry {
  std::mutex mutex;
  std::map<std::string, std::unique_ptr<Log::Source>, std::less<>> sources;
  LogLevel root = LogLevel::info;
  std::string service = "sharecar";
  bool json = true;
  std::array<std::atomic<std::int64_t>, 6> counts{};

  static Registry& get() {
    static auto* registry = new Registry;  // outlives every static logger
    return *registry;
  }
};

void configure(std::string service, LogLevel root, bool json) {
  auto& registry = Registry::get();
  const std::lock_guard lock{registry.mutex};
  registry.service = std::move(service);
  registry.json = json;
  registry.root = root;
  for (auto& [name, source] : registry.sources) source->effective = source->configured.value_or(root);
}

std::map<std::string, LevelOf> levels() {
  auto& registry = Registry::get();
  const std::lock_guard lock{registry.mutex};
  std::map<std::string, LevelOf> out{{"ROOT", {registry.root, registry.root}}};
  for (const auto& [name, source] : registry.sources) out.insert({name, {source->configured, source->effective}});
  return out;
}

bool set_level(std::string_view logger, std::optional<LogLevel> level) {
  auto& registry = Registry::get();
  const std::lock_guard lock{registry.mutex};
  if (logger == "ROOT") {
    registry.root = level.value_or(LogLevel::info);
    for (auto& [name, source] : registry.sources) source->effective = source->configured.value_or(registry.root);
    return true;
  }
  const auto found = registry.sources.find(logger);
  if (found == registry.sources.end()) return false;
  found->second->configured = level;
  found->second->effective = level.value_or(registry.root);
  return true;
}

std::optional<LogLevel> parse_level(std::string_view name) {
  std::string upper{name};
  for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == upper) return static_cast<LogLevel>(i);
  }
  return {};
}

std::string_view level_name(LogLevel level) { return names[static_cast<std::size_t>(level)]; }

std::map<LogLevel, std::int64_t> counts() {
  std::map<LogLevel, std::int64_t> out;
  auto& registry = Registry::get();
  for (std::size_t i = 0; i < names.size() - 1; ++i) out.emplace(static_cast<LogLevel>(i), registry.counts[i].load());
  return out;
}

}  // namespace sharecar::logging

namespace sharecar {

Log::Log(std::string_view name) {
  auto& registry = logging::Registry::get();
  const std::lock_guard lock{registry.mutex};
  auto& source = registry.sources[std::string{name}];
  if (!source) {
    source = std::make_unique<Source>();
    source->name = name;
    source->effective = registry.root;
  }
  source_ = source.get();
}

void Log::write(LogLevel level, const telemetry::Span* span, std::string_view text,
                std::initializer_list<LogField> fields) const {
  if (level < source_->effective.load(std::memory_order_relaxed)) return;
  auto& registry = logging::Registry::get();
  registry.counts[static_cast<std::size_t>(level)].fetch_add(1, std::memory_order_relaxed);
  const auto at = to_rfc3339(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  const bool traced = span && span->context().span != 0;
  std::string line;
  line.reserve(256);
  const auto value_text = [](const LogField& field) {
    return std::visit([](const auto& value) { return boost::json::serialize(boost::json::value(value)); }, field.value);
  };
  if (registry.json) {
    line += R"({"time":")" + at + R"(","level":")";
    line += logging::level_name(level);
    line += R"(","service":")" + registry.service + R"(","logger":")" + source_->name + '"';
    if (traced) {
      line += R"(,"traceId":")" + span->context().trace_id() + R"(","spanId":")" + span->context().span_id() + '"';
      if (const auto order = span->order()) line += R"(,"orderId":)" + to_string(*order);
    }
    line += R"(,"message":)";
    logging::append_quoted(line, text);
    for (const auto& field : fields) {
      line += ',';
      logging::append_quoted(line, field.key);
      line += ':' + value_text(field);
    }
    line += '}';
  } else {
    line += at + ' ';
    line += logging::level_name(level);
    line += " [" + registry.service + ',' + (traced ? span->context().trace_id() : "") + ',' +
            (traced ? span->context().span_id() : "") + "] " + source_->name + ": ";
    line += text;
    for (const auto& field : fields) {
      line += ' ';
      line += field.key;
      line += '=' + value_text(field);
    }
  }
  logging::sink().log(spdlog::level::info, line);
}

void Log::info(const Context& c, std::string_view text, std::initializer_list<LogField> fields) const {
  write(LogLevel::info, &c.span(), text, fields);
}
void Log::warn(const Context& c, std::string_view text, std::initializer_list<LogField> fields) const {
  write(LogLevel::warn, &c.span(), text, fields);
}
void Log::error(const Context& c, std::string_view text, std::initializer_list<LogField> fields) const {
  write(LogLevel::error, &c.span(), text, fields);
}
void Log::debug(const Context& c, std::string_view text, std::initializer_list<LogField> fields) const {
  write(LogLevel::debug, &c.span(), text, fields);
}
void Log::info(std::string_view text, std::initializer_list<LogField> f) const { write(LogLevel::info, {}, text, f); }
void Log::warn(std::string_view text, std::initializer_list<LogField> f) const { write(LogLevel::warn, {}, text, f); }
void Log::error(std::string_view text, std::initializer_list<LogField> f) const { write(LogLevel::error, {}, text, f); }
void Log::debug(std::string_view text, std::initializer_list<LogField> f) const { write(LogLevel::debug, {}, text, f); }

}  // namespace sharecar
