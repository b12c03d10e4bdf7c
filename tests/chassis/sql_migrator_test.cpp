#include "chassis/sql/migrator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "chassis/sql/postgres.hpp"
#include "support/eventually.hpp"
#include "support/test_database.hpp"

namespace sharecar::sql {
namespace {

using namespace std::chrono_literals;

const Migrations first{{"V001__cars", "CREATE TABLE cars (id bigint); CREATE INDEX ON cars (id);"}};
const Migrations both{first[0], {"V002__names", "ALTER TABLE cars ADD COLUMN name text;"}};

class MigratorTest : public testing::Test {
 protected:
  std::string applied() { return database.ask("SELECT name FROM schema_migrations ORDER BY name"); }

  test::TestDatabase database;
  telemetry::Metrics metrics{"test"};
  Postgres db{database.config(1), metrics};
};

TEST_F(MigratorTest, AppliesEachMigrationOnceTheChassisOwnFirst) {
  db.migrate(first);
  db.migrate(first);
  EXPECT_EQ(applied(),
            "C001__outbox,C002__inbox,C003__kafka_positions,C004__dead_letters,C005__outbox_places,V001__cars");
  db.migrate(both);
  EXPECT_EQ(
      applied(),
      "C001__outbox,C002__inbox,C003__kafka_positions,C004__dead_letters,C005__outbox_places,V001__cars,V002__names");
  EXPECT_EQ(database.ask("SELECT count(*) FROM outbox"), "0");
}

TEST_F(MigratorTest, RefusesAMigrationWhoseTextHasChanged) {
  db.migrate(first);
  const Migrations changed{{"V001__cars", "CREATE TABLE cars (id int);"}};
  EXPECT_THAT([&] { db.migrate(changed); },
              testing::ThrowsMessage<std::runtime_error>(
                  "migration V001__cars has changed since it was applied; put the change into a new migration"));
}

TEST_F(MigratorTest, AMigrationThatFailsLeavesNothingBehind) {
  const Migrations broken{first[0], {"V002__broken", "CREATE TABLE a (id int); CREATE TABLE a (id int);"}};
  EXPECT_THAT([&] { db.migrate(broken); },
              testing::ThrowsMessage<std::runtime_error>(
                  "migration V002__broken: pg script: 42P07 relation \"a\" already exists"));
  EXPECT_EQ(database.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
  db.migrate(both);
  EXPECT_EQ(
      applied(),
      "C001__outbox,C002__inbox,C003__kafka_positions,C004__dead_letters,C005__outbox_places,V001__cars,V002__names");
}

TEST_F(MigratorTest, SeveralProcessesMayMigrateAtOneTime) {
  std::vector<std::jthread> others;
  for (int i = 0; i < 4; ++i) {
    others.emplace_back([this] {
      telemetry::Metrics mine{"other"};
      Postgres other{database.config(1), mine};
      EXPECT_NO_THROW(other.migrate(both));
    });
  }
  others.clear();
  EXPECT_EQ(
      applied(),
      "C001__outbox,C002__inbox,C003__kafka_positions,C004__dead_letters,C005__outbox_places,V001__cars,V002__names");
}

TEST_F(MigratorTest, WaitsForADatabaseThatIsNotThereYet) {
  database.refuse();
  EXPECT_THROW(db.migrate(first, 0s), Unavailable);
  std::jthread later{[this] {
    EXPECT_TRUE(test::eventually([this] { return !db.healthy(); }));
    database.allow();
  }};
  db.migrate(first);
  EXPECT_EQ(applied(),
            "C001__outbox,C002__inbox,C003__kafka_positions,C004__dead_letters,C005__outbox_places,V001__cars");
}

}  // namespace
}  // namespace sharecar::sql
