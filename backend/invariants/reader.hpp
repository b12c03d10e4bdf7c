/// Connections to all stores of a platform, for reading. Used by one thread; statements run on it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chassis/sql/postgres.hpp"
#include "chassis/sql/sqlite.hpp"
#include "invariants/check.hpp"
#include "invariants/snapshot.hpp"

namespace sharecar::invariants {

class Reader {
 public:
  /// Opens nothing yet.
  explicit Reader(const Stores& stores);

  /// What is still under way, in words; nothing: the platform has come to rest. Cheap; throws sql::Unavailable.
  std::vector<std::string> moving();

  /// Everything but traces, leaks and operations. Throws sql::Unavailable.
  Snapshot read_tables();
  /// The traces that placed the newest `count` orders of `snapshot`.
  void read_traces(Snapshot& snapshot, std::size_t count);
  /// Looks for card numbers in the tables of the three databases and in the files of the run folder.
  void find_leaks(Snapshot& snapshot, std::vector<std::string> card_numbers);

 private:
  struct ReadModelFile {
    std::string instance;
    std::unique_ptr<sql::SqliteDatabase> file;
  };

  Stores stores_;
  telemetry::Metrics metrics_{"check"};
  sql::Postgres orders_;
  sql::Postgres reservations_;
  sql::Postgres payments_;
  sql::SqliteDatabase ledger_;
  std::vector<ReadModelFile> read_models_;
  std::unique_ptr<sql::SqliteDatabase> spans_;
};

/// How often `needles` occur in the file; 0 when it cannot be read.
std::int64_t occurrences(const std::filesystem::path& file, const std::vector<std::string>& needles);

/// A client's operation log. Throws BadLog.
std::vector<Operation> read_operations(const std::filesystem::path& log);

}  // namespace sharecar::invariants
