#pragma once

#include "launcher/files.hpp"

namespace sharecar::launcher {

/// A real Zipkin server at the version that tests/interop/zipkin/pom.xml pins, in `cache`/zipkin/<hash of the pom>;
/// fetched with Maven when it is not there yet (135 MB, once). For the benchmark; the platform has its own tracing
/// service. Throws Problem.
fs::path zipkin_jar(const fs::path& source_root, const fs::path& cache, const fs::path& log);

}  // namespace sharecar::launcher
