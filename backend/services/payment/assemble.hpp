/// The parts of the payment service; main and the tests build it from here.
#pragma once

#include "chassis/runtime/service.hpp"
#include "config.hpp"

namespace sharecar::payment {

void assemble(Service& service, const PaymentConfig& config);

}  // namespace sharecar::payment
