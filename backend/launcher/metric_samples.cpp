#include "launcher/metric_samples.hpp"

#include <sstream>

namespace sharecar::launcher {

std::vector<MetricSample> metric_samples(const std::string& text) {
  std::vector<MetricSample> out;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    const auto blank = line.rfind(' ');
    if (line.starts_with('#') || blank == line.npos) continue;
    out.push_back({line.substr(0, blank), std::stod(line.substr(blank + 1))});
  }
  return out;
}

}  // namespace sharecar::launcher
