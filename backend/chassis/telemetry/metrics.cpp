#include "chassis/telemetry/metrics.hpp"

#include <prometheus/text_serializer.h>

namespace sharecar::telemetry {

Metrics::Metrics(std::string application)
    : common_{{"application", std::move(application)}},
      registry_{prometheus::Registry::InsertBehavior::Merge} {}

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Labels(common_).Register(registry_).Add(labels);
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Labels(common_).Register(registry_).Add(labels);
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, const Labels& labels,
                              const std::vector<double>& buckets) {
  return prometheus::BuildHistogram().Name(name).Help(help).Labels(common_).Register(registry_).Add(labels, buckets);
}

void Metrics::on_scrape(std::function<void()> refresh) {
  const std::lock_guard lock{mutex_};
  refreshers_.push_back(std::move(refresh));
}

std::vector<prometheus::MetricFamily> Metrics::collect() {
  {
    const std::lock_guard lock{mutex_};
    for (const auto& refresh : refreshers_) refresh();
  }
  return registry_.Collect();
}

std::string Metrics::text() { return prometheus::TextSerializer{}.Serialize(collect()); }

}  // namespace sharecar::telemetry
