/// The folder of a benchmark's platform.
#pragma once

#include "launcher/postgres.hpp"

namespace sharecar::bench {

/// Works on an empty run folder and deletes it afterwards; when `work` throws it stays, with its logs.
template <class Work>
auto in_fresh_run(const launcher::fs::path& run, const Work& work) {
  const auto erase = [&run] {
    launcher::PostgresServer::erase(run / "postgres");
    launcher::fs::remove_all(run);
  };
  erase();
  auto result = work();
  erase();
  return result;
}

}  // namespace sharecar::bench
