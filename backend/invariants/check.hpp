/// The invariants of the booking, judged over all stores of a running platform.
///
/// A test that broke something ends with
///
///   const auto report = invariants::check(launcher::stores_in(platform.options().run), {.log = operations});
///   EXPECT_EQ(report.text(), "");
///
/// Blocks, for seconds on a big platform; throws sql::Unavailable when a store is away and BadLog when the operation
/// log cannot be read. Only reads, so it may run beside anything; but what it says holds for a platform that
/// has come to rest, and so it waits for that first.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "invariants/report.hpp"

namespace sharecar::invariants {

/// Where the stores are. launcher::stores_in(run) knows it for a platform of the launcher.
struct Stores {
  std::string orders;  ///< URIs of the PostgreSQL databases; read access to all tables is enough
  std::string reservations;
  std::string payments;
  std::filesystem::path ledger;                              ///< SQLite files: cardnet's,
  std::map<std::string, std::filesystem::path> read_models;  ///< customer's by instance,
  std::optional<std::filesystem::path> spans;                ///< tracing's; none: another collector has them
  std::filesystem::path run;  ///< the folder in which no file may hold a card number; "" leaves that out
};

struct CheckOptions {
  std::optional<std::filesystem::path> log = {};  ///< a client's operations, one JSON line each (operation.hpp)
  std::chrono::milliseconds wait{30'000};  ///< how long it may take to come to rest; 0: judged as it is, at one look
  /// Of so many of the newest orders the trace is judged. 0 where processes are killed: what they had not yet sent of
  /// their spans dies with them.
  std::size_t traces = 200;
  /// What may be in no table and no file, digits only; none: the demo cards' numbers.
  std::vector<std::string> card_numbers = {};
  std::function<void(const std::string&)> progress = {};  ///< told what is being waited for or read
};

/// The operation log is not there, or the line that the text names is no operation.
struct BadLog : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Report check(const Stores& stores, const CheckOptions& options = {});

}  // namespace sharecar::invariants
