#pragma once

#include "launcher/files.hpp"
#include "launcher/launcher_file.hpp"
#include "launcher/platform.hpp"

namespace sharecar::launcher {

/// Where the commands work: a checkout and its folder of state.
struct Workspace {
  fs::path source;    // the checkout
  fs::path run;       // its .run, or what SHARECAR_RUN says
  fs::path cache;     // its .cache
  fs::path programs;  // the folder of this program; the services' programs are beside it

  /// From the place of this program: the nearest folder above it with CMakePresets.json.
  static Workspace find();

  PlatformOptions platform_options() const;
  fs::path log(const std::string& part) const { return run / "logs" / (part + ".log"); }
  /// The running supervisor. Throws Problem when there is none.
  SupervisorClient supervisor() const;
};

}  // namespace sharecar::launcher
