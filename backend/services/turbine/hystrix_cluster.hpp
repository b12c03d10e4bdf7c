/// The streams of several Hystrix hosts as one: https://github.com/Netflix/Turbine/wiki. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sharecar::turbine {

/// The messages of one command or thread pool, by host, as one message: numbers are summed (also
/// errorPercentage and latencies: the dashboard divides by reportingHosts), nested objects element by element;
/// propertyValue_* stay single; isCircuitBreakerOpen is how many are open; currentTime is left out; anything else
/// passes through when all agree and is {value: count} otherwise.
boost::json::object aggregate(const std::map<std::string, boost::json::object>& by_host);

class HystrixCluster {
 public:
  /// Keeps the last message of each host for each (type, name); others than HystrixCommand and HystrixThreadPool are
  /// left out.
  void take(const std::string& host, boost::json::object message);
  /// What it told counts no longer.
  void forget(const std::string& host);

  /// What to send now, as JSON texts: each aggregate, and `deleteData` once for each that nobody tells of any more.
  std::vector<std::string> tell();

 private:
  using Key = std::pair<std::string, std::string>;  // type, name
  std::map<Key, std::map<std::string, boost::json::object>> messages_;
  std::vector<Key> vanished_;
};

}  // namespace sharecar::turbine
