#include "support/test_platform.hpp"

#include <stdlib.h>

#include <system_error>

#include "launcher/booking.hpp"

namespace sharecar::test {
namespace {

namespace fs = std::filesystem;

fs::path fresh_folder() {
  std::string folder = (fs::temp_directory_path() / "sharecar-test.XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::system_error(errno, std::generic_category(), folder);
  return folder;
}

launcher::PlatformOptions options_in(const fs::path& run, launcher::Replicas replicas) {
  launcher::PlatformOptions options;
  options.source = SHARECAR_SOURCE_DIR;
  options.programs = SHARECAR_PROGRAMS_DIR;
  options.run = run;
  options.cache = fs::path{SHARECAR_SOURCE_DIR} / ".cache";
  options.any_ports = true;
  options.durable = false;
  options.replicas = std::move(replicas);
  return options;
}

}  // namespace

TestPlatform::TestPlatform(launcher::Replicas replicas)
    : run_(fresh_folder()), platform_(options_in(run_, std::move(replicas))) {
  try {
    platform_.up();
    launcher::BookingClient{platform_.url("gateway")}.await_fleet(std::chrono::seconds{60});
  } catch (...) {
    platform_.down();
    throw;
  }
}

TestPlatform::~TestPlatform() {
  platform_.down();
  if (std::getenv("SHARECAR_TEST_KEEP") == nullptr) fs::remove_all(run_);
}

}  // namespace sharecar::test
