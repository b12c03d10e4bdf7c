#include "launcher/kafka_jars.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

constexpr const char* copy_dependencies = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";

}  // namespace

fs::path java() {
  for (const fs::path program : {"/usr/lib/jvm/java-17-openjdk-amd64/bin/java",
                                 "/usr/lib/jvm/java-17-openjdk-arm64/bin/java", "/usr/bin/java"}) {
    if (fs::exists(program)) return program;
  }
  throw Problem{"no Java runtime is installed", "apt-get install openjdk-17-jre-headless"};
}

KafkaJars::KafkaJars(const fs::path& source_root, const fs::path& cache)
    : pom_{source_root / "backend/launcher/kafka/pom.xml"},
      logging_{source_root / "backend/launcher/kafka/log4j2.properties"} {
  const auto text = read_text(pom_);
  if (!text) throw Problem{"cannot read " + pom_.string(), "git checkout -- backend/launcher/kafka"};
  folder_ = cache / "kafka" / short_hash(*text);
}

bool KafkaJars::present() const { return fs::exists(folder_); }

void KafkaJars::fetch(const fs::path& log) const {
  if (present()) return;
  const fs::path maven = "/usr/bin/mvn";
  if (!fs::exists(maven)) throw Problem{"Maven is not installed", "apt-get install maven"};
  const fs::path part = folder_.string() + fmt::format(".{}.part", ::getpid());
  fs::remove_all(part);
  fs::create_directories(part);
  ProcessSpec spec;
  spec.name = "maven";
  spec.argv = {maven.string(),
               "--batch-mode",
               "--quiet",
               "--file",
               pom_.string(),
               copy_dependencies,
               "-DincludeScope=runtime",
               "-DoutputDirectory=" + part.string()};
  spec.cwd = part;
  spec.log = log;
  try {
    run_to_end(spec, milliseconds{600'000},
               "mvn --file backend/launcher/kafka/pom.xml dependency:resolve   # needs the network once");
    fs::rename(part, folder_);
  } catch (const std::exception&) {
    fs::remove_all(part);
    if (!present()) throw;  // else another launcher was faster
  }
}

std::vector<std::string> KafkaJars::java_options() const {
  return {"-Dlog4j2.configurationFile=" + logging_.string(), "-cp", folder_.string() + "/*"};
}

fs::path KafkaJars::archive() const {
  const auto program = fs::canonical(java());  // another runtime cannot read it
  const auto written = fs::last_write_time(program).time_since_epoch().count();
  return folder_.string() + fmt::format("-{}.jsa", short_hash(fmt::format("{} {}", program.string(), written)));
}

}  // namespace sharecar::launcher
