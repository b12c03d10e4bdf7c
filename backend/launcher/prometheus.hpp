#pragma once

#include "launcher/process.hpp"

namespace sharecar::launcher {

struct PrometheusOptions {
  fs::path source;  // observability/prometheus of the checkout
  fs::path home;    // our copy of the configuration, the targets, and the data
  fs::path log;
  int port = 0;
};

/// Debian's Prometheus with our configuration, on 127.0.0.1. Its targets are files in home/config/targets, which it
/// watches, so a changed port needs no restart.
class PrometheusServer {
 public:
  explicit PrometheusServer(PrometheusOptions options) : options_{std::move(options)} {}

  /// Copies the configuration and writes both target files; `services` as from prometheus_targets().
  void prepare(const std::string& services) const;
  ProcessSpec spec() const;
  std::string url() const;

 private:
  PrometheusOptions options_;
};

}  // namespace sharecar::launcher
