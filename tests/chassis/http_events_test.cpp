// Server-sent events: read out of bytes, remembered, sent to many, followed for ever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "chassis/http/event_hub.hpp"
#include "chassis/http/event_ring.hpp"
#include "chassis/http/event_source.hpp"
#include "chassis/http/server_sent_events.hpp"
#include "http_support.hpp"
#include "support/eventually.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

using Feed = EventRing::Feed;

std::vector<std::string> read_in_pieces(const std::string& text, std::size_t size) {
  std::vector<std::string> out;
  sse::Reader reader;
  for (std::size_t at = 0; at < text.size(); at += size) {
    reader.feed(text.substr(at, size), [&](const sse::Event& event) { out.push_back(event.name + '=' + event.data); });
  }
  out.push_back("id " + reader.last_id());
  return out;
}

TEST(SseReader, ReadsTheSameEventsHoweverTheBytesCome) {
  const std::string text = sse::greeting("e-0") + sse::comment + sse::event("e-1", "a", "{\"x\": 1}") +
                           "ping: \n\ndata: plain\r\n\r\ndata:one\ndata:  two\nid: e-2\n\nevent: no data\n\n" +
                           sse::bye + "data: not ended";
  for (const std::size_t size : {1u, 2u, 3u, 7u, 1000u}) {
    EXPECT_THAT(read_in_pieces(text, size),
                ElementsAre("a={\"x\": 1}", "message=plain", "message=one\n two", "bye={}", "id e-2"))
        << size;
  }
}

TEST(SseReader, GivesAStreamUpWhoseEventsDoNotEnd) {
  const auto ignore = [](const sse::Event&) {};
  sse::Reader line;
  EXPECT_TRUE(line.feed(std::string(sse::Reader::longest_event, 'x'), ignore));
  EXPECT_FALSE(line.feed("x", ignore));
  sse::Reader lines;
  const std::string data = "data: " + std::string(1000, 'x') + '\n';
  bool content = true;
  for (int i = 0; content && i < 2000; ++i) content = lines.feed(data, ignore);
  EXPECT_FALSE(content);
}

/// What a reader of these feeds who has had everything up to `number` is told, one word for each event.
std::string told(const EventRing& ring, std::vector<Feed> feeds, std::int64_t number) {
  std::string out;
  for (const auto feed : feeds) {
    if (!ring.remembers(feed, number)) out += "? ";
    for (const auto* entry = ring.next(feed, number); entry; entry = ring.next(feed, entry->number)) {
      out += std::to_string(entry->number) + ' ';
    }
  }
  return out;
}

TEST(EventRing, NumbersTheEventsOfAllFeedsTogether) {
  EventRing ring{"77", {}};
  const auto a = ring.open();
  const auto b = ring.open();
  ring.add(a, "x", "1");
  ring.add(b, "x", "2");
  ring.add(a, "y", "3");
  EXPECT_EQ(told(ring, {a}, 0), "1 3 ");
  EXPECT_EQ(told(ring, {b}, 0), "2 ");
  EXPECT_EQ(told(ring, {a, b}, 2), "3 ");
  EXPECT_EQ(ring.next(a, 1)->text, "id: 77-3\nevent: y\ndata: 3\n\n");
}

TEST(EventRing, KnowsOfEachFeedWhetherSomethingIsMissing) {
  EventRing ring{"77", {.events = 3, .bytes = 1'000'000}};
  const auto a = ring.open();
  const auto b = ring.open();
  ring.add(a, "x", "");
  for (int i = 0; i < 3; ++i) ring.add(b, "x", "");
  EXPECT_EQ(told(ring, {a}, 0), "? ") << "its only event was forgotten";
  EXPECT_EQ(told(ring, {a}, 1), "") << "whoever has had that one misses nothing";
  EXPECT_EQ(told(ring, {b}, 0), "2 3 4 ");
  const auto late = ring.open();
  EXPECT_EQ(told(ring, {late}, 3), "? ") << "what it told before it was opened is not known";
  EXPECT_EQ(told(ring, {late}, 4), "");
  ring.close(b);
  EXPECT_EQ(told(ring, {b}, 4), "? ");
  ring.add(a, "x", "");
  EXPECT_EQ(told(ring, {a}, 1), "5 ");
}

TEST(EventRing, ForgetsByBytesToo) {
  EventRing ring{"77", {.events = 1000, .bytes = 300}};
  const auto feed = ring.open();
  for (int i = 0; i < 4; ++i) ring.add(feed, "x", std::string(100, 'x'));
  EXPECT_EQ(told(ring, {feed}, 2), "3 4 ");
  EXPECT_FALSE(ring.remembers(feed, 1));
  ring.add(feed, "x", std::string(1000, 'x'));
  EXPECT_EQ(told(ring, {feed}, 4), "5 ") << "the last one stays, however long it is";
}

