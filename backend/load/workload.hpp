/// What is requested: the workloads of the generator.
#pragma once

#include <memory>
#include <optional>

#include "invariants/operation.hpp"
#include "load/client.hpp"
#include "load/options.hpp"
#include "load/report.hpp"

namespace sharecar::load {

/// One request, and what the log will say of it.
struct Action {
  const char* request = "";  ///< for the report: "POST /orders"
  Call call = {};
  std::optional<invariants::Operation> operation = {};  ///< of a booking or cancellation
};

/// Lives on the generator's thread.
class Workload {
 public:
  virtual ~Workload() = default;
  /// Reads from the platform what it needs. Fails with what is wrong there.
  virtual net::awaitable<Result<void>> prepare() = 0;
  /// Nothing when there is no more to do.
  virtual std::optional<Action> next() = 0;
  /// A booking or cancellation has its answer and, if it was followed, its end.
  virtual void ended(const invariants::Operation&) {}
  virtual std::optional<RaceReport> race() const { return {}; }
};

std::unique_ptr<Workload> make_workload(const Options& options, Client& client);

}  // namespace sharecar::load
