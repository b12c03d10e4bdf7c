#pragma once

#include <string>
#include <vector>

#include "launcher/platform.hpp"

namespace sharecar::launcher {

/// The supervisor process behind ./sharecar: one Platform, its HTTP face on loopback, and the way to leave.
///
///   GET  /status                             phase, steps, parts, addresses
///   POST /services/{name}/start|stop|kill|restart
///   /scenarios, /runs                        see contracts/scenario.hpp
///   POST /refresh                            start what is stopped, start anew what was built anew
///   POST /leave                              leave without stopping anything: a newer launcher takes over
///   POST /down                               stop everything and leave; so does SIGTERM
///
/// Runs until one of the last two; returns the exit status. `fingerprint` is kept in .run/launcher.json.
int run_daemon(PlatformOptions options, const std::string& fingerprint);

}  // namespace sharecar::launcher
