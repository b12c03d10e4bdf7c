// What becomes of spans when the collector takes them, takes them later, or never.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "chassis/telemetry/zipkin_reporter.hpp"
#include "http_support.hpp"

namespace sharecar::telemetry {
namespace {

using namespace std::chrono_literals;
using Peer = http::testing::ScriptedPeer;
namespace net = boost::asio;

std::string answer(const char* status) {
  return std::string{"HTTP/1.1 "} + status + "\r\nContent-Length: 0\r\n\r\n";
}

class Reporter : public ::testing::Test {
 protected:
  /// Reports `spans` at once to a collector of one connection, and waits until it has them or for a second.
  void report(int spans, Peer::Script script, const ReporterConfig& config = {}) {
    script.push_back(Peer::read());  // none must come any more
    Peer collector{{script}};
    http::UpstreamConfig url;
    url.url = "http://127.0.0.1:" + std::to_string(collector.port());
    http::Upstream upstream{host_.reactor(), "tracing", url, host_.metrics()};
    ZipkinReporter reporter{host_.reactor(), config, upstream, host_.metrics()};
    std::vector<SpanRecord> records(static_cast<std::size_t>(spans));
    for (auto& record : records) record.name = "a span";
    reporter.report(std::move(records));
    waited_ = metric("sharecar_spans_waiting");
    net::co_spawn(host_.reactor(), reporter.flush(1s), net::use_future).get();
    waits_ = metric("sharecar_spans_waiting");
    host_.stop();
    requests_ = collector.requests();
  }
  std::string metric(const std::string& name) {
    std::string line;
    host_.on_reactor([&] { line = host_.metric(name); });
    return line.substr(line.rfind(' ') + 1);
  }
  int spans_in(std::size_t request) const {
    int count = 0;
    for (auto at = requests_[request].find("\"a span\""); at != std::string::npos; ++count) {
      at = requests_[request].find("\"a span\"", at + 1);
    }
    return count;
  }

  http::testing::Host host_;
  std::string waited_;
  std::string waits_;
  std::vector<std::string> requests_;
};

TEST_F(Reporter, RepeatsABatchThatTheCollectorIsTooBusyFor) {
  report(3, {Peer::read(), Peer::send(answer("503 Service Unavailable")), Peer::read(),
             Peer::send(answer("202 Accepted"))});
  ASSERT_EQ(requests_.size(), 2u);
  EXPECT_EQ(spans_in(0), 3);
  EXPECT_EQ(spans_in(1), 3);
  EXPECT_EQ(waited_, "3\n");
  EXPECT_EQ(waits_, "0\n");
}

TEST_F(Reporter, DropsABatchThatTheCollectorRefuses) {
  report(3, {Peer::read(), Peer::send(answer("400 Bad Request"))});
  EXPECT_EQ(requests_.size(), 1u);
  EXPECT_EQ(waits_, "0\n");
}

TEST_F(Reporter, DropsTheNewestWhenTooManyWait) {
  ReporterConfig config;
  config.max_queued_spans = 4;
  config.max_batch_spans = 3;
  report(5, {Peer::read(), Peer::send(answer("202 Accepted")), Peer::read(), Peer::send(answer("202 Accepted"))}, config);
  EXPECT_EQ(waited_, "4\n");
  ASSERT_EQ(requests_.size(), 2u);
  EXPECT_EQ(spans_in(0), 3);
  EXPECT_EQ(spans_in(1), 1);
}

}  // namespace
}  // namespace sharecar::telemetry
