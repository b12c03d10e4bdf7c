#include <CLI/CLI.hpp>
#include <iostream>

#include "launcher/problem.hpp"
#include "launcher/test_stack.hpp"

namespace launcher = sharecar::launcher;
namespace fs = std::filesystem;

namespace {

/// The checkout this program was built in: the nearest folder above it with the presets.
fs::path source_root() {
  if (const char* told = std::getenv("SHARECAR_ROOT")) return told;
  auto folder = fs::read_symlink("/proc/self/exe").parent_path();
  while (!fs::exists(folder / "CMakePresets.json") && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"ShareCar"};
  const fs::path root = source_root();
  auto* stack = app.add_subcommand("test-stack", "one PostgreSQL and one Kafka for a run of the component tests");
  stack->require_subcommand(1);
  std::string folder;
  auto* start = stack->add_subcommand("start");
  start->add_option("--dir", folder)->required();
  start->callback([&] { launcher::start_test_stack(folder, root, root / ".cache"); });
  auto* stop = stack->add_subcommand("stop");
  stop->add_option("--dir", folder)->required();
  stop->callback([&] { launcher::stop_test_stack(folder); });
  app.require_subcommand(1);
  CLI11_PARSE(app, argc, argv);
  return 0;
} catch (const launcher::Problem& problem) {
  std::cerr << "sharecar: " << problem.what() << "\n" << problem.evidence() << "\n" << problem.mend() << "\n";
  return 1;
}
