#pragma once

#include <optional>
#include <set>
#include <string>

#include "launcher/process.hpp"

namespace sharecar::launcher {

/// Whether 127.0.0.1:port can be listened on now.
bool port_is_free(int port);

/// A port that is free now and not in `taken`: `preferred` when possible, else a random one, which no other launcher is
/// given while this process runs.
int free_port(int preferred = 0, const std::set<int>& taken = {});

/// Who listens on a TCP port of this machine: "prometheus (pid 812)", or "another user's process".
/// Nothing when nobody does.
std::optional<std::string> listener_of(int port);

/// Why 127.0.0.1:port cannot be listened on; nothing when it can.
std::optional<std::string> port_holder(int port);

/// Tries once to connect to 127.0.0.1:port.
bool port_answers(int port);

}  // namespace sharecar::launcher
