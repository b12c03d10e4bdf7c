#include "invariants/reader.hpp"

#include <algorithm>
#include <fstream>

#include "chassis/json/decode.hpp"
#include "services/customer/mypage_store.hpp"
#include "spanwire/span_codec.hpp"
#include "services/tracing/span_store.hpp"

namespace sharecar::invariants {
namespace {

using namespace std::chrono_literals;
using sql::Session;
using sql::Statement;

constexpr auto limit = 120s;  // of one statement; a big platform has some hundred thousand rows

constexpr Statement all_orders{"check_orders", "SELECT * FROM orders ORDER BY id"};
constexpr Statement all_cars{"check_cars", "SELECT * FROM cars ORDER BY car_id"};
constexpr Statement all_reservations{"check_reservations", "SELECT * FROM reservations ORDER BY order_id"};
constexpr Statement all_bills{"check_bills", "SELECT * FROM bills ORDER BY order_id"};
constexpr Statement all_attempts{"check_attempts", "SELECT * FROM payments ORDER BY order_id, number"};
constexpr Statement whole_ledger{"check_ledger", "SELECT * FROM ledger ORDER BY seq"};
constexpr Statement all_events{"check_events",
                               "SELECT topic, aggregate_id::bigint AS aggregate, type, version, trace,"
                               " (payload::json ->> 'at')::timestamptz AS at, published_at IS NOT NULL AS published"
                               " FROM outbox ORDER BY topic, aggregate_id::bigint, seq"};

sql::PostgresConfig postgres(const std::string& uri) {
  sql::PostgresConfig config;
  config.uri = uri;
  config.connections = 1;
  config.statement_timeout_ms = static_cast<int>(std::chrono::milliseconds{limit}.count());
  config.application_name = "sharecar-check";
  return config;
}

/// Debian's SQLite takes URIs for names of files (SQLITE_USE_URI).
sql::SqliteConfig read_only(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : path.string()) uri += c == '?' ? "%3f" : c == '#' ? "%23" : c == '%' ? "%25" : std::string{c};
  sql::SqliteConfig config;
  config.path = uri + "?mode=ro";
  config.connections = 1;
  return config;
}

template <class Work>
auto with(sql::Database& database, Work work) {
  auto context = untraced(limit);
  return database.run_here(context, std::move(work));
}

template <class T>
std::vector<T> select(sql::Database& database, const Statement& statement) {
  return with(database, [&](Context& context, Session& session) { return session.select<T>(context, statement); });
}

void append_events(sql::Database& database, std::vector<Event>& out) {
  auto rows = select<Event>(database, all_events);
  std::move(rows.begin(), rows.end(), std::back_inserter(out));
}

std::vector<customer::Row> mypages(sql::Database& database) {
  return with(database, [](Context& context, Session& session) {
    http::hal::PageRequest page{.number = 0, .size = 10'000, .sort = "orderId"};
    std::vector<customer::Row> rows;
    for (;; ++page.number) {
      auto found = customer::find_all(context, session, {}, page);
      std::move(found.rows.begin(), found.rows.end(), std::back_inserter(rows));
      if (static_cast<std::int64_t>(found.rows.size()) < page.size) return rows;
    }
  });
}

}  // namespace

Reader::Reader(const Stores& stores)
    : stores_(stores),
      orders_(postgres(stores.orders), metrics_),
      reservations_(postgres(stores.reservations), metrics_),
      payments_(postgres(stores.payments), metrics_),
      ledger_(read_only(stores.ledger), metrics_) {
  for (const auto& [instance, path] : stores.read_models) {
    read_models_.push_back({instance, std::make_unique<sql::SqliteDatabase>(read_only(path), metrics_)});
  }
  if (stores.spans) spans_ = std::make_unique<sql::SqliteDatabase>(read_only(*stores.spans), metrics_);
}

Snapshot Reader::read_tables() {
  Snapshot out;
  out.orders = select<OrderRow>(orders_, all_orders);
  out.catalogue = select<contracts::Car>(orders_, all_cars);
  out.fleet = select<contracts::Car>(reservations_, all_cars);
  out.reservations = select<reservation::Reservation>(reservations_, all_reservations);
  out.bills = select<payment::Bill>(payments_, all_bills);
  out.attempts = select<AttemptRow>(payments_, all_attempts);
  out.ledger = select<contracts::LedgerEntry>(ledger_, whole_ledger);
  for (auto* database : {&orders_, &payments_, &reservations_}) append_events(*database, out.events);
  for (auto& model : read_models_) out.read_models.push_back({model.instance, mypages(*model.file)});
  out.now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  return out;
}

void Reader::read_traces(Snapshot& snapshot, std::size_t count) {
  snapshot.traces.clear();
  if (!spans_ || count == 0) {
    snapshot.skipped.emplace_back(count == 0 ? "traces: not asked for" : "traces: another collector has them");
    return;
  }
  const tracing::SpanStore store{{}, true};
  std::size_t unsampled = 0;
  const auto first = snapshot.orders.size() > count ? snapshot.orders.size() - count : 0;
  for (std::size_t i = first; i < snapshot.orders.size(); ++i) {
    const auto& order = snapshot.orders[i];
    const auto placed = telemetry::parse_b3(order.trace);
    if (!placed || !placed->sampled) {
      ++unsampled;
      continue;
    }
    OrderTrace trace{order.id, {}};
    const auto found = with(
        *spans_, [&](Context& context, Session& session) { return store.trace(context, session, placed->trace_id()); });
    trace.spans = spanwire::decode_stored(found.value_or("[]"));
    snapshot.traces.push_back(std::move(trace));
  }
  if (unsampled > 0) snapshot.skipped.push_back("traces: " + std::to_string(unsampled) + " orders were not sampled");
}

std::vector<Operation> read_operations(const std::filesystem::path& log) {
  std::ifstream file{log};
  if (!file) throw BadLog("the operation log " + log.string() + " cannot be read");
  std::vector<Operation> out;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty()) continue;
    auto decoded = json::decode_text<Operation>(line);
    if (!decoded) {
      throw BadLog(log.string() + ":" + std::to_string(number) + " is no operation: " + decoded.error().detail);
    }
    out.push_back(std::move(*decoded));
  }
  return out;
}

}  // namespace sharecar::invariants
