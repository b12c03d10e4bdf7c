#include "launcher/zipkin_jar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "launcher/problem.hpp"
#include "launcher/process.hpp"

namespace sharecar::launcher {
namespace {

constexpr const char* copy_dependencies = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
constexpr milliseconds fetch_limit{600'000};

void fetch(const fs::path& pom, const fs::path& folder, const fs::path& log) {
  const fs::path maven = "/usr/bin/mvn";
  if (!fs::exists(maven)) throw Problem{"Maven is not installed", "apt-get install maven"};
  const fs::path part = folder.string() + fmt::format(".{}.part", ::getpid());
  fs::remove_all(part);
  fs::create_directories(part);
  ProcessSpec spec;
  spec.name = "maven";
  spec.argv = {maven.string(),
               "--batch-mode",
               "--quiet",
               "--file",
               pom.string(),
               copy_dependencies,
               "-DoutputDirectory=" + part.string()};
  spec.cwd = part;
  spec.log = log;
  try {
    run_to_end(spec, fetch_limit,
               "mvn --file tests/interop/zipkin/pom.xml dependency:resolve   # needs the network once");
    fs::rename(part, folder);
  } catch (const std::exception&) {
    fs::remove_all(part);
    if (!fs::exists(folder)) throw;  // else somebody else was faster
  }
}

}  // namespace

fs::path zipkin_jar(const fs::path& source_root, const fs::path& cache, const fs::path& log) {
  const auto pom = source_root / "tests/interop/zipkin/pom.xml";
  const auto text = read_text(pom);
  if (!text) throw Problem{"cannot read " + pom.string(), "git checkout -- tests/interop/zipkin"};
  const auto folder = cache / "zipkin" / short_hash(*text);
  if (!fs::exists(folder)) fetch(pom, folder, log);
  for (const auto& file : fs::directory_iterator{folder}) {
    if (file.path().filename().string().starts_with("zipkin-server-")) return file.path();
  }
  throw Problem{"there is no Zipkin in " + folder.string(), "rm -r " + folder.string()};
}

}  // namespace sharecar::launcher
