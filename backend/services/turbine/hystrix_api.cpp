#include "hystrix_api.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "chassis/json/encode.hpp"
#include "chassis/json/parse.hpp"

namespace sharecar::turbine {
namespace {

using namespace std::chrono_literals;

constexpr const char* everything = "default";
constexpr std::chrono::milliseconds telling_every{500};  // as Hystrix does
constexpr int rounds_per_ping = 20;
constexpr const char* ping = "data: {\"type\":\"ping\"}\n\n";
constexpr std::size_t most_readers = 100;
constexpr std::size_t longest_wait = 512 * 1024;
// An instance tells every 500 ms; one that has been silent for so long counts no longer.
constexpr http::SourceTiming timing{100ms, 2'000ms, 5'000ms};

struct ClusterLink {
  std::string name;
  std::string link;
};
BOOST_DESCRIBE_STRUCT(ClusterLink, (), (name, link))

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

// "default", or the service's name in upper case.
std::string cluster_name(const std::optional<std::string>& asked) {
  const auto name = upper(asked.value_or(""));
  return name.empty() || name == upper(everything) ? everything : name;
}

bool is_in(const Listed& listed, const std::string& cluster) {
  return cluster == everything || upper(listed.service) == cluster;
}

Problem no_such_cluster() { return {.code = Errc::not_found, .detail = "There is no such cluster; see /clusters."}; }

Problem too_many_readers() {
  return {.code = Errc::unavailable, .detail = "Too many watch this already.", .retry_after = 5s};
}

}  // namespace

http::Routes HystrixApi::routes() {
  http::Routes out{
      http::route<http::Nothing, http::Nothing>(http::Method::get, "/clusters", "What can be watched", *this,
                                                &HystrixApi::clusters),
      http::route<WatchCluster, http::Nothing>(http::Method::get, "/turbine.stream",
                                               "The Hystrix streams of a cluster as one", *this, &HystrixApi::watch,
                                               {Errc::not_found, Errc::unavailable}),
  };
  for (auto& route : out) {
    route.loopback_only = true;
    route.quiet = true;
  }
  return out;
}

std::vector<std::string> HystrixApi::names() const {
  std::set<std::string> services;
  for (const auto* watch : watcher_.all()) services.insert(upper(watch->listed().service));
  std::vector<std::string> out{everything};
  out.insert(out.end(), services.begin(), services.end());
  return out;
}

net::awaitable<http::Reply> HystrixApi::clusters(Context&, http::Request request, http::Nothing) {
  std::vector<ClusterLink> links;
  for (const auto& name : names()) {
    links.push_back({name, request.base_url() + "/turbine.stream?cluster=" + http::percent_encode(name)});
  }
  co_return http::Reply{200, http::json_type, json::encode(links)};
}

net::awaitable<http::Reply> HystrixApi::watch(Context&, http::Request, WatchCluster input) {
  const auto name = cluster_name(input.cluster);
  const auto known = names();
  if (std::find(known.begin(), known.end(), name) == known.end()) co_return no_such_cluster();
  auto& cluster = watched_[name];
  if (cluster.readers.size() >= most_readers) co_return too_many_readers();
  auto stream = std::make_shared<http::BodyStream>(reactor_.get_executor(), longest_wait, "");
  stream->write(ping);
  cluster.readers.push_back(stream);
  follow(name, cluster);
  http::Reply reply{200, "text/event-stream;charset=UTF-8", ""};
  reply.headers.set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
  reply.headers.set("Pragma", "no-cache");
  reply.stream = std::move(stream);
  co_return reply;
}

void HystrixApi::follow_instances() {
  for (auto& [name, cluster] : watched_) follow(name, cluster);
}

// One source for each instance of the cluster, and none for others.
void HystrixApi::follow(const std::string& name, Cluster& cluster) {
  std::set<Listed> wanted;
  for (auto* watch : watcher_.all()) {
    const auto& listed = watch->listed();
    if (!is_in(listed, name)) continue;
    wanted.insert(listed);
    auto& source = cluster.sources[listed];
    if (!source) source = source_of(*watch, cluster.told);
  }
  for (const auto& [listed, source] : cluster.sources) {
    if (!wanted.contains(listed)) cluster.told.forget(listed.instance);
  }
  std::erase_if(cluster.sources, [&](const auto& entry) { return !wanted.contains(entry.first); });
}

std::unique_ptr<http::EventSource> HystrixApi::source_of(InstanceWatch& watch, HystrixCluster& told) {
  http::Call call;
  call.target = call.route = "/hystrix.stream";
  http::EventSource::Handlers handlers;
  const auto instance = watch.listed().instance;
  handlers.opened = [] {};
  handlers.event = [&told, instance](const http::sse::Event& event) {
    auto message = json::parse(event.data);
    if (message && message->is_object()) told.take(instance, std::move(message->get_object()));
  };
  handlers.lost = [&told, instance](const Problem&) { told.forget(instance); };
  return std::make_unique<http::EventSource>(reactor_, watch.upstream(), std::move(call), std::move(handlers), timing);
}

std::chrono::milliseconds HystrixApi::tell() {
  const bool with_ping = ++rounds_ % rounds_per_ping == 0;
  for (auto& [name, cluster] : watched_) {
    std::string text = with_ping ? ping : "";
    for (const auto& message : cluster.told.tell()) text += "data: " + message + "\n\n";
    std::erase_if(cluster.readers, [](const auto& reader) { return !reader->open(); });
    if (text.empty()) continue;
    for (const auto& reader : cluster.readers) reader->write(text);
  }
  std::erase_if(watched_, [](const auto& entry) { return entry.second.readers.empty(); });
  return telling_every;
}

}  // namespace sharecar::turbine
