/// What machine a benchmark runs on.
#pragma once

#include <string>

namespace sharecar::bench {

std::string machine();  ///< processors, memory, kernel
double load_average();  ///< of the last minute

}  // namespace sharecar::bench
