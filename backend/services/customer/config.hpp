/// Configuration of the customer service.
#pragma once

#include "chassis/runtime/config.hpp"

namespace sharecar::customer {

struct CustomerConfig : ServiceConfig {
  CustomerConfig() { port = 8084; }
};
BOOST_DESCRIBE_STRUCT(CustomerConfig, (ServiceConfig), ())

}  // namespace sharecar::customer
