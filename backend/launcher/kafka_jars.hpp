#pragma once

#include "launcher/process.hpp"

namespace sharecar::launcher {

/// The Java program file. Throws Problem when no runtime is installed.
fs::path java();

/// Kafka's jars at the version that backend/launcher/kafka/pom.xml pins, in `cache`/kafka/<hash of the pom>; fetched
/// with Maven when they are not there yet (about 45 MB, once; Maven keeps its own copy in ~/.m2 as always).
/// Two launchers may do that at the same time. Throws Problem.
class KafkaJars {
 public:
  KafkaJars(const fs::path& source_root, const fs::path& cache);

  bool present() const;
  void fetch(const fs::path& log) const;

  /// Options for a Java class of Kafka: class path and logging.
  std::vector<std::string> java_options() const;
  const fs::path& folder() const { return folder_; }

  /// The broker's classes as the Java runtime keeps them (AppCDS): with it the broker starts in half the time. It is
  /// written by a broker that ends in good order, so at first there is none.
  fs::path archive() const;

 private:
  fs::path pom_;
  fs::path logging_;
  fs::path folder_;
};

}  // namespace sharecar::launcher
