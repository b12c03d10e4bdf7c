#include "chassis/sql/sqlite.hpp"

#include <sqlite3.h>

#include <charconv>
#include <map>
#include <stdexcept>
#include <string_view>

#include "chassis/runtime/crash_point.hpp"

namespace sharecar::sql {
namespace {

using Clock = std::chrono::steady_clock;

struct CloseFile {
  void operator()(sqlite3* file) const { sqlite3_close_v2(file); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using File = std::unique_ptr<sqlite3, CloseFile>;
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  std::optional<std::string_view> text(std::string_view column) const override {
    const int count = sqlite3_column_count(statement_);
    for (int i = 0; i < count; ++i) {
      if (column != sqlite3_column_name(statement_, i)) continue;
      if (sqlite3_column_type(statement_, i) == SQLITE_NULL) return std::nullopt;
      const auto* bytes = static_cast<const char*>(static_cast<const void*>(sqlite3_column_text(statement_, i)));
      return std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, i))};
    }
    throw ColumnError("no column " + std::string{column});
  }

 private:
  sqlite3_stmt* statement_;
};

// Called by SQLite between steps of a long statement; not 0 ends it.
int overdue(void* deadline) { return Clock::now() > *static_cast<const Clock::time_point*>(deadline) ? 1 : 0; }

// Whether a text is an integer that SQLite would print in the same way; bound as such so that columns without a type
// and comparisons with numbers behave as in PostgreSQL.
std::optional<std::int64_t> integer(std::string_view text) {
  if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0') || text.starts_with("-0")) return {};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

const char* sqlstate(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return "23505";
    case SQLITE_CONSTRAINT_NOTNULL:
      return "23502";
    case SQLITE_CONSTRAINT_CHECK:
      return "23514";
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return "23503";
    default:
      return "23000";
  }
}

[[noreturn]] void refuse(const std::string& what, sqlite3* file, int code) {
  const int extended = file ? sqlite3_extended_errcode(file) : code;
  const std::string text = what + ": " + sqlite3_errstr(extended);
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      // "UNIQUE constraint failed: charges.key": names of ours, no values.
      throw Rejected{what + ": " + sqlstate(extended) + " " + sqlite3_errmsg(file), sqlstate(extended)};
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
      throw Rejected{text, "22000"};
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
      throw std::runtime_error(what + ": " + (file ? sqlite3_errmsg(file) : text));
    default:
      throw Unavailable{text};  // busy, locked, full, I/O, corrupt, not a database, cannot open, read-only, ...
  }
}

}  // namespace

bool SqliteFile::take(std::chrono::milliseconds limit) {
  std::unique_lock lock{mutex_};
  if (!given_.wait_for(lock, limit, [this] { return !taken_; })) return false;
  taken_ = true;
  return true;
}

void SqliteFile::give() noexcept {
  {
    const std::lock_guard lock{mutex_};
    taken_ = false;
  }
  given_.notify_one();
}

struct Sqlite::Impl {
  struct Known {
    std::string span_name;
    std::string text;
    telemetry::Histogram* seconds;
    Prepared statement;
    std::vector<int> numbers = {};  // numbers[i]: which parameter the statement's (i+1)th placeholder is
  };

  SqliteConfig config;
  telemetry::Metrics& metrics;
  std::shared_ptr<SqliteFile> shared;
  File file;
  std::map<std::string, Known, std::less<>> known;
  Clock::time_point deadline = Clock::time_point::max();  // of the statement that runs
  bool open = false;                                      // inside BEGIN, and it is our turn to write
  bool failed = false;                                    // a statement of the open transaction failed

  void lock_writer() {
    if (!shared->take(std::chrono::milliseconds{config.busy_timeout_ms})) {
      throw Unavailable{"sqlite: another write is running"};
    }
  }

  void exec(const char* name, const char* text) {
    if (!file) throw Unavailable{"sqlite: the file is closed"};
    const int code = sqlite3_exec(file.get(), text, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) refuse(std::string{"sqlite "} + name, file.get(), code);
  }

