#include "launcher/workspace.hpp"

#include <cstdlib>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

Workspace Workspace::find() {
  Workspace here;
  here.programs = fs::read_symlink("/proc/self/exe").parent_path();
  here.source = here.programs;
  while (!fs::exists(here.source / "CMakePresets.json") && here.source.has_relative_path()) {
    here.source = here.source.parent_path();
  }
  if (const char* told = std::getenv("SHARECAR_ROOT")) here.source = told;
  if (!fs::exists(here.source / "backend/launcher")) {
    throw Problem{"this program is not inside a checkout of ShareCar",
                  "SHARECAR_ROOT=<the checkout> " + here.programs.string() + "/sharecar-launcher"};
  }
  const char* elsewhere = std::getenv("SHARECAR_RUN");
  here.run = elsewhere != nullptr ? fs::absolute(elsewhere) : here.source / ".run";
  here.cache = here.source / ".cache";
  return here;
}

PlatformOptions Workspace::platform_options() const {
  PlatformOptions options;
  options.source = source;
  options.programs = programs;
  options.run = run;
  options.cache = cache;
  return options;
}

SupervisorClient Workspace::supervisor() const {
  if (auto client = SupervisorClient::find(run)) return std::move(*client);
  throw Problem{"the platform does not run here", "./sharecar up"};
}

}  // namespace sharecar::launcher
