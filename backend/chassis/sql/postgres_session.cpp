#include "chassis/sql/postgres_session.hpp"

#include <algorithm>
#include <pqxx/connection>
#include <pqxx/errorhandler>
#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/prepared_statement>
#include <pqxx/result>
#include <stdexcept>
#include <string_view>

#include "chassis/runtime/crash_point.hpp"

namespace sharecar::sql {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// How long after its deadline a statement may still come back by itself.
constexpr auto grace = 250ms;

class PostgresRow final : public Row {
 public:
  explicit PostgresRow(const pqxx::result& rows) : rows_(rows) {
    for (pqxx::row::size_type i = 0; i < rows.columns(); ++i) names_.emplace_back(rows.column_name(i));
  }
  void at(pqxx::result::size_type index) { row_ = rows_[index]; }

  std::optional<std::string_view> text(std::string_view column) const override {
    const auto found = std::find(names_.begin(), names_.end(), column);
    if (found == names_.end()) throw ColumnError("no column " + std::string{column});
    const auto field = row_[static_cast<pqxx::row::size_type>(found - names_.begin())];
    if (field.is_null()) return std::nullopt;
    return std::string_view{field.c_str(), field.size()};
  }

 private:
  const pqxx::result& rows_;
  std::vector<std::string_view> names_;
  pqxx::row row_;
};

std::string url_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ') {
      out += "%20";
    } else if (c == '=') {
      out += "%3D";
    } else if (c == '&') {
      out += "%26";
    } else {
      out += c;
    }
  }
  return out;
}

// libpq takes the last of two equal keys, so ours win.
std::string with_settings(const PostgresConfig& config) {
  const auto seconds = std::max(2, (config.connect_timeout_ms + 999) / 1000);
  const std::string options = "-c timezone=UTC -c idle_in_transaction_session_timeout=5000 -c statement_timeout=" +
                              std::to_string(config.statement_timeout_ms);
  std::string out = config.uri;
  if (out.find("://") == out.npos) {
    return out + " connect_timeout=" + std::to_string(seconds) + " application_name='" + config.application_name +
           "' options='" + options + "'";
  }
  out += out.find('?') == out.npos ? '?' : '&';
  return out + "connect_timeout=" + std::to_string(seconds) +
         "&application_name=" + url_encoded(config.application_name) + "&options=" + url_encoded(options);
}

// The first line without "ERROR:": DETAIL, CONTEXT and the rest can hold values.
std::string first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  for (const std::string_view prefix : {"ERROR:  ", "FATAL:  "}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  return std::string{text};
}

pqxx::result prepared(pqxx::connection_base& connection, const std::string& name,
                      const std::vector<const char*>& values) {
  pqxx::nontransaction statement{connection};
  return statement.exec_prepared(name, pqxx::prepare::make_dynamic_params(values));
}

}  // namespace

/// libpqxx's own classes have no virtual destructor and no order among themselves: they live here by value.
struct PostgresSession::Wire {
  explicit Wire(const std::string& options) : connection(options), silence(connection) {}

  pqxx::connection connection;
  pqxx::quiet_errorhandler silence;  // the server's notices do not go to stderr
};

PostgresSession::PostgresSession(const PostgresConfig& config, telemetry::Metrics& metrics, StallGuard& guard)
    : config_(config), metrics_(metrics), watch_(guard.watch()) {}

PostgresSession::~PostgresSession() { close(); }

void PostgresSession::close() noexcept {
  watch_->disarm();
  wire_.reset();
  for (auto& [name, statement] : known_) statement.prepared = false;
  open_ = failed_ = emits_ = false;
}

void PostgresSession::ready() {
  if (wire_ && wire_->connection.is_open()) return;
  close();
  try {
    auto wire = std::make_unique<Wire>(with_settings(config_));
    auto& connection = wire->connection;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection.inhibit_reactivation(true);  // a silent reconnect loses the transaction and nothing says so
#pragma GCC diagnostic pop
    connection.set_verbosity(pqxx::connection_base::terse);
    const auto* host = connection.hostname();
    const auto* port = connection.port();
    server_ = {"postgresql", "", 0};
    if (host && std::string_view{host}.find_first_not_of("0123456789.") == std::string_view::npos) server_.ipv4 = host;
    if (port) server_.port = std::atoi(port);
    wire_ = std::move(wire);
  } catch (const std::exception& failure) {
    throw Unavailable{"postgresql: " + first_line(failure.what())};
  }
}

PostgresSession::Known& PostgresSession::known(const Statement& statement) {
  if (const auto found = known_.find(std::string_view{statement.name}); found != known_.end()) {
    if (found->second.text != statement.text) {
      throw std::logic_error("two statements are named " + std::string{statement.name});
    }
    return found->second;
  }
  const std::string name = statement.name;
  auto& seconds = metrics_.histogram("sharecar_db_query_seconds", "Time of a database statement by its name.",
                                     {{"statement", name}});
  return known_.emplace(name, Known{"pg " + name, statement.text, &seconds}).first->second;
}

template <class Use>
auto PostgresSession::guarded(const char* name, StallGuard::Time give_up, Use use) {
  if (!wire_) throw Unavailable{"pg " + std::string{name} + ": the connection is closed", true};
  watch_->arm(wire_->connection.sock(), give_up);
  try {
    if constexpr (std::is_void_v<decltype(use(wire_->connection))>) {
      use(wire_->connection);
      watch_->disarm();
    } else {
      auto out = use(wire_->connection);
      watch_->disarm();
      return out;
    }
  } catch (const std::exception& failure) {
    watch_->disarm();
    failed_ = true;
    const auto* refused = dynamic_cast<const pqxx::sql_error*>(&failure);
    if (wire_->connection.is_open() && refused && !refused->sqlstate().empty()) refuse(name, *refused);
    if (wire_->connection.is_open() && !dynamic_cast<const pqxx::broken_connection*>(&failure)) throw;
    close();
    throw Unavailable{"pg " + std::string{name} + ": connection lost", Clock::now() < give_up};
  }
}