  Known& find(const Statement& statement) {
    if (!file) throw Unavailable{"sqlite: the file is closed"};
    auto found = known.find(std::string_view{statement.name});
    if (found == known.end()) {
      const std::string name = statement.name;
      auto& seconds = metrics.histogram("sharecar_db_query_seconds", "Time of a database statement by its name.",
                                        {{"statement", name}});
      found = known.emplace(name, Known{"sqlite " + name, statement.text, &seconds, nullptr}).first;
    }
    if (found->second.text != statement.text) {
      throw std::logic_error("two statements are named " + std::string{statement.name});
    }
    return found->second;
  }

  void prepare(Known& known_statement) {
    if (known_statement.statement) return;
    sqlite3_stmt* made = nullptr;
    const int code =
        sqlite3_prepare_v3(file.get(), known_statement.text.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) refuse(known_statement.span_name, file.get(), code);
    known_statement.statement.reset(made);
    known_statement.numbers.clear();
    for (int i = 1; i <= sqlite3_bind_parameter_count(made); ++i) {
      const char* name = sqlite3_bind_parameter_name(made, i);
      known_statement.numbers.push_back(name && (*name == '$' || *name == '?') ? std::atoi(name + 1) : i);
    }
  }

  void bind(Known& known_statement, const Params& params) {
    auto* statement = known_statement.statement.get();
    for (std::size_t i = 0; i < known_statement.numbers.size(); ++i) {
      const auto number = static_cast<std::size_t>(known_statement.numbers[i]);
      if (number < 1 || number > params.size()) {
        throw std::logic_error(known_statement.span_name + ": no value for $" + std::to_string(number));
      }
      const auto& text = params[number - 1].text();
      const int at = static_cast<int>(i) + 1;
      int code = SQLITE_OK;
      if (!text) {
        code = sqlite3_bind_null(statement, at);
      } else if (const auto value = integer(*text)) {
        code = sqlite3_bind_int64(statement, at, *value);
      } else {  // the parameters outlive the statement's run
        code = sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
      }
      if (code != SQLITE_OK) refuse(known_statement.span_name, file.get(), code);
    }
  }

  std::int64_t step(Known& known_statement, const std::function<void(const Row&)>& each) {
    auto* statement = known_statement.statement.get();
    const SqliteRow row{statement};
    std::int64_t rows = 0;
    for (;;) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_ROW) {
        ++rows;
        each(row);
      } else if (code == SQLITE_DONE) {
        return sqlite3_column_count(statement) > 0 ? rows : sqlite3_changes64(file.get());
      } else {
        refuse(known_statement.span_name, file.get(), code);
      }
    }
  }
};

Sqlite::Sqlite(SqliteConfig config, telemetry::Metrics& metrics, std::shared_ptr<SqliteFile> shared)
    : impl_(new Impl{std::move(config), metrics, std::move(shared), nullptr, {}}) {}

Sqlite::~Sqlite() { rollback(); }

