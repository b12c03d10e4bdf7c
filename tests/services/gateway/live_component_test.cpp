// GET /events through the gateway: streams that other services write, sent to whoever listens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <set>

#include "chassis/http/event_hub.hpp"
#include "chassis/http/server_sent_events.hpp"
#include "running_gateway.hpp"

namespace sharecar::gateway::test {
namespace {

using namespace std::chrono_literals;
using sharecar::test::eventually;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace sse = http::sse;

/// A service that tells of one feed; the same port while it comes and goes.
class PlayedSource {
 public:
  PlayedSource() { come("e"); }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  void come(const std::string& epoch) {
    host_ = std::make_unique<http::testing::Host>(0.0);
    host_->on_reactor([&] {
      hub_ = std::make_unique<http::EventHub>(host_->reactor(), host_->metrics(), http::EventRing{epoch, {}});
      feed_ = hub_->open();
    });
    http::ServerConfig config;
    config.port = port_;
    const auto route = [this](const char* path) {
      return http::testing::route_to(http::Method::get, path, [this](Context& context, http::Request request) {
        return listen(context, std::move(request));
      });
    };
    const auto read = [this](Context&, http::Request request) {
      asked_.push_back(request.target);
      return answer(http::Reply{200, http::json_type, "[]"});
    };
    const auto mypages = http::testing::route_to(http::Method::get, "/mypages", read);
    host_->serve({route("/events"), route("/breakers/stream"), mypages}, config);
  }
  void go() {
    host_->stop();
    hub_.reset();
    host_.reset();
  }
  /// As a service that stops: its streams end with `bye`.
  void drain() {
    host_->start_drain()();
    go();
  }
  void tell(const std::string& name, const std::string& data) {
    host_->on_reactor([&] { hub_->tell(feed_, name, data); });
  }
  std::size_t listeners() {
    std::size_t out = 0;
    host_->on_reactor([&] { out = hub_->listeners(feed_); });
    return out;
  }
  /// Targets, with " after ID" where a stream was taken up again.
  std::vector<std::string> asked() {
    std::vector<std::string> out;
    host_->on_reactor([&] { out = asked_; });
    return out;
  }

 private:
  static http::net::awaitable<http::Reply> answer(http::Reply reply) { co_return reply; }
  http::net::awaitable<http::Reply> listen(Context&, http::Request request) {
    const auto left_at = request.header(sse::last_event_id);
    asked_.push_back(request.target + (left_at.empty() ? "" : " after " + std::string{left_at}));
    co_return hub_->listen(request, {feed_});
  }

  int port_ = http::testing::free_port();
  std::unique_ptr<http::testing::Host> host_;
  std::unique_ptr<http::EventHub> hub_;
  http::EventHub::Feed feed_{};
  std::vector<std::string> asked_;
};

/// Customer and turbine as sources, and a gateway before them.
struct Platform {
  explicit Platform(const RunningGateway::Change& change = {})
      : gateway([&](GatewayConfig& config) {
          config.customer.url = customer.url();
          config.turbine.url = turbine.url();
          if (change) change(config);
        }) {}

  int port() const { return gateway.port(); }

  PlayedSource customer;
  PlayedSource turbine;
  RunningGateway gateway;
};

/// Somebody who listens.
class Ear {
 public:
  Ear(const Platform& platform, const std::string& query, const std::string& left_at = {}, int receive_buffer = 0)
      : client_(platform.port(), receive_buffer) {
    std::vector<std::string> fields;
    if (!left_at.empty()) fields.push_back("Last-Event-ID: " + left_at);
    client_.send(request_text("GET /events?" + query, fields));
    head_ = client_.receive_until("\r\n\r\n");
    if (head_.starts_with("HTTP/1.1 200")) last_id_ = field(client_.receive_until("\n\n"), "id");
  }

  const std::string& head() const { return head_; }
  const std::string& last_id() const { return last_id_; }
  /// "mypage.changed 7" of the next event, heartbeats left out; "bye" at the end.
  std::string next() {
    std::string block;
    do {
      block = client_.receive_until("\n\n");
    } while (block == sse::comment);
    if (!field(block, "id").empty()) last_id_ = field(block, "id");
    const auto data = field(block, "data");
    return field(block, "event") + (data == "{}" ? "" : ' ' + data);
  }
  RawClient& client() { return client_; }

 private:
  static std::string field(const std::string& block, const std::string& name) {
    const auto at = ('\n' + block).find('\n' + name + ": ");
    if (at == block.npos) return {};
    const auto from = at + name.size() + 2;
    return block.substr(from, block.find('\n', from) - from);
  }

