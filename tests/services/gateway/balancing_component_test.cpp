// A gateway before several instances of a service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "running_gateway.hpp"

namespace sharecar::gateway::test {
namespace {

/// Two customers and two orders; the second ones are played here.
struct Replicated {
  PlayedService customer_2{"customer-2"};
  PlayedService order_2{"order-2"};
  RunningGateway gateway{[this](GatewayConfig& config) {
    config.customer.urls = {config.customer.url, customer_2.url()};
    config.order.urls = {config.order.url, order_2.url()};
  }};

  /// The name of the instance that answered.
  std::string who(const std::string& request) { return gateway.ask(request).body.substr(0, 10); }
};

TEST(Balancing, UsesEveryInstanceOfAService) {
  Replicated platform;
  std::set<std::string> heard;
  for (int i = 0; i < 6; ++i) heard.insert(platform.who("GET /orders").substr(0, 7));
  EXPECT_EQ(heard, (std::set<std::string>{"order\nG", "order-2"}));
}

TEST(Balancing, KeepsEachReaderAtOneInstance) {
  Replicated platform;
  std::set<std::string> used;
  for (int i = 0; i < 16; ++i) {
    const auto name = "user" + std::to_string(i);
    const auto first = platform.who("GET /mypages/search/findByCustomerId?customerId=" + name);
    EXPECT_EQ(platform.who("GET /mypages?page=2&customerId=" + name), first);
    used.insert(first);
    const auto id = std::to_string(i);
    EXPECT_EQ(platform.who("GET /mypages/" + id), platform.who("GET /mypages/search/findByOrderId?orderId=" + id));
  }
  EXPECT_EQ(used.size(), 2u);
  EXPECT_EQ(platform.who("GET /mypages"), platform.who("GET /mypages?size=3"));
}

TEST(Balancing, ListsEveryInstance) {
  Replicated platform;
  const auto answer = platform.gateway.ask("GET /admin/instances");
  std::multiset<std::string> services;
  std::set<std::string> urls;
  const auto all = boost::json::parse(answer.body);
  for (const auto& one : all.as_array()) {
    services.insert(std::string{one.at("service").as_string()});
    urls.insert(std::string{one.at("url").as_string()});
  }
  EXPECT_EQ(services, (std::multiset<std::string>{"customer", "customer", "gateway", "order", "order", "payment",
                                                  "reservation", "tracing"}));
  EXPECT_EQ(urls.size(), 8u);
  EXPECT_EQ(urls.count(platform.customer_2.url()), 1u);
}

}  // namespace
}  // namespace sharecar::gateway::test
