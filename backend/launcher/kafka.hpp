#pragma once

#include <string>
#include <vector>

#include "launcher/kafka_jars.hpp"
#include "launcher/process.hpp"

namespace sharecar::launcher {

struct KafkaOptions {
  fs::path home;  // data and configuration of this broker
  fs::path log;
  int port = 0;             // clients
  int controller_port = 0;  // the quorum of one
};

struct Topic {
  std::string name;
  int partitions = 6;
};

/// One Apache Kafka node (KRaft: broker and controller in one process) on 127.0.0.1 with a heap of 128 MB.
/// A folder that is formatted anew has a new random cluster id, by which clients see that the log is another one.
class KafkaBroker {
 public:
  KafkaBroker(KafkaOptions options, KafkaJars jars);

  /// Writes the configuration and formats the data folder when there is none. The jars must be there.
  void prepare();
  ProcessSpec spec() const;
  /// After it ended in good order: keeps what it wrote for a faster start next time.
  void keep_archive() const;
  std::string bootstrap() const;
  const KafkaOptions& options() const { return options_; }

 private:
  fs::path new_archive() const { return options_.home / "classes.jsa"; }
  ProcessSpec java_spec(const std::string& name, const std::string& main_class) const;

  KafkaOptions options_;
  KafkaJars jars_;
};

/// Whether a cluster answers at `bootstrap` within `limit`.
bool kafka_ready(const std::string& bootstrap, milliseconds limit);

/// Makes the topics that are missing, with retention without end; replicated once. Throws Problem.
void ensure_topics(const std::string& bootstrap, const std::vector<Topic>& topics, milliseconds limit);

}  // namespace sharecar::launcher