TEST(EventRing, KnowsItsOwnIdsOnly) {
  EventRing ring{"77", {}};
  ring.add(ring.open(), "x", "");
  EXPECT_EQ(ring.number_of("77-1"), 1);
  EXPECT_EQ(ring.number_of("77-0"), 0);
  for (const char* other : {"", "-", "77", "77-", "77-2", "77--1", "77-1x", "78-1", "7-1", "77-99999999999999999999"}) {
    EXPECT_EQ(ring.number_of(other), std::nullopt) << other;
  }
}

/// A hub with two feeds on a server.
class HttpEventHub : public ::testing::Test {
 protected:
  void serve(EventRing::Limits limits = {}) {
    host.on_reactor([&] {
      hub = std::make_unique<EventHub>(host.reactor(), host.metrics(), EventRing{"77", limits});
      a = hub->open();
      b = hub->open();
    });
    const auto to = [this](const char* path, std::vector<Feed> feeds) {
      auto route = route_to(Method::get, path, [this, feeds](Context&, Request request) {
        return answer(hub->listen(request, feeds));
      });
      route.quiet = true;
      return route;
    };
    host.serve({to("/a", {a}), to("/b", {b}), to("/both", {a, b})});
  }
  ~HttpEventHub() override {
    host.stop();
  }

  static net::awaitable<Reply> answer(Reply reply) { co_return reply; }
  void tell(Feed feed, const std::string& name, const std::string& data = "{}") {
    host.on_reactor([&] { hub->tell(feed, name, data); });
  }
  std::string gauge(const std::string& name) { return host.metric(name); }

  std::unique_ptr<EventHub> hub;
  Feed a{};
  Feed b{};
  Host host;
};

/// Somebody who listens.
struct Ear {
  Ear(int port, const std::string& path, const std::string& left_at = {}, int receive_buffer = 0)
      : client(port, receive_buffer) {
    client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" +
                (left_at.empty() ? "" : "Last-Event-ID: " + left_at + "\r\n") + "\r\n");
    client.receive_until("\r\n\r\n");
    greeting = client.receive_until("\n\n");
  }
  std::string next() { return client.receive_until("\n\n"); }

  RawClient client;
  std::string greeting;
};

TEST_F(HttpEventHub, SendsEachReaderTheFeedsItAskedFor) {
  serve();
  Ear both{host.port(), "/both"};
  Ear only_b{host.port(), "/b"};
  EXPECT_EQ(both.greeting, sse::greeting("77-0"));
  tell(a, "x", "1");
  tell(b, "y", "2");
  tell(a, "z", "3");
  EXPECT_EQ(both.next(), sse::event("77-1", "x", "1"));
  EXPECT_EQ(both.next(), sse::event("77-2", "y", "2"));
  EXPECT_EQ(both.next(), sse::event("77-3", "z", "3"));
  EXPECT_EQ(only_b.next(), sse::event("77-2", "y", "2"));
  host.on_reactor([&] { hub->beat(); });
  EXPECT_EQ(only_b.next(), sse::comment);
}

TEST_F(HttpEventHub, TellsAReaderThatComesBackWhatItMissedOrThatItIsNotKnown) {
  serve({.events = 2, .bytes = 1'000'000});
  tell(a, "x", "1");
  tell(b, "x", "2");
  tell(b, "x", "3");
  Ear back{host.port(), "/b", "77-1"};
  EXPECT_EQ(back.greeting, sse::greeting("77-1"));
  EXPECT_EQ(back.next(), sse::event("77-2", "x", "2"));
  EXPECT_EQ(back.next(), sse::event("77-3", "x", "3"));
  for (const char* lost : {"77-0", "76-1", "77-4", "nonsense"}) {
    Ear ear{host.port(), "/both", lost};
    EXPECT_EQ(ear.greeting, sse::greeting("77-3")) << lost;
    EXPECT_EQ(ear.next(), sse::event("77-3", "reset", "{}")) << lost;
  }
}

TEST_F(HttpEventHub, DismissesTheReadersOfAFeedThatEnds) {
  serve();
  Ear both{host.port(), "/both"};
  Ear only_b{host.port(), "/b"};
  host.on_reactor([&] { hub->close(a); });
  EXPECT_EQ(both.client.receive_all(), sse::bye);
  tell(b, "x", "1");
  EXPECT_EQ(only_b.next(), sse::event("77-1", "x", "1"));
  EXPECT_EQ(gauge("sharecar_live_listeners"), "sharecar_live_listeners{application=\"test\"} 1\n");
}

