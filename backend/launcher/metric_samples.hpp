/// What a service's /actuator/prometheus says.
#pragma once

#include <string>
#include <vector>

namespace sharecar::launcher {

struct MetricSample {
  std::string series;  ///< name{labels}
  double value = 0;
};

/// Of the text format 0.0.4 without times, as our services write it.
std::vector<MetricSample> metric_samples(const std::string& text);

}  // namespace sharecar::launcher
