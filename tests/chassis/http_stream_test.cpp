// Answers that go on: written piece by piece, read piece by piece, ended by either side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "chassis/http/body_stream.hpp"
#include "chassis/http/server_sent_events.hpp"
#include "chassis/http/upstream.hpp"
#include "http_support.hpp"
#include "support/eventually.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string ask_for_it = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";

class HttpStream : public ::testing::Test {
 protected:
  HttpStream() {
    host.on_reactor([&] { stream = std::make_shared<BodyStream>(host.reactor().get_executor(), 1000, "farewell"); });
    Route route = route_to(Method::get, "/stream", [this](Context&, Request) { return give(stream); });
    route.quiet = true;
    host.serve({route});
  }
  ~HttpStream() override {
    host.on_reactor([&] {
      upstream.reset();
      stream->abandon();
    });
  }

  static net::awaitable<Reply> give(std::shared_ptr<BodyStream> stream) {
    Reply reply{200, "text/plain", ""};
    reply.stream = std::move(stream);
    co_return reply;
  }
  bool write(const std::string& text) {
    bool written = false;
    host.on_reactor([&] { written = stream->write(text); });
    return written;
  }
  bool open() {
    bool out = false;
    host.on_reactor([&] { out = stream->open(); });
    return out;
  }

  Host host;
  std::shared_ptr<BodyStream> stream;
  std::unique_ptr<Upstream> upstream;
};

TEST_F(HttpStream, SendsEachPieceWhenItIsWritten) {
  RawClient client{host.port()};
  client.send(ask_for_it);
  const auto head = client.receive_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
  EXPECT_TRUE(write("one."));
  EXPECT_EQ(client.receive_until("."), "one.");
  EXPECT_TRUE(write("two."));
  EXPECT_EQ(client.receive_until("."), "two.");
  host.on_reactor([&] { stream->finish(); });
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_FALSE(client.was_reset());
  EXPECT_EQ(host.sink().all().size(), 0u) << "a quiet route makes no span";
}

TEST_F(HttpStream, OutlastsTheDeadlineOfRequests) {
  Host other;
  const auto executor = other.reactor().get_executor();
  const auto lasting = std::make_shared<BodyStream>(executor, 1000, "farewell");
  other.serve({route_to(Method::get, "/stream", [&](Context&, Request) { return give(lasting); })},
              {.head_timeout_ms = 20, .body_timeout_ms = 20, .request_timeout_ms = 20});
  RawClient client{other.port()};
  client.send(ask_for_it);
  client.receive_until("\r\n\r\n");
  std::this_thread::sleep_for(200ms);  // what is tested is that nothing happens
  other.on_reactor([&] { lasting->write("still here."); });
  EXPECT_EQ(client.receive_until("."), "still here.");
}

TEST_F(HttpStream, SendsAReaderAwayForWhomTooMuchWaits) {
  bool fits = true;
  host.on_reactor([&] {
    stream->write(std::string(900, 'x'));
    fits = stream->write(std::string(200, 'y'));
  });
  EXPECT_FALSE(fits);
  EXPECT_FALSE(write("more")) << "what is over stays over";
  RawClient client{host.port()};
  client.send(ask_for_it);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_all(), "farewell");
}

TEST_F(HttpStream, StopsWaitingForAReaderThatTakesNothing) {
  Host other;
  const auto stuck = std::make_shared<BodyStream>(other.reactor().get_executor(), 64'000'000, "farewell");
  other.serve({route_to(Method::get, "/stream", [&](Context&, Request) { return give(stuck); })},
              {.body_timeout_ms = 50});
  RawClient client{other.port()};
  client.send(ask_for_it);
  other.on_reactor([&] { stuck->write(std::string(32'000'000, 'x')); });  // more than sockets hold
  EXPECT_TRUE(test::eventually([&] {
    bool over = false;
    other.on_reactor([&] { over = !stuck->open(); });
    return over;
  }));
}

TEST_F(HttpStream, TellsTheWriterThatTheReaderIsGone) {
  {
    RawClient client{host.port()};
    client.send(ask_for_it);
    client.receive_until("\r\n\r\n");
    client.reset();
  }
  EXPECT_TRUE(test::eventually([&] { return !write("is anybody there?"); }));
}

TEST_F(HttpStream, AnswersHeadAndEndsTheStream) {
  RawClient client{host.port()};
  client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.receive(false).status, 200);
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_FALSE(open());
}

TEST_F(HttpStream, EndsWithItsFarewellAtADrain) {
  RawClient client{host.port()};
  client.send(ask_for_it);
  write("one.");
  client.receive_until("one.");
  const auto wait = host.start_drain();
  EXPECT_EQ(client.receive_all(), "farewell");
  client.finish_sending();
  wait();
  EXPECT_FALSE(write("more"));
}

TEST_F(HttpStream, IsReadByAnUpstreamAsItComes) {
  struct Opened {
    int status = 0;
    std::vector<std::string> pieces = {};
  };
  struct Read {
    static net::awaitable<void> all(Upstream& upstream, Context& context, Opened& out, net::steady_timer& first) {
      Call call;
      call.target = "/stream";
      call.route = "/stream";
      auto opened = co_await upstream.open(context, std::move(call), 1s);
      if (!opened) co_return;
      out.status = opened->status;
      std::string text = co_await opened->body->next();
      first.cancel();
      while (!text.empty()) {
        out.pieces.push_back(text);
        text = co_await opened->body->next();
      }
    }
    static net::awaitable<void> write_more(BodyStream& to, net::steady_timer& first) {
      boost::system::error_code woken;
      co_await first.async_wait(net::redirect_error(net::use_awaitable, woken));
      to.write("two.");
      to.end();
    }
  };
  UpstreamConfig config;
  config.url = "http://127.0.0.1:" + std::to_string(host.port());
  host.on_reactor([&] { upstream = std::make_unique<Upstream>(host.reactor(), "customer", config, host.metrics()); });
  Context context{host.tracer().start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + 5s};
  write("one.");
  net::steady_timer first{host.reactor(), net::steady_timer::time_point::max()};
  Opened opened;
  net::co_spawn(host.reactor(), Read::write_more(*stream, first), net::use_future);
  net::co_spawn(host.reactor(), Read::all(*upstream, context, opened, first), net::use_future).get();
  EXPECT_EQ(opened.status, 200);
  EXPECT_THAT(opened.pieces, ::testing::ElementsAre("one.", "two.farewell"));
}

TEST(ServerSentEvents, AreBlocksOfFields) {
  EXPECT_EQ(sse::greeting("e-1"), "retry: 1000\nid: e-1\n\n");
  EXPECT_EQ(sse::event("e-2", "mypage.changed", R"({"orderId":7})"),
            "id: e-2\nevent: mypage.changed\ndata: {\"orderId\":7}\n\n");
}

}  // namespace
}  // namespace sharecar::http
