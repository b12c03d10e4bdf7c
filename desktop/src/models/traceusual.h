/// What the viewer shows beside the spans of one trace: how long the same operations usually take.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <QByteArray>

#include "tracemodel/usual.hpp"

namespace sharecar::desktop {

/// How many earlier traces tell what is usual.
inline constexpr int usualTraces = 200;

using UsualTimesPtr = std::shared_ptr<const tracemodel::UsualTimes>;

/// Whoever can look up traces: calls `answer` later, once, with the last `usualTraces` traces whose root has this service
/// and name, as Zipkin answers them ([[span]]); never when there are none to be had. GUI thread.
using UsualProvider = std::function<void(const std::string& service, const std::string& name,
                                         std::function<void(const QByteArray& traces)> answer)>;

}  // namespace sharecar::desktop
