#include "live_api.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/json/decode.hpp"
#include "pin.hpp"

namespace sharecar::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What is asked of the service that tells of a topic.
http::Call call_of(Topic topic, const std::optional<std::string>& customer) {
  http::Call call;
  switch (topic) {
    case Topic::mypage:
      call.target = "/events?topics=mypage";
      if (customer) call.target += "&customerId=" + http::percent_encode(*customer);
      call.pin = pin_of(Reader{.customer_id = customer, .order_id = {}, .caller = "everybody"});
      break;
    case Topic::availability: call.target = "/events?topics=availability"; break;
    case Topic::breakers: call.target = "/breakers/stream?topics=breakers"; break;
    case Topic::health: call.target = "/breakers/stream?topics=health"; break;
  }
  call.route = call.target.substr(0, call.target.find('?'));
  return call;
}

std::string name_of(Topic topic, const std::optional<std::string>& customer) {
  switch (topic) {
    case Topic::mypage: return customer ? "mypage of " + *customer : "mypage";
    case Topic::availability: return "availability";
    case Topic::breakers: return "breakers";
    case Topic::health: return "health";
  }
  return {};
}

http::EventRing ring_of(const LiveConfig& config, std::string epoch) {
  const http::EventRing::Limits limits{static_cast<std::size_t>(std::max(1, config.remembered_events)),
                                       static_cast<std::size_t>(std::max(1, config.remembered_mib)) * 1024 * 1024};
  return {std::move(epoch), limits};
}

}  // namespace

/// A stream of a service, and how well it comes.
struct LiveApi::Followed {
  enum class State { opening, open, lost };

  Followed(net::io_context& reactor, http::EventHub::Feed its_feed)
      : feed(its_feed), settled(reactor, net::steady_timer::time_point::max()) {}

  http::EventHub::Feed feed;
  State state = State::opening;
  Problem why;                // it is lost
  net::steady_timer settled;  // cancelled when it is no longer opening
  steady_clock::time_point lost_at{};
  steady_clock::time_point used_at = steady_clock::now();
  std::unique_ptr<http::EventSource> source;
};

LiveApi::LiveApi(net::io_context& reactor, Backend& customer, Backend* turbine, const LiveConfig& config,
                 telemetry::Metrics& metrics, std::string epoch)
    : reactor_(reactor),
      customer_(customer),
      turbine_(turbine),
      config_(config),
      hub_(reactor, metrics, ring_of(config, std::move(epoch))) {}

LiveApi::~LiveApi() = default;

http::Routes LiveApi::routes() {
  http::Routes out;
  out.push_back(http::route<Listen, http::Nothing>(http::Method::get, "/events", "Changes as server-sent events", *this,
                                                   &LiveApi::listen,
                                                   {Errc::forbidden, Errc::unavailable, Errc::upstream_timeout}));
  out.back().quiet = true;
  return out;
}

std::optional<Problem> LiveApi::objection(const std::optional<std::vector<Topic>>& topics) const {
  const bool about_breakers = topics && is_for_operators(*topics, /*names_customer=*/true);
  if (topics && !topics->empty() && (turbine_ || !about_breakers)) return {};
  const std::string known = turbine_ ? "mypage,availability,breakers,health" : "mypage,availability";
  return Problem{.code = Errc::invalid_request,
                 .detail = "There is no such topic here; there are: " + known + ".",
                 .violations = {{"/topics", "enum:" + known, "string"}}};
}

net::awaitable<http::Reply> LiveApi::listen(Context&, http::Request request, Listen input) {
  const auto topics = parse_topics(json::split_list(input.topics));
  if (auto problem = objection(topics)) co_return http::Reply{std::move(*problem)};
  std::vector<std::shared_ptr<Followed>> wanted;
  for (const auto topic : *topics) wanted.push_back(follow(topic, input.customer_id));
  std::vector<http::EventHub::Feed> feeds;
  for (const auto& followed : wanted) {
    while (followed->state == Followed::State::opening) {
      boost::system::error_code settled;
      co_await followed->settled.async_wait(net::redirect_error(net::use_awaitable, settled));
    }
    if (followed->state == Followed::State::lost) co_return http::Reply{followed->why};
    feeds.push_back(followed->feed);
  }
  co_return hub_.listen(request, std::move(feeds));
}

std::shared_ptr<LiveApi::Followed> LiveApi::follow(Topic topic, const std::optional<std::string>& customer) {
  const auto name = name_of(topic, customer);
  auto& slot = followed_[name];
  if (!slot) {
    slot = std::make_shared<Followed>(reactor_, hub_.open());
    auto& backend = topic == Topic::breakers || topic == Topic::health ? *turbine_ : customer_;
    slot->source = backend.follow(reactor_, call_of(topic, customer), handlers_of(name, *slot));
  }
  slot->used_at = steady_clock::now();
  return slot;
}

// The source calls nothing any more when `followed` is gone.
http::EventSource::Handlers LiveApi::handlers_of(const std::string& name, Followed& followed) {
  http::EventSource::Handlers out;
  out.opened = [&followed] {
    followed.state = Followed::State::open;
    followed.settled.cancel();
  };
  out.event = [this, &followed](const http::sse::Event& event) { hub_.tell(followed.feed, event.name, event.data); };
  out.lost = [this, name](const Problem& why) { lost(name, why); };
  return out;
}

// A stream that breaks is opened again at once; while that fails nobody new gets one.
void LiveApi::lost(const std::string& name, const Problem& why) {
  auto& followed = *followed_.at(name);
  if (followed.state == Followed::State::open) {
    followed.state = Followed::State::opening;
    followed.lost_at = steady_clock::now();
    return;
  }
  followed.state = Followed::State::lost;
  followed.why = why;
  followed.settled.cancel();
  const bool is_patient = steady_clock::now() - followed.lost_at < milliseconds{config_.patience_ms};
  if (hub_.listeners(followed.feed) == 0 || !is_patient) forget(name);
}

void LiveApi::forget(const std::string& name) {
  const auto found = followed_.find(name);
  const auto followed = found->second;  // who waits for it looks at it once more
  followed_.erase(found);
  hub_.close(followed->feed);
  followed->source.reset();
}

void LiveApi::beat() {
  hub_.beat();
  std::vector<std::string> unused;
  for (const auto& [name, followed] : followed_) {
    if (hub_.listeners(followed->feed) > 0) followed->used_at = steady_clock::now();
    if (steady_clock::now() - followed->used_at > milliseconds{config_.linger_ms}) unused.push_back(name);
  }
  for (const auto& name : unused) forget(name);
}

}  // namespace sharecar::gateway
