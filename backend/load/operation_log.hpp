/// The operation log that ./sharecar check reads: one JSON line per booking and cancellation.
#pragma once

#include <string>

#include "invariants/operation.hpp"

namespace sharecar::load {

/// Each line is in the file (not on the disk) when `write` returns, so a kill of this process loses only operations
/// that had not ended. One thread.
class OperationLog {
 public:
  /// Empties the file. Throws std::system_error when it cannot be written. "" is no log.
  explicit OperationLog(const std::string& file);
  ~OperationLog();
  OperationLog(const OperationLog&) = delete;
  OperationLog& operator=(const OperationLog&) = delete;

  /// Throws std::system_error when the disk is full.
  void write(const invariants::Operation& operation);

 private:
  int file_ = -1;
};

}  // namespace sharecar::load
