#include "launcher/prometheus.hpp"

#include <fmt/format.h>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

const fs::path program = "/usr/bin/prometheus";

}  // namespace

void PrometheusServer::prepare(const std::string& services) const {
  if (!fs::exists(program)) throw Problem{"Prometheus is not installed", "apt-get install prometheus"};
  const auto config = options_.home / "config";
  fs::create_directories(config / "targets");
  fs::copy(options_.source, config, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  write_text(config / "targets/services.json", services);
  write_text(
      config / "targets/prometheus.json",
      fmt::format(
          R"([{{"targets":["127.0.0.1:{}"],"labels":{{"application":"prometheus","__metrics_path__":"/metrics"}}}}])"
          "\n",
          options_.port));
}

ProcessSpec PrometheusServer::spec() const {
  ProcessSpec spec;
  spec.name = "prometheus";
  spec.argv = {program.string(),
               "--config.file=" + (options_.home / "config/prometheus.yml").string(),
               "--storage.tsdb.path=" + (options_.home / "data").string(),
               "--storage.tsdb.retention.time=7d",
               "--web.console.templates=/usr/share/prometheus/consoles",
               "--web.console.libraries=/usr/share/prometheus/console_libraries",
               fmt::format("--web.listen-address=127.0.0.1:{}", options_.port),
               "--log.level=warn"};
  spec.cwd = options_.home;
  spec.log = options_.log;
  return spec;
}

std::string PrometheusServer::url() const { return fmt::format("http://127.0.0.1:{}", options_.port); }

}  // namespace sharecar::launcher
