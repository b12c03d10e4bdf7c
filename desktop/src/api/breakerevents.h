/// What events of the topic `breakers` carry.
#pragma once

#include <QByteArray>

#include "api/failure.h"
#include "contracts/breaker.hpp"

namespace sharecar::desktop {

/// The data of `breaker.changed`.
Answer<contracts::Breaker> decodeBreaker(const QByteArray& data);
/// The data of `breaker.event`.
Answer<contracts::BreakerEvent> decodeBreakerEvent(const QByteArray& data);

}  // namespace sharecar::desktop