TEST_F(HttpEventHub, SendsASlowReaderAwayAndNobodyElse) {
  serve({.events = 16, .bytes = 64'000'000});
  Ear slow{host.port(), "/a", "", 4096};
  Ear quick{host.port(), "/a"};
  for (int i = 1; i <= 100; ++i) {
    const std::string data(100'000, 'x');
    tell(a, "x", data);
    ASSERT_EQ(quick.next(), sse::event("77-" + std::to_string(i), "x", data));
  }
  EXPECT_THAT(slow.client.receive_all(), EndsWith(sse::bye));
  EXPECT_EQ(gauge("sharecar_live_too_slow_total"), "sharecar_live_too_slow_total{application=\"test\"} 1\n");
}

/// Follows a scripted peer; what happens is a list of words.
class HttpEventSource : public ::testing::Test {
 protected:
  explicit HttpEventSource() = default;
  ~HttpEventSource() override {
    host.on_reactor([&] { source.reset(); });
    host.stop();
  }
  void follow(int port, SourceTiming timing = {1ms, 10ms, 5s}) {
    UpstreamConfig config;
    config.url = "http://127.0.0.1:" + std::to_string(port);
    upstream = std::make_unique<Upstream>(host.reactor(), "peer", config, host.metrics());
    EventSource::Handlers handlers;
    handlers.opened = [this] { add("opened"); };
    handlers.event = [this](const sse::Event& event) { add(event.name + ' ' + event.data); };
    handlers.lost = [this](const Problem& why) { add("lost: " + why.detail); };
    host.on_reactor([&] {
      Call call;
      call.target = "/stream?x=1";
      call.route = "/stream";
      source = std::make_unique<EventSource>(host.reactor(), *upstream, std::move(call), std::move(handlers), timing);
    });
  }
  void add(std::string word) {
    const std::lock_guard lock{mutex};
    words.push_back(std::move(word));
  }
  std::vector<std::string> heard(std::size_t at_least) {
    test::eventually([&] {
      const std::lock_guard lock{mutex};
      return words.size() >= at_least;
    });
    const std::lock_guard lock{mutex};
    return words;
  }

  Host host;
  std::unique_ptr<Upstream> upstream;
  std::unique_ptr<EventSource> source;
  std::mutex mutex;
  std::vector<std::string> words;
};

const std::string stream_head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

TEST_F(HttpEventSource, ComesBackWithTheIdOfTheLastEvent) {
  ScriptedPeer peer{{{ScriptedPeer::read(), ScriptedPeer::send(stream_head + sse::greeting("e-1")),
                      ScriptedPeer::send(sse::event("e-2", "a", "1") + sse::bye), ScriptedPeer::close()},
                     {ScriptedPeer::read(), ScriptedPeer::send("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n")},
                     {ScriptedPeer::read(), ScriptedPeer::send(stream_head + sse::event("e-3", "b", "2")),
                      ScriptedPeer::wait(1000)}}};
  follow(peer.port());
  EXPECT_THAT(heard(6), ElementsAre("opened", "a 1", "lost: peer ended its stream of events",
                                    "lost: peer answered 503 to the request for its events", "opened", "b 2"));
  EXPECT_THAT(peer.requests().at(0), HasSubstr("GET /stream?x=1 HTTP/1.1\r\n"));
  EXPECT_THAT(peer.requests().at(2), HasSubstr("Last-Event-ID: e-2\r\n"));
}

TEST_F(HttpEventSource, GivesUpAPeerThatIsSilentOrTalksNonsense) {
  ScriptedPeer peer{{{ScriptedPeer::read(), ScriptedPeer::send(stream_head), ScriptedPeer::wait(300)},
                     {ScriptedPeer::read(), ScriptedPeer::send("nonsense\r\n\r\n")},
                     {ScriptedPeer::read(), ScriptedPeer::send(stream_head + std::string(2'000'000, 'x')),
                      ScriptedPeer::wait(300)},
                     {ScriptedPeer::read(), ScriptedPeer::send(stream_head), ScriptedPeer::wait(1000)}}};
  follow(peer.port(), {1ms, 10ms, 50ms});
  EXPECT_THAT(heard(6),
              ElementsAre("opened", "lost: peer ended its stream of events", "lost: peer gave no usable answer",
                          "opened", "lost: peer ended its stream of events", "opened"));
}

TEST_F(HttpEventSource, IsStillWhenItIsDestroyed) {
  ScriptedPeer peer{{{ScriptedPeer::read(), ScriptedPeer::send(stream_head), ScriptedPeer::wait(100),
                      ScriptedPeer::send(sse::event("e-1", "a", "1"))}}};
  follow(peer.port());
  EXPECT_THAT(heard(1), ElementsAre("opened"));
  host.on_reactor([&] { source.reset(); });
  host.on_reactor([&] { upstream.reset(); });
  EXPECT_THAT(heard(1), ElementsAre("opened"));
}

}  // namespace
}  // namespace sharecar::http
