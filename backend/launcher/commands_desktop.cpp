// desktop.
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "launcher/commands.hpp"
#include "launcher/problem.hpp"

namespace sharecar::launcher {
namespace {

constexpr const char* usual_gateway = "http://127.0.0.1:8088";

std::string gateway_here(const Workspace& here) {
  const auto file = LauncherFile::read(here.run);
  return file && !file->gateway.empty() ? file->gateway : usual_gateway;
}

}  // namespace

int desktop(const Workspace& here, const DesktopOptions& options) {
  const auto program = (here.programs / "sharecar-desktop").string();
  std::vector<std::string> words{program, "--gateway", options.gateway.empty() ? gateway_here(here) : options.gateway};
  if (const auto file = here.run / "launcher.json"; fs::exists(file)) {
    words.insert(words.end(), {"--launcher", file.string()});
  }
  if (options.is_operator) words.push_back("--operator");
  if (!options.customer.empty()) words.insert(words.end(), {"--customer", options.customer});
  if (!options.zipkin.empty()) words.insert(words.end(), {"--zipkin", options.zipkin});
  words.insert(words.end(), options.open.begin(), options.open.end());
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  throw Problem{"cannot run " + program + ": " + std::strerror(errno), "ninja -C build/release sharecar-desktop"};
}

}  // namespace sharecar::launcher
