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
std::map<std::string, double> cpu_seconds(const launcher::Platform& platform);

}  // namespace sharecar::bench
