/// GET /events: what changes, as server-sent events.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend_api.hpp"
#include "chassis/http/event_hub.hpp"
#include "chassis/http/event_source.hpp"
#include "chassis/http/route.hpp"
#include "config.hpp"
#include "live_topics.hpp"

namespace sharecar::gateway {

namespace net = boost::asio;

struct Listen {
  std::string topics = "mypage";           ///< separated by commas
  std::optional<std::string> customer_id;  ///< whose MyPage; nobody: everybody's
};
BOOST_DESCRIBE_STRUCT(Listen, (), (topics, customer_id))

/// One stream of a service is followed for each topic that somebody listens to (for MyPage: for each customer, pinned
/// as the customer's reads are), and its events are sent to all who do. A stream that breaks is opened again; when
/// events may be missing its listeners get `reset`, and when it stays away they get `bye`. Lives on the reactor's
/// thread.
class LiveApi {
 public:
  /// `turbine` is null where there is none.
  LiveApi(net::io_context& reactor, Backend& customer, Backend* turbine, const LiveConfig& config,
          telemetry::Metrics& metrics, std::string epoch);
  ~LiveApi();

  http::Routes routes();
  /// Tells every listener that we live, and lets go of what nobody listens to any more.
  void beat();

 private:
  struct Followed;

  net::awaitable<http::Reply> listen(Context& context, http::Request request, Listen input);
  std::optional<Problem> objection(const std::optional<std::vector<Topic>>& topics) const;
  std::shared_ptr<Followed> follow(Topic topic, const std::optional<std::string>& customer);
  http::EventSource::Handlers handlers_of(const std::string& name, Followed& followed);
  void lost(const std::string& name, const Problem& why);
  void forget(const std::string& name);

  net::io_context& reactor_;
  Backend& customer_;
  Backend* turbine_;
  const LiveConfig config_;
  http::EventHub hub_;
  std::map<std::string, std::shared_ptr<Followed>> followed_;  // by topic and customer
};

}  // namespace sharecar::gateway

namespace sharecar {
template <>
inline constexpr std::array rules<gateway::Listen>{
    FieldRule{.field = "topics", .min_length = 1, .max_length = 200, .defaulted = true},
    FieldRule{.field = "customerId", .min_length = 1, .max_length = 64},
};
}  // namespace sharecar
