#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "services/gateway/request_path.hpp"
#include "services/gateway/route_table.hpp"

namespace sharecar::gateway {
namespace {

std::string upstream_of(const RouteTable& table, std::string_view method, std::string_view path) {
  const auto* route = table.find(method, path);
  return route ? route->upstream : "nobody";
}

TEST(RouteTable, LeadsEveryPathToItsService) {
  const RouteTable table{default_routes()};
  const std::map<std::string, std::string> expected{
      {"/orders", "order"},
      {"/orders/3", "order"},
      {"/orders/3/trace", "order"},
      {"/orders/", "order"},
      {"/ordersx", "nobody"},
      {"/Orders", "nobody"},
      {"/cars", "order"},
      {"/cars/1002/availability", "order"},
      {"/zones", "order"},
      {"/zones/1", "nobody"},
      {"/quotes", "order"},
      {"/reservations", "reservation"},
      {"/cancellations/7", "reservation"},
      {"/payments/methods", "payment"},
      {"/paymentHistories", "payment"},
      {"/mypages/3", "customer"},
      {"/myPages/search/findByOrderId", "customer"},
      {"/admin/orders", "order"},
      {"/admin/orders/3", "nobody"},  // joined by the gateway itself
      {"/admin/cars/1002", "reservation"},
      {"/admin/traces/api/v2/traces", "tracing"},
      {"/admin/traces/actuator/env", "nobody"},
      {"/actuator/health", "nobody"},
      {"/internal/payments/3", "nobody"},
      {"/charges/3:1", "nobody"},
      {"/", "nobody"},
      {"*", "nobody"},
  };
  for (const auto& [path, upstream] : expected) EXPECT_EQ(upstream, upstream_of(table, "GET", path)) << path;
}

TEST(RouteTable, TakesTheFirstRouteThatMatches) {
  const RouteTable table{{{.id = "one", .upstream = "new", .paths = {"/orders/{id}"}},
                          {.id = "all", .upstream = "old", .paths = {"/orders/**"}},
                          {.id = "never", .upstream = "none", .paths = {"/orders/3"}}}};
  EXPECT_EQ("new", upstream_of(table, "GET", "/orders/3"));
  EXPECT_EQ("old", upstream_of(table, "GET", "/orders"));
  EXPECT_EQ("old", upstream_of(table, "GET", "/orders/3/trace"));
}

TEST(RouteTable, ServesOnlyTheMethodsOfARouteAndHeadAsGet) {
  const RouteTable table{default_routes()};
  EXPECT_EQ("reservation", upstream_of(table, "PATCH", "/admin/cars/1"));
  EXPECT_EQ("reservation", upstream_of(table, "HEAD", "/admin/cars/1"));
  EXPECT_EQ("nobody", upstream_of(table, "DELETE", "/admin/cars/1"));
  EXPECT_EQ("nobody", upstream_of(table, "POST", "/admin/traces/api/v2/spans"));
  EXPECT_EQ("order", upstream_of(table, "DELETE", "/orders/1"));
}

TEST(RouteTable, TakesLeadingSegmentsOff) {
  EXPECT_EQ("/api/v2/trace/1f", without_prefix("/admin/traces/api/v2/trace/1f", 2));
  EXPECT_EQ("/a%20b", without_prefix("/x/a%20b", 1));
  EXPECT_EQ("/", without_prefix("/x", 1));
  EXPECT_EQ("/", without_prefix("/x", 5));
  EXPECT_EQ("/x", without_prefix("/x", 0));
}

TEST(RouteTable, NamesKnownRequestsByTheirTemplateAndTheRestByItsPattern) {
  const RouteTable table{{{.id = "order", .upstream = "order", .paths = {"/orders/**", "/zones"}, .methods = {"GET"}}}};
  std::vector<std::string> names;
  for (const auto& named : named_requests(table, {{"GET", "/orders/{id}"}, {"GET", "/cars"}, {"GET", "/zones"}})) {
    names.push_back(named.method + ' ' + named.path + " -> " + named.route->id);
  }
  const std::vector<std::string> expected{"GET /orders/{id} -> order", "GET /zones -> order",
                                          "GET /orders/** -> order"};
  EXPECT_EQ(expected, names);
}

TEST(RouteTable, ProxiesEveryKnownRequest) {
  const RouteTable table{default_routes()};
  for (const auto& [method, path] : known_requests()) EXPECT_NE(nullptr, table.find(method, path)) << method << path;
}

TEST(RequestPath, IsPassedOnWhenEveryServerReadsItAlike) {
  for (const char* path : {"/", "/orders", "/orders/3", "/orders/a.b", "/orders/...", "/orders/.well-known", "/a%20b",
                           "/orders/%ED%95%9C", "/orders/a;v=1", "/orders/%252e%252e", "/cars/x..y"}) {
    EXPECT_FALSE(objection(path)) << path;
  }
}

TEST(RequestPath, IsRefusedWhenSomeServerCouldReadItAsAnother) {
  for (const char* path : {"/orders/..", "/orders/../actuator", "/orders/./3", "/orders/%2e%2e/actuator",
                           "/orders/%2E./x", "/orders/.%2e", "/orders/..;x=1/actuator", "/orders/%2e;a", "/orders%2f3",
                           "/orders/a%2Fb", "/orders/a%5cb", "/orders/a%5Cb", "/orders\\3", "/.."}) {
    EXPECT_TRUE(objection(path)) << path;
  }
}

}  // namespace
}  // namespace sharecar::gateway