void PostgresSession::refuse(const char* name, const pqxx::sql_error& failure) {
  const std::string state = failure.sqlstate();
  const std::string text = first_line(failure.what());
  const std::string what = "pg " + std::string{name} + ": " + state;
  const auto is = [&](std::string_view prefix) { return state.starts_with(prefix); };
  if (is("22")) throw Rejected{what, state};  // the text of this class quotes the value
  if (is("23")) throw Rejected{what + " " + text, state};
  if (is("40")) throw Unavailable{what + " " + text, true};
  const bool stale_plan = is("26000") || (is("0A000") && text.find("cached plan") != text.npos);
  if (is("08") || is("57P") || is("25P03") || stale_plan) {
    close();
    throw Unavailable{what + " " + text, true};
  }
  if (is("53") || is("57") || is("55P03")) throw Unavailable{what + " " + text};
  throw std::runtime_error(what + " " + text);
}

std::int64_t PostgresSession::run(Context& context, const Statement& statement, const Params& params,
                                  const std::function<void(const Row&)>& each) {
  auto& known = this->known(statement);
  auto span = context.span().child(known.span_name, telemetry::SpanKind::client);
  span.remote(server_).tag(telemetry::tag::db_system, "postgresql").tag(telemetry::tag::db_statement, statement.name);
  const auto started = Clock::now();
  pqxx::result rows;
  try {
    if (context.expired()) throw Unavailable{known.span_name + ": the deadline has passed"};
    std::vector<const char*> values;
    values.reserve(params.size());
    for (const auto& param : params) {
      const auto& text = param.text();
      if (text && text->find('\0') != text->npos) {  // libpq would cut the text there
        failed_ = true;
        throw Rejected{known.span_name + ": 22021", "22021"};
      }
      values.push_back(text ? text->c_str() : nullptr);
    }
    const auto limit = started + std::chrono::milliseconds{config_.statement_timeout_ms} + 1s;
    crash_point("before statement", statement.name);
    rows = guarded(statement.name, std::min(limit, context.deadline() + grace), [&](pqxx::connection_base& connection) {
      if (!known.prepared) {
        connection.prepare(statement.name, known.text);
        known.prepared = true;
      }
      return prepared(connection, statement.name, values);
    });
    crash_point("after statement", statement.name);
  } catch (const std::exception& failure) {
    span.error(failure.what());
    known.seconds->Observe(std::chrono::duration<double>(Clock::now() - started).count());
    throw;
  }
  known.seconds->Observe(std::chrono::duration<double>(Clock::now() - started).count());
  span.end();
  if (statement.emits) (open_ ? emits_ : emitted_) = true;
  if (rows.columns() == 0) return static_cast<std::int64_t>(rows.affected_rows());
  PostgresRow row{rows};
  for (pqxx::result::size_type i = 0; i < rows.size(); ++i) {
    row.at(i);
    each(row);
  }
  return static_cast<std::int64_t>(rows.size());
}

void PostgresSession::script(const std::string& text) {
  // No limit but a generous one: migrations and retention may take long.
  guarded("script", Clock::now() + 10min, [&](pqxx::connection_base& connection) {
    pqxx::nontransaction statement{connection};
    statement.exec(text);
  });
}

void PostgresSession::begin(const std::string& then) {
  if (open_) throw std::logic_error("a transaction is open already");
  open_ = true;  // whatever happens: a ROLLBACK too many does no harm
  failed_ = emits_ = false;
  guarded("begin", Clock::now() + std::chrono::milliseconds{config_.statement_timeout_ms} + 1s,
          [&](pqxx::connection_base& connection) { pqxx::nontransaction{connection}.exec("BEGIN;" + then); });
}

void PostgresSession::commit() {
  if (!open_) {
    if (!wire_) throw Unavailable{"pg commit: connection lost", true};
    throw std::logic_error("no transaction is open");
  }
  if (failed_) {
    rollback();
    throw std::logic_error("commit after a failed statement");
  }
  static const Statement name{"commit", "COMMIT"};
  auto& known = this->known(name);
  const auto started = Clock::now();
  crash_point("before statement", name.name);
  guarded("commit", started + 5s,
          [&](pqxx::connection_base& connection) { pqxx::nontransaction{connection}.exec("COMMIT"); });
  crash_point("after statement", name.name);
  known.seconds->Observe(std::chrono::duration<double>(Clock::now() - started).count());
  open_ = false;
  if (std::exchange(emits_, false)) emitted_ = true;
}

void PostgresSession::rollback() noexcept {
  if (!open_) return;
  open_ = failed_ = emits_ = false;
  try {
    guarded("rollback", Clock::now() + 5s,
            [&](pqxx::connection_base& connection) { pqxx::nontransaction{connection}.exec("ROLLBACK"); });
  } catch (...) {
    close();
  }
  failed_ = false;
}

void PostgresSession::recover() noexcept {
  rollback();
  failed_ = false;
  if (wire_ && !wire_->connection.is_open()) close();
}

bool PostgresSession::take_emitted() noexcept { return std::exchange(emitted_, false); }

}  // namespace sharecar::sql
