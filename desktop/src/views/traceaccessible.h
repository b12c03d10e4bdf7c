/// The waterfall for screen readers: a tree whose items are the lines that are shown.
#pragma once

namespace sharecar::desktop {

/// Once per process; more often does no harm.
void installTraceAccessibility();

}  // namespace sharecar::desktop
