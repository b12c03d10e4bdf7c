/// Configuration of the customer service.
#pragma once

#include "chassis/runtime/config.hpp"

namespace sharecar::customer {

struct CustomerConfig : ServiceConfig {
  CustomerConfig() { port = 8084; }
  int remembered_changes = 4096;  ///< how many a reader of /events may be behind
};
BOOST_DESCRIBE_STRUCT(CustomerConfig, (ServiceConfig), (remembered_changes))

}  // namespace sharecar::customer
