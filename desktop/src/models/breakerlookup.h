/// Breakers by who calls whom, when the instance is not known.
#pragma once

#include <map>

#include "models/breakers.h"

namespace sharecar::desktop {

/// The breaker of `service` for its calls to `name`, over all instances: the first that is not closed, else the first;
/// empty when there is none.
QString findBreaker(const std::map<QString, SeenBreaker>& breakers, const std::string& service, const std::string& name);

/// What leads there: "sharecar://breakers?service=order&name=payment".
Address breakerAddress(const std::string& service, const std::string& name);

}  // namespace sharecar::desktop
