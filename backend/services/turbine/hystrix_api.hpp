/// Turbine's own face, as Hystrix dashboards know it: /clusters and /turbine.stream.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chassis/http/body_stream.hpp"
#include "chassis/http/route.hpp"
#include "hystrix_cluster.hpp"
#include "watcher.hpp"

namespace sharecar::turbine {

struct WatchCluster {
  std::optional<std::string> cluster;  ///< a service's name in any case; none: "default", all of them
};
BOOST_DESCRIBE_STRUCT(WatchCluster, (), (cluster))

/// A cluster is a service, or all of them. The /hystrix.stream of its instances is read only while somebody watches it.
/// Lives on the reactor's thread.
class HystrixApi {
 public:
  HystrixApi(net::io_context& reactor, Watcher& watcher) : reactor_(reactor), watcher_(watcher) {}

  http::Routes routes();
  /// Instances came or went.
  void follow_instances();
  /// Sends what every cluster that is watched has to tell now. Gives back when to do it again.
  std::chrono::milliseconds tell();

 private:
  struct Cluster {
    HystrixCluster told;
    std::map<Listed, std::unique_ptr<http::EventSource>> sources;
    std::vector<std::shared_ptr<http::BodyStream>> readers;
  };

  net::awaitable<http::Reply> clusters(Context& context, http::Request request, http::Nothing);
  net::awaitable<http::Reply> watch(Context& context, http::Request request, WatchCluster input);
  std::vector<std::string> names() const;
  void follow(const std::string& name, Cluster& cluster);
  std::unique_ptr<http::EventSource> source_of(InstanceWatch& watch, HystrixCluster& told);

  net::io_context& reactor_;
  Watcher& watcher_;
  std::map<std::string, Cluster> watched_;
  int rounds_ = 0;
};

}  // namespace sharecar::turbine

namespace sharecar {
template <>
inline constexpr std::array rules<turbine::WatchCluster>{FieldRule{.field = "cluster", .max_length = 64}};
}  // namespace sharecar
