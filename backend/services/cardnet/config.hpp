#pragma once

#include "chassis/runtime/config.hpp"

namespace sharecar::cardnet {

struct CardnetConfig : ServiceConfig {
  int slow_ms = 5'000;    ///< what a slow card takes until it approves
  int hang_ms = 600'000;  ///< when a card that never answers is given up after all

  CardnetConfig() { port = 8087; }
};
BOOST_DESCRIBE_STRUCT(CardnetConfig, (ServiceConfig), (slow_ms, hang_ms))

}  // namespace sharecar::cardnet
