/// What processes used.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>

#include "launcher/platform.hpp"

namespace sharecar::bench {

/// CPU seconds of a process, of its living descendants, and of those descendants that ended and were waited for.
double cpu_seconds_of_tree(pid_t root);

/// By part of the platform.
using CpuSeconds = std::map<std::string, double>;
CpuSeconds cpu_seconds(const launcher::Platform& platform);
/// What was spent since `before`; of a process that was started meanwhile, since its start.
CpuSeconds cpu_seconds_since(const CpuSeconds& before, const launcher::Platform& platform);

}  // namespace sharecar::bench
