/// A gateway on real sockets, and the services behind it as the test plays them.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "chassis/http_support.hpp"
#include "services/gateway/assemble.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::gateway::test {

using http::testing::Answer;
using http::testing::RawClient;

/// A service that answers every request the same way, and remembers what it was asked.
class PlayedService {
 public:
  using Play = std::function<http::Reply(const http::Request&)>;

  /// Until told otherwise it echoes: its name, then what it was sent, line by line.
  explicit PlayedService(std::string name);

  std::string url() const { return "http://127.0.0.1:" + std::to_string(host_.port()); }
  void play(Play play);
  /// Answers only after so long.
  void slow_down(std::chrono::milliseconds delay) { delay_ = delay; }
  std::vector<http::Request> requests() const;
  /// Spans with their kind and order, "SERVER POST /orders 7", that were posted here as to a collector; sorted.
  std::string spans() const;

 private:
  http::net::awaitable<http::Reply> answer(Context& context, http::Request request);

  std::string name_;
  std::atomic<std::chrono::milliseconds> delay_{};
  mutable std::mutex mutex_;
  Play play_;
  std::vector<http::Request> requests_;
  http::testing::Host host_{0.0};
};

class RunningGateway {
 public:
  using Change = std::function<void(GatewayConfig&)>;
  /// `change` adapts a configuration that leads to the played services.
  explicit RunningGateway(const Change& change = {});

  PlayedService order{"order"};
  PlayedService reservation{"reservation"};
  PlayedService payment{"payment"};
  PlayedService customer{"customer"};
  PlayedService tracing{"tracing"};

  int port() const { return service_->port(); }
  void stop() { service_->stop(); }
  /// One request on a connection of its own: "GET /orders/3". `fields` are lines without their end; a Host is added.
  Answer ask(const std::string& request, const std::vector<std::string>& fields = {},
             const std::string& body = {}) const;

 private:
  std::unique_ptr<sharecar::test::RunningService<GatewayConfig>> service_;
};

/// The bytes of a request.
std::string request_text(const std::string& request, const std::vector<std::string>& fields = {},
                         const std::string& body = {});

/// A URL where nobody listens.
std::string nowhere();

}  // namespace sharecar::gateway::test
