#include "chassis/sql/postgres_session.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>

#include "chassis/runtime/crash_point.hpp"

namespace sharecar::sql {
namespace {

using namespace std::chrono_literals;

// How long after its deadline a statement may still come back by itself.
constexpr auto grace = 250ms;

constexpr Statement commit_statement{"commit", "COMMIT"};

class PostgresRow final : public Row {
 public:
  explicit PostgresRow(const PGresult* rows) : rows_(rows) {
    for (int i = 0; i < PQnfields(rows); ++i) names_.emplace_back(PQfname(rows, i));
  }
  void at(int index) { index_ = index; }

  std::optional<std::string_view> text(std::string_view column) const override {
    const auto found = std::find(names_.begin(), names_.end(), column);
    if (found == names_.end()) throw ColumnError("no column " + std::string{column});
    const int number = static_cast<int>(found - names_.begin());
    if (PQgetisnull(rows_, index_, number) != 0) return std::nullopt;
    return std::string_view{PQgetvalue(rows_, index_, number),
                            static_cast<std::size_t>(PQgetlength(rows_, index_, number))};
  }

 private:
  const PGresult* rows_;
  std::vector<std::string_view> names_;
  int index_ = 0;
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
std::string with_settings(const PostgresConfig& config, const std::string& own) {
  const auto seconds = std::max(2, (config.connect_timeout_ms + 999) / 1000);
  const std::string options = "-c timezone=UTC -c idle_in_transaction_session_timeout=5000 -c statement_timeout=" +
                              std::to_string(config.statement_timeout_ms) + own;
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

std::int64_t number(std::string_view text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);  // "" of what changes no rows
  return out;
}

// libpq would cut a text at its first zero.
bool storable(const Params& params) {
  return std::ranges::all_of(params, [](const Param& param) {
    return !param.text() || param.text()->find('\0') == std::string::npos;
  });
}

}  // namespace

PostgresSession::PostgresSession(const PostgresConfig& config, telemetry::Metrics& metrics, StallGuard& guard,
                                 std::string settings)
    : config_(config),
      settings_(settings.empty() ? std::move(settings) : ' ' + settings),
      metrics_(metrics),
      watch_(guard.watch()) {}

PostgresSession::~PostgresSession() { close(); }

void PostgresSession::close() noexcept {
  watch_->disarm();
  link_.reset();
  for (auto& [name, statement] : known_) statement.prepared = false;
  begin_.prepared = rollback_.prepared = false;
  deferred_.clear();
  open_ = failed_ = emits_ = false;
}

void PostgresSession::ready() {
  if (link_ && link_->open()) return;
  close();
  try {
    link_ = std::make_unique<PostgresLink>(with_settings(config_, settings_));
  } catch (const PostgresLink::Lost& failure) {
    throw Unavailable{"postgresql: " + first_line(failure.what())};
  }
  server_ = {"postgresql", "", static_cast<int>(number(link_->port()))};
  if (const auto host = link_->host(); host.find_first_not_of("0123456789.") == host.npos) server_.ipv4 = host;
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
  return known_.emplace(name, Known{name, "pg " + name, statement.text, &seconds}).first->second;
}

template <class Use>
auto PostgresSession::guarded(const std::string& name, StallGuard::Time give_up, Use use) {
  if (!link_) throw Unavailable{"pg " + name + ": the connection is closed", true};
  watch_->arm(link_->socket(), give_up);
  struct Disarm {
    StallGuard::Watch& watch;
    ~Disarm() { watch.disarm(); }
  };
  try {
    const Disarm at_end{*watch_};
    return use();
  } catch (const PostgresLink::Lost&) {
    failed_ = true;
    close();
    throw Unavailable{"pg " + name + ": connection lost", Clock::now() < give_up};
  }
}

void PostgresSession::refuse(const std::string& name, const PostgresLink::Refused& failure) {
  const std::string& state = failure.sqlstate;
  const std::string text = first_line(failure.what());
  const std::string what = "pg " + name + ": " + state;
  const auto is = [&](std::string_view prefix) { return state.starts_with(prefix); };
  failed_ = true;
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

telemetry::Span PostgresSession::span_of(Context& context, const Known& known) const {
  auto span = context.span().child(known.span_name, telemetry::SpanKind::client);
  span.remote(server_).tag(telemetry::tag::db_system, "postgresql").tag(telemetry::tag::db_statement, known.name);
  return span;
}

Query PostgresSession::query_of(Known& known, const Params& params) {
  Query out{known.name.c_str(), known.text.c_str(), &known.prepared, {}};
  out.values.reserve(params.size());
  for (const auto& param : params) out.values.push_back(param.text() ? param.text()->c_str() : nullptr);
  return out;
}

PostgresResult PostgresSession::send(Known& known, const Params& params, StallGuard::Time give_up) {
  auto first = std::exchange(deferred_, {});  // with their spans: they end here
  std::vector<Query> queries;
  queries.reserve(first.size() + 1);
  for (const auto& one : first) {
    if (one.known->seconds) crash_point("before statement", one.known->name);
    queries.push_back(query_of(*one.known, one.params));
  }
  crash_point("before statement", known.name);
  queries.push_back(query_of(known, params));
  const auto started = Clock::now();
  const auto observe = [&] {
    const auto took = std::chrono::duration<double>(Clock::now() - started).count();
    for (const auto& one : first) {
      if (one.known->seconds) one.known->seconds->Observe(took);
    }
    known.seconds->Observe(took);
  };
  try {
    auto rows = guarded(known.name, give_up, [&] { return link_->exchange(queries); });
    observe();
    for (const auto& one : first) {
      if (one.known->seconds) crash_point("after statement", one.known->name);
    }
    crash_point("after statement", known.name);
    return rows;
  } catch (const PostgresLink::Refused& failure) {
    observe();
    if (failure.index < first.size()) first[failure.index].span.error("sqlstate " + failure.sqlstate);
    refuse(queries[failure.index].name, failure);
  } catch (const Unavailable&) {
    observe();
    throw;
  }
}

std::int64_t PostgresSession::run(Context& context, const Statement& statement, const Params& params,
                                  const std::function<void(const Row&)>& each) {
  auto& known = this->known(statement);
  auto span = span_of(context, known);
  PostgresResult rows;
  try {
    if (context.expired()) throw Unavailable{known.span_name + ": the deadline has passed"};
    if (!storable(params)) {
      failed_ = true;
      throw Rejected{known.span_name + ": 22021", "22021"};
    }
    const auto limit = Clock::now() + std::chrono::milliseconds{config_.statement_timeout_ms} + 1s;
    rows = send(known, params, std::min(limit, context.deadline() + grace));
  } catch (const std::exception& failure) {
    span.error(failure.what());
    throw;
  }
  span.end();
  if (statement.emits) (open_ ? emits_ : emitted_) = true;
  if (PQnfields(rows.get()) == 0) return number(PQcmdTuples(rows.get()));
  PostgresRow row{rows.get()};
  for (int i = 0; i < PQntuples(rows.get()); ++i) {
    row.at(i);
    each(row);
  }
  return PQntuples(rows.get());
}

void PostgresSession::defer(Context& context, const Statement& statement, Params params) {
  if (!open_) throw std::logic_error("only a transaction can wait for its next statement");
  auto& known = this->known(statement);
  if (!storable(params)) {
    failed_ = true;
    throw Rejected{known.span_name + ": 22021", "22021"};
  }
  deferred_.push_back({&known, std::move(params), span_of(context, known)});
  if (statement.emits) emits_ = true;
}

void PostgresSession::script(const std::string& text) {
  static const Statement nothing{"nothing", "SELECT 1"};
  if (!deferred_.empty()) send(known(nothing), {}, Clock::now() + 5s);
  try {
    // No limit but a generous one: migrations and retention may take long.
    guarded("script", Clock::now() + 10min, [&] { link_->script(text); });
  } catch (const PostgresLink::Refused& failure) {
    refuse("script", failure);
  }
}

void PostgresSession::begin() {
  if (open_) throw std::logic_error("a transaction is open already");
  open_ = true;
  failed_ = emits_ = false;
  deferred_.push_back({&begin_, {}, {}});
}

void PostgresSession::commit() {
  if (!open_) {
    if (!link_) throw Unavailable{"pg commit: connection lost", true};
    throw std::logic_error("no transaction is open");
  }
  if (failed_) {
    rollback();
    throw std::logic_error("commit after a failed statement");
  }
  if (begun() || deferred_.size() > 1) send(known(commit_statement), {}, Clock::now() + 5s);
  deferred_.clear();
  open_ = false;
  if (std::exchange(emits_, false)) emitted_ = true;
}

void PostgresSession::rollback() noexcept {
  if (!open_) return;
  const bool known_to_server = begun();
  deferred_.clear();
  open_ = failed_ = emits_ = false;
  if (!known_to_server) return;
  try {
    guarded(rollback_.name, Clock::now() + 5s, [&] { return link_->exchange({query_of(rollback_, {})}); });
  } catch (...) {
    close();
  }
  failed_ = false;
}

void PostgresSession::recover() noexcept {
  rollback();
  failed_ = false;
  if (link_ && !link_->open()) close();
}

bool PostgresSession::take_emitted() noexcept { return std::exchange(emitted_, false); }

}  // namespace sharecar::sql
