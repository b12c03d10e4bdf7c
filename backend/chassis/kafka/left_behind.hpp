/// Clients that did not end.
#pragma once

namespace sharecar::kafka {

/// True when threads of a client that was given up may still run: they use what is static in this process (OpenSSL's
/// locks, say), so it must not be destroyed under them.
bool left_behind() noexcept;

}  // namespace sharecar::kafka
