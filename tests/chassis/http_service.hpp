/// A small service for the tests of the server, and a fixture that runs it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "http_support.hpp"
#include "support/eventually.hpp"

namespace sharecar::http::testing {

/// Holds requests until the test lets them go.
struct Gate {
  std::atomic<int> waiting{0};
  std::atomic<bool> open{false};

  void await_waiting(int count) const {
    ASSERT_TRUE(test::eventually([&] { return waiting == count; }));
  }
};

/// A handler that waits for the gate.
Handler gated(std::shared_ptr<Gate> gate);

/// GET /hello, /echo/{name}, /orders/{id} (7 names its order), /remaining, /fail?{how}, /headers, /empty/{status},
/// /probe (quiet), /admin (loopback only) and POST /echo.
Routes routes();

std::string get(const std::string& target, const std::string& fields = {});
/// To /echo; `fields` hold the framing.
std::string post(const std::string& fields, const std::string& body);

class HttpServer : public ::testing::Test {
 protected:
  void start(ServerConfig config = {}, const std::function<void(Server&)>& prepare = {}) {
    host.serve(routes(), std::move(config), prepare);
  }
  Answer ask(const std::string& request, bool has_body = true) {
    RawClient client{host.port()};
    client.send(request);
    return client.receive(has_body);
  }

  Host host;
};

}  // namespace sharecar::http::testing
