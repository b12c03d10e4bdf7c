#include "chassis/sql/migrator.hpp"

#include <openssl/evp.h>

#include <array>
#include <map>

#include "chassis/telemetry/log.hpp"

namespace sharecar::sql {
namespace {

const Log log{"sql"};

// Key of the transaction's advisory lock: any number, but the same in every process.
constexpr const char* lock_postgresql =
    "SET LOCAL statement_timeout = 0; SET LOCAL client_min_messages = error; SELECT pg_advisory_xact_lock(72157)";

constexpr const char* create_table = R"(
CREATE TABLE IF NOT EXISTS schema_migrations (
  name       text PRIMARY KEY,
  checksum   text NOT NULL,
  applied_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
))";
constexpr Statement applied_migrations{"applied_migrations", "SELECT name, checksum FROM schema_migrations"};
constexpr Statement insert_migration{"insert_migration",
                                     "INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)"};

const Migrations postgresql_own{
    {"C001__outbox", R"(
CREATE TABLE outbox (
  seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id           uuid NOT NULL DEFAULT gen_random_uuid(),
  topic        text NOT NULL,
  aggregate_id text NOT NULL,
  type         text NOT NULL,
  version      bigint NOT NULL,
  trace        text NOT NULL,
  order_id     bigint,
  payload      text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz
);
CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL;
CREATE INDEX outbox_of_aggregate ON outbox (aggregate_id, seq);
)"},
    {"C002__inbox", R"(
CREATE TABLE inbox (
  consumer    text NOT NULL,
  event_id    text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);
)"},
    {"C003__kafka_positions", R"(
CREATE TABLE kafka_cluster (
  consumer   text PRIMARY KEY,
  cluster_id text NOT NULL
);
CREATE TABLE kafka_position (
  consumer       text NOT NULL,
  topic          text NOT NULL,
  kafka_partition int NOT NULL,
  next_offset    bigint NOT NULL,
  PRIMARY KEY (consumer, topic, kafka_partition)
);
)"},
    {"C004__dead_letters", R"(
CREATE TABLE dead_letter (
  consumer        text NOT NULL,
  topic           text NOT NULL,
  kafka_partition int NOT NULL,
  kafka_offset    bigint NOT NULL,
  order_id        bigint,
  type            text NOT NULL,
  cause           text NOT NULL,
  buried_at       text NOT NULL,
  PRIMARY KEY (consumer, topic, kafka_partition, kafka_offset)
);
CREATE INDEX dead_letter_of_order ON dead_letter (order_id);
)"},
    {"C005__outbox_places", R"(
ALTER TABLE outbox ADD COLUMN kafka_partition int, ADD COLUMN kafka_offset bigint;
)"},
};

const Migrations sqlite_own{
    {"C002__inbox", R"(
CREATE TABLE inbox (
  consumer    text NOT NULL,
  event_id    text NOT NULL,
  received_at text NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (consumer, event_id)
) WITHOUT ROWID;
)"},
    postgresql_own[2],
    postgresql_own[3],
};

struct Applied {
  std::string name;
  std::string checksum;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (name, checksum))

}  // namespace

std::string checksum(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += hex[digest[i] >> 4];
    out += hex[digest[i] & 15];
  }
  return out;
}

const Migrations& own_migrations(std::string_view system) {
  return system == "postgresql" ? postgresql_own : sqlite_own;
}

void apply(Context& context, Session& session, std::string_view system, const Migrations& migrations) {
  Transaction transaction{session};
  if (system == "postgresql") session.script(lock_postgresql);
  session.script(create_table);
  std::map<std::string, std::string> known;
  for (auto& row : session.select<Applied>(context, applied_migrations)) known[row.name] = row.checksum;
  for (const auto* list : {&own_migrations(system), &migrations}) {
    for (const auto& migration : *list) {
      const auto sum = checksum(migration.text);
      if (const auto found = known.find(migration.name); found != known.end()) {
        if (found->second == sum) continue;
        throw std::runtime_error("migration " + migration.name +
                                 " has changed since it was applied; put the change into a new migration");
      }
      try {
        session.script(migration.text);
      } catch (const Unavailable&) {
        throw;
      } catch (const std::exception& failure) {
        throw std::runtime_error("migration " + migration.name + ": " + failure.what());
      }
      session.execute(context, insert_migration, {migration.name, sum});
      log.info("migration applied", {{"migration", migration.name}});
    }
  }
  transaction.commit();
}

}  // namespace sharecar::sql
