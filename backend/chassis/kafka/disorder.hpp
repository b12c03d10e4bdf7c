/// A fault mode for drills: a log whose messages come twice, late and out of order.
#pragma once

#include <cstdint>

#include "chassis/kafka/consumer.hpp"

namespace sharecar::kafka {

/// Of each batch, every message is repeated with `probability`, as often one of the latest 256 comes again, and with
/// the same probability the batch is shuffled. Nothing is ever left out. `probability` from 0 to 1.
Interceptor disorder(double probability, std::uint64_t seed);

}  // namespace sharecar::kafka