  RawClient client_;
  std::string head_;
  std::string last_id_;
};

TEST(Live, ComesUnderTheGatewaysOwnIds) {
  Platform platform;
  Ear ear{platform, "customerId=kim"};
  EXPECT_THAT(ear.head(), HasSubstr("Content-Type: text/event-stream\r\nCache-Control: no-cache\r\n"));
  const auto epoch = ear.last_id().substr(0, ear.last_id().find('-'));
  EXPECT_EQ(ear.last_id(), epoch + "-0");
  platform.customer.tell("mypage.changed", "7");
  platform.customer.tell("mypage.changed", "8");
  EXPECT_EQ(ear.next(), "mypage.changed 7");
  EXPECT_EQ(ear.next(), "mypage.changed 8");
  EXPECT_EQ(ear.last_id(), epoch + "-2");
  EXPECT_THAT(platform.customer.asked(), ElementsAre("/events?topics=mypage&customerId=kim"));
}

TEST(Live, FollowsOneStreamForAllWhoListenToTheSame) {
  Platform platform;
  Ear first{platform, "customerId=kim%20lee"};
  Ear second{platform, "topics=mypage&customerId=kim+lee"};
  Ear other{platform, "customerId=park"};
  Ear all{platform, "topics=mypage"};
  EXPECT_THAT(platform.customer.asked(),
              ElementsAre("/events?topics=mypage&customerId=kim%20lee", "/events?topics=mypage&customerId=park",
                          "/events?topics=mypage"));
  platform.customer.tell("mypage.changed", "7");
  for (auto* ear : {&first, &second, &other, &all}) EXPECT_EQ(ear->next(), "mypage.changed 7");
}

TEST(Live, JoinsSeveralTopicsInOneStream) {
  Platform platform;
  Ear ear{platform, "topics=breakers,mypage&customerId=kim"};
  EXPECT_THAT(platform.turbine.asked(), ElementsAre("/breakers/stream?topics=breakers"));
  platform.turbine.tell("breaker.changed", "1");
  EXPECT_EQ(ear.next(), "breaker.changed 1");
  platform.customer.tell("mypage.changed", "2");
  EXPECT_EQ(ear.next(), "mypage.changed 2");
  platform.turbine.tell("breaker.event", "3");
  EXPECT_EQ(ear.next(), "breaker.event 3");
}

TEST(Live, GoesOnWhereAListenerLeftAndSaysWhenItCannot) {
  Platform platform;
  std::string left_at;
  {
    Ear ear{platform, "topics=breakers"};
    platform.turbine.tell("breaker.changed", "1");
    EXPECT_EQ(ear.next(), "breaker.changed 1");
    left_at = ear.last_id();
  }
  platform.turbine.tell("breaker.changed", "2");
  Ear back{platform, "topics=breakers", left_at};
  EXPECT_EQ(back.last_id(), left_at);
  EXPECT_EQ(back.next(), "breaker.changed 2");
  EXPECT_THAT(platform.turbine.asked(), ElementsAre("/breakers/stream?topics=breakers")) << "it lingered";
  Ear more{platform, "topics=breakers,health", left_at};
  EXPECT_EQ(more.next(), "reset") << "what health told before is not known";
  Ear stranger{platform, "topics=breakers", "1-1"};
  EXPECT_EQ(stranger.next(), "reset");
}

TEST(Live, LetsGoOfWhatNobodyListensTo) {
  Platform platform{[](GatewayConfig& config) { config.live.linger_ms = 0; }};
  std::string left_at;
  {
    Ear ear{platform, "topics=breakers"};
    left_at = ear.last_id();
  }
  EXPECT_TRUE(eventually([&] {  // that somebody left is noticed when there is something to tell
    platform.turbine.tell("breaker.changed", "1");
    return platform.turbine.listeners() == 0;
  }));
  Ear back{platform, "topics=breakers", left_at};
  EXPECT_EQ(back.next(), "reset") << "nobody followed meanwhile";
}

TEST(Live, TakesABrokenStreamUpAgainAndMissesNothing) {
  Platform platform;
  Ear ear{platform, "topics=breakers"};
  platform.turbine.tell("breaker.changed", "1");
  EXPECT_EQ(ear.next(), "breaker.changed 1");
  platform.turbine.drain();
  platform.turbine.come("another");
  EXPECT_EQ(ear.next(), "reset") << "it is another process, which does not know what was missed";
  platform.turbine.tell("breaker.changed", "2");
  EXPECT_EQ(ear.next(), "breaker.changed 2");
  EXPECT_EQ(platform.turbine.asked().back(), "/breakers/stream?topics=breakers after e-1");
}

TEST(Live, SendsItsListenersAwayWhenAServiceStaysAwayAndNobodyElse) {
  Platform platform{[](GatewayConfig& config) { config.live.patience_ms = 200; }};
  Ear operators{platform, "topics=breakers,mypage&customerId=kim"};
  Ear kim{platform, "customerId=kim"};
  platform.turbine.go();
  EXPECT_EQ(operators.next(), "bye");
  EXPECT_THAT(Ear(platform, "topics=breakers").head(), HasSubstr("HTTP/1.1 503 "));
  platform.customer.tell("mypage.changed", "7");
  EXPECT_EQ(kim.next(), "mypage.changed 7");
  platform.turbine.come("e");
  EXPECT_THAT(Ear(platform, "topics=breakers").head(), HasSubstr("HTTP/1.1 200 "));
}

TEST(Live, EndsWithAGoodbyeWhenTheGatewayStops) {
  Platform platform;
  Ear ear{platform, "customerId=kim"};
  std::thread stopping{[&] { platform.gateway.stop(); }};
  EXPECT_EQ(ear.next(), "bye");
  ear.client().finish_sending();
  stopping.join();
}

TEST(Live, IsUnavailableWithoutTheServiceThatTells) {
  const RunningGateway gateway{[](GatewayConfig& config) { config.customer.url = nowhere(); }};
  const auto answer = gateway.ask("GET /events?customerId=kim");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("Retry-After"), "1");
  EXPECT_THAT(answer.body, HasSubstr("customer cannot be reached"));
}

TEST(Live, RefusesTopicsThatAreNotThere) {
  const Platform platform;
  const auto weather = platform.gateway.ask("GET /events?customerId=kim&topics=mypage,weather");
  EXPECT_EQ(weather.status, 400);
  EXPECT_THAT(weather.body, HasSubstr("there are: mypage,availability,breakers,health."));
  EXPECT_EQ(platform.gateway.ask("GET /events?topics=,").status, 400);
  const RunningGateway without;
  const auto breakers = without.ask("GET /events?topics=breakers");
  EXPECT_EQ(breakers.status, 400);
  EXPECT_THAT(breakers.body, HasSubstr("there are: mypage,availability."));
}

TEST(Live, KeepsWhatIsForOperatorsForCallersOnThisMachine) {
  const Platform platform;
  const auto status = [&](const std::string& query, const std::string& field) {
    RawClient client{platform.port()};
    client.send(request_text("GET /events" + query, {field}));
    return client.receive_until("\r\n").substr(9, 3);
  };
  for (const char* field : {"Host: elsewhere.example", "X-Forwarded-For: 10.1.2.3"}) {
    for (const char* query : {"", "?topics=mypage", "?topics=breakers&customerId=kim", "?topics=availability,health"}) {
      EXPECT_EQ(status(query, field), "403") << query << ' ' << field;
    }
    for (const char* query :
         {"?customerId=kim", "?topics=availability", "?topics=availability,mypage&customerId=kim"}) {
      EXPECT_EQ(status(query, field), "200") << query << ' ' << field;
    }
  }
  EXPECT_EQ(status("", "Origin: http://page.example"), "403");
  EXPECT_EQ(status("", "X-Nothing: 1"), "200");
}

TEST(Live, FollowsACustomerAtTheInstanceThatAnswersItsReads) {
  PlayedSource second;
  Platform platform{[&](GatewayConfig& config) { config.customer.urls = {config.customer.url, second.url()}; }};
  std::set<PlayedSource*> used;
  for (int i = 0; i < 12; ++i) {
    const auto name = "user" + std::to_string(i);
    const Ear ear{platform, "customerId=" + name};
    const auto at_second = second.asked();
    auto* source = !at_second.empty() && at_second.back().ends_with('=' + name) ? &second : &platform.customer;
    RawClient client{platform.port()};
    client.send(request_text("GET /mypages?customerId=" + name));
    EXPECT_TRUE(eventually([&] { return source->asked().back() == "/mypages?customerId=" + name; })) << name;
    used.insert(source);
  }
  EXPECT_EQ(used.size(), 2u);
}

/// Lets this process have as many sockets as the system allows it.
void allow_many_sockets() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

double metric(const Platform& platform, const std::string& name) {
  const auto text = platform.gateway.ask("GET /actuator/prometheus").body;
  const auto at = text.find('\n' + name + '{');
  return at == text.npos ? -1 : std::stod(text.substr(text.find(' ', at)));
}

TEST(Live, IsNotHurtByAThousandIdleAndSlowListeners) {
  allow_many_sockets();
  Platform platform{[](GatewayConfig& config) { config.live.remembered_events = 64; }};
  std::vector<std::unique_ptr<Ear>> crowd;
  for (int i = 0; i < 500; ++i) crowd.push_back(std::make_unique<Ear>(platform, "topics=health"));  // nothing comes
  const double before = metric(platform, "process_resident_memory_bytes");
  for (int i = 0; i < 500; ++i) crowd.push_back(std::make_unique<Ear>(platform, "topics=breakers", "", 4096));
  Ear quick{platform, "topics=breakers"};
  EXPECT_EQ(metric(platform, "sharecar_live_listeners"), 1001);

  const std::string state(16'000, 'x');
  auto slowest = 0ms;
  for (int i = 0; i < 100; ++i) {  // 800 MB if everything were kept for everybody
    const auto begun = std::chrono::steady_clock::now();
    platform.turbine.tell("breaker.changed", std::to_string(i) + state);
    ASSERT_EQ(quick.next(), "breaker.changed " + std::to_string(i) + state);
    slowest = std::max(slowest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                    std::chrono::steady_clock::now() - begun));
  }
  RecordProperty("slowest_ms", static_cast<int>(slowest.count()));
  EXPECT_LT(slowest, 2s);
  EXPECT_LT(metric(platform, "process_resident_memory_bytes") - before, 300e6) << "with the crowd's own buffers";
  EXPECT_EQ(platform.gateway.ask("GET /info").status, 200);
}

}  // namespace
}  // namespace sharecar::gateway::test
