/// A whole platform for the tests of one program: free ports, a folder of its own, nothing left behind.
#pragma once

#include <filesystem>

#include "launcher/platform.hpp"

namespace sharecar::test {

/// Boots in the constructor and returns when cars can be booked; throws launcher::Problem when it cannot. The
/// destructor stops everything and removes the folder, unless SHARECAR_TEST_KEEP is set.
class TestPlatform {
 public:
  explicit TestPlatform(launcher::Replicas replicas = {});
  ~TestPlatform();
  TestPlatform(const TestPlatform&) = delete;
  TestPlatform& operator=(const TestPlatform&) = delete;

  launcher::Platform& operator*() { return platform_; }
  launcher::Platform* operator->() { return &platform_; }
  const std::filesystem::path& run() const { return run_; }

 private:
  std::filesystem::path run_;
  launcher::Platform platform_;
};

}  // namespace sharecar::test
