#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "launcher/process.hpp"

namespace sharecar::launcher {

/// What is written down about a process we started, so that a later launcher can take it over or stop it.
struct ProcessRecord {
  std::string name;
  ProcessIdentity identity;
  std::string fingerprint;  // ProcessSpec::fingerprint() at its start
  int stop_signal = 15;
  std::int64_t started_at = 0;  // Unix seconds, for people
};

/// The folder of these notes, one JSON file per process. Not thread-safe.
class ProcessRecords {
 public:
  explicit ProcessRecords(fs::path folder);

  void keep(const ProcessRecord& record) const;
  void forget(const std::string& name) const;
  std::optional<ProcessRecord> find(const std::string& name) const;
  /// All notes that can be read, by name; what a note names need not run any more.
  std::vector<ProcessRecord> all() const;

 private:
  fs::path folder_;
};

/// Starts `spec` and keeps a note of it.
Process spawn_recorded(const ProcessSpec& spec, const ProcessRecords& records);

}  // namespace sharecar::launcher
