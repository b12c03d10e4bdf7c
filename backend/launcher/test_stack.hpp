#pragma once

#include "launcher/files.hpp"

namespace sharecar::launcher {

/// What component tests share in one run: one PostgreSQL and one Kafka on free ports, started into `folder` and left
/// running when the starter returns. Writes folder/stack.json:
///
///   {"postgres": "postgresql:///postgres?host=...&port=...&user=postgres",   superuser, over a Unix socket
///    "kafka": "127.0.0.1:PORT"}
void start_test_stack(const fs::path& folder, const fs::path& source_root, const fs::path& cache);

/// Stops both and deletes the folder. Safe to call twice.
void stop_test_stack(const fs::path& folder);

}  // namespace sharecar::launcher
