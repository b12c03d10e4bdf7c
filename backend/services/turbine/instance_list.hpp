/// Where the list of instances comes from.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "board.hpp"

namespace sharecar::turbine {

/// Gives back the instances that are there now; throws std::runtime_error when it cannot say. The launcher's file today,
/// discovery later.
using InstanceList = std::function<std::vector<Listed>()>;

/// From a JSON file, [{"service","instance","url"}], which is read at each call: it is small, and whoever writes it
/// replaces it as a whole.
InstanceList instances_of_file(std::string path);

}  // namespace sharecar::turbine
