/// Where the PostgreSQL and the Kafka of a test run are.
#pragma once

#include <string>

namespace sharecar::test {

struct TestStack {
  std::string postgres;  ///< a superuser's URI
  std::string kafka;     ///< bootstrap servers

  /// Reads the file that SHARECAR_TEST_STACK names. Throws std::runtime_error that says what to do when there is none.
  static const TestStack& get();
};

/// Different for each call and each process: "t18704_3".
std::string unique_name();

}  // namespace sharecar::test