void Sqlite::ready() {
  if (impl_->file) return;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(impl_->config.path.c_str(), &opened,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  File file{opened};
  if (code != SQLITE_OK) refuse("sqlite open", opened, code);
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, impl_->config.busy_timeout_ms);
  sqlite3_progress_handler(opened, 20'000, overdue, &impl_->deadline);
  impl_->file = std::move(file);
  const std::lock_guard opening{impl_->shared->opening};
  try {
    exec_settings();
  } catch (...) {
    impl_->file.reset();
    throw;
  }
}

void Sqlite::exec_settings() {
  const std::string settings =
      "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-" +
      std::to_string(impl_->config.cache_kib) +
      (impl_->config.synchronous == Synchronous::full ? "; PRAGMA synchronous=FULL" : "; PRAGMA synchronous=NORMAL");
  impl_->exec("open", settings.c_str());
}

std::int64_t Sqlite::run(Context& context, const Statement& statement, const Params& params,
                         const std::function<void(const Row&)>& each) {
  auto& known = impl_->find(statement);
  auto span = context.span().child(known.span_name, telemetry::SpanKind::client);
  span.remote({"sqlite", "", 0})
      .tag(telemetry::tag::db_system, "sqlite")
      .tag(telemetry::tag::db_statement, statement.name);
  const auto started = Clock::now();
  bool writing = false;
  const auto finish = [&] {
    if (writing) impl_->shared->give();
    impl_->deadline = Clock::time_point::max();
    known.seconds->Observe(std::chrono::duration<double>(Clock::now() - started).count());
  };
  std::int64_t rows = 0;
  try {
    if (context.expired()) throw Unavailable{known.span_name + ": the deadline has passed"};
    impl_->prepare(known);
    if (!impl_->open && sqlite3_stmt_readonly(known.statement.get()) == 0) {
      impl_->lock_writer();
      writing = true;
    }
    impl_->bind(known, params);
    impl_->deadline = context.deadline();
    crash_point("before statement", statement.name);
    rows = impl_->step(known, each);
    crash_point("after statement", statement.name);
  } catch (const std::exception& failure) {
    span.error(failure.what());
    if (known.statement) sqlite3_reset(known.statement.get());
    impl_->failed = true;
    finish();
    throw;
  }
  sqlite3_reset(known.statement.get());
  sqlite3_clear_bindings(known.statement.get());
  finish();
  if (statement.emits) (impl_->open ? emits_ : emitted_) = true;
  return rows;
}

void Sqlite::script(const std::string& text) {
  try {
    impl_->exec("script", text.c_str());
  } catch (...) {
    impl_->failed = true;
    throw;
  }
}

void Sqlite::begin() {
  if (impl_->open) throw std::logic_error("a transaction is open already");
  impl_->lock_writer();
  try {
    impl_->exec("begin", "BEGIN IMMEDIATE");
  } catch (...) {
    impl_->shared->give();
    throw;
  }
  impl_->open = true;
  impl_->failed = emits_ = false;
}

void Sqlite::commit() {
  if (!impl_->open) throw std::logic_error("no transaction is open");
  if (impl_->failed) {
    rollback();
    throw std::logic_error("commit after a failed statement");
  }
  crash_point("before statement", "commit");
  impl_->exec("commit", "COMMIT");
  crash_point("after statement", "commit");
  impl_->open = false;
  impl_->shared->give();
  if (std::exchange(emits_, false)) emitted_ = true;
}

void Sqlite::rollback() noexcept {
  if (!impl_->open) return;
  // Some errors (a full disk) have rolled back already; then this one fails and changes nothing.
  sqlite3_exec(impl_->file.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  impl_->open = impl_->failed = emits_ = false;
  impl_->shared->give();
}

void Sqlite::recover() noexcept {
  rollback();
  impl_->failed = false;
  if (!impl_->file) return;
  const int code = sqlite3_errcode(impl_->file.get()) & 0xff;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_IOERR || code == SQLITE_CANTOPEN) {
    impl_->known.clear();  // the file may have been replaced: open it anew
    impl_->file.reset();
  }
}

namespace {

std::vector<std::unique_ptr<Connection>> connections(const SqliteConfig& config, telemetry::Metrics& metrics) {
  const auto shared = std::make_shared<SqliteFile>();
  std::vector<std::unique_ptr<Connection>> out;
  for (int i = 0; i < std::max(1, config.connections); ++i) {
    out.push_back(std::make_unique<Sqlite>(config, metrics, shared));
  }
  return out;
}

}  // namespace

SqliteDatabase::SqliteDatabase(SqliteConfig config, telemetry::Metrics& metrics)
    : Database("sqlite", connections(config, metrics), metrics), config_(std::move(config)) {}

SqliteDatabase::~SqliteDatabase() { close(); }

}  // namespace sharecar::sql
