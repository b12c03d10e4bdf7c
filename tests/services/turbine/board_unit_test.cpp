// What turbine knows of instances and breakers.
#include "services/turbine/board.hpp"

#include <gtest/gtest.h>

namespace sharecar::turbine {
namespace {

using namespace std::chrono_literals;
using contracts::Breaker;
using contracts::BreakerEvent;

constexpr Timestamp start{std::chrono::seconds{1'000'000}};

Breaker breaker(const std::string& service, const std::string& name, const std::string& state = "CLOSED") {
  Breaker out;
  out.service = service;
  out.instance = service + "-1";
  out.name = name;
  out.state = state;
  out.server_now = start;
  return out;
}

Listed listed(const std::string& service) { return {service, service + "-1", "http://" + service}; }

std::string text(const std::vector<Breaker>& breakers) {
  std::string out;
  for (const auto& one : breakers) out += one.service + '/' + one.name + ' ';
  return out;
}

std::string text(const std::vector<contracts::WatchedInstance>& instances) {
  std::string out;
  for (const auto& one : instances) {
    out += one.instance + ' ' + one.url + ' ' + one.watched + ' ' + one.health + " since " +
           std::to_string((one.since - start) / 1s) + '\n';
  }
  return out;
}

Board board_of(const std::vector<std::string>& services) {
  Board out;
  std::vector<Listed> all;
  for (const auto& service : services) all.push_back(listed(service));
  out.list(all, start);
  for (const auto& service : services) out.watched(service + "-1", "live", start);
  return out;
}

TEST(Board, SaysOfEachInstanceHowItIsAndSinceWhen) {
  Board board;
  EXPECT_EQ(text(board.list({listed("order"), listed("payment")}, start)), "");
  EXPECT_TRUE(board.watched("order-1", "live", start + 1s));
  EXPECT_FALSE(board.watched("order-1", "live", start + 2s));
  EXPECT_TRUE(board.told("order-1", "UP", 12, {}, start + 3s));
  EXPECT_FALSE(board.told("order-1", "UP", 9'000, {}, start + 4s)) << "lag alone is no news";
  EXPECT_TRUE(board.watched("payment-1", "silent", start + 5s));
  EXPECT_FALSE(board.watched("nobody-1", "live", start));
  EXPECT_FALSE(board.told("nobody-1", "UP", {}, {}, start));
  EXPECT_EQ(text(board.instances()),
            "order-1 http://order live UP since 3\n"
            "payment-1 http://payment silent UNKNOWN since 5\n");
  EXPECT_EQ(board.instance("order-1")->lag_ms, 9'000);
  EXPECT_TRUE(board.live("order-1"));
  EXPECT_FALSE(board.live("payment-1"));
}

TEST(Board, ForgetsInstancesThatLeaveTheListWithTheirBreakers) {
  Board board = board_of({"order", "payment"});
  board.take(breaker("order", "payment"), start);
  board.take(breaker("payment", "cardnet"), start);
  EXPECT_EQ(text(board.list({listed("payment")}, start + 9s)), "order-1 http://order gone UNKNOWN since 9\n");
  EXPECT_EQ(text(board.breakers({}, start)), "payment/cardnet ");
  EXPECT_EQ(board.take(breaker("order", "payment"), start), News::nothing) << "a last message may still be on its way";
  EXPECT_EQ(text(board.breakers({}, start)), "payment/cardnet ");
}

TEST(Board, TellsAStateFromCountersAndCountersFromThePassingOfTime) {
  Board board = board_of({"order"});
  Breaker it = breaker("order", "payment");
  EXPECT_EQ(board.take(it, start), News::state) << "it is new";
  it.server_now += 1s;
  EXPECT_EQ(board.take(it, start + 1s), News::nothing);
  it.buffered_calls = 1;
  EXPECT_EQ(board.take(it, start + 2s), News::counters);
  it.state = "OPEN";
  it.half_open_in_ms = 3'000;
  EXPECT_EQ(board.take(it, start + 3s), News::state);
  it.half_open_in_ms = 2'000;
  EXPECT_EQ(board.take(it, start + 4s), News::nothing);
}

TEST(Board, CountsDownWhatCountsDownUnlessTheInstanceIsSilent) {
  Board board = board_of({"order"});
  Breaker it = breaker("order", "payment", "OPEN");
  it.half_open_in_ms = 3'000;
  board.take(it, start);
  const auto key = key_of(it);
  EXPECT_EQ(board.breaker(key, start + 1s)->half_open_in_ms, 2'000);
  EXPECT_EQ(board.breaker(key, start + 1s)->server_now, start + 1s);
  EXPECT_EQ(board.breaker(key, start + 9s)->half_open_in_ms, 0) << "it waits for the next call";
  board.watched("order-1", "silent", start + 1s);
  EXPECT_EQ(board.breaker(key, start + 9s), it) << "as it was when it was last heard of";
  EXPECT_EQ(board.breaker({"order", "order-1", "nothing"}, start), std::nullopt);
}

TEST(Board, SortsByFailuresThenByVolumeThenByName) {
  Board board = board_of({"gateway", "order"});
  const auto add = [&](const char* service, const char* name, double failures, int requests) {
    Breaker it = breaker(service, name);
    it.failure_rate = failures;
    it.recent.requests = requests;
    board.take(it, start);
  };
  add("gateway", "order", -1, 7);
  add("gateway", "customer", 0, 7);
  add("gateway", "payment", 0, 70);
  add("order", "payment", 12.5, 1);
  add("order", "customer", 60, 0);
  EXPECT_EQ(text(board.breakers({}, start)),
            "order/customer order/payment gateway/payment gateway/customer gateway/order ");
  EXPECT_EQ(text(board.breakers({.service = "gateway", .instance = {}, .name = "payment", .state = {}}, start)),
            "gateway/payment ");
  EXPECT_EQ(text(board.breakers({.service = {}, .instance = "order-1", .name = {}, .state = "CLOSED"}, start)),
            "order/customer order/payment ");
  EXPECT_EQ(text(board.breakers({.service = {}, .instance = {}, .name = {}, .state = "OPEN"}, start)), "");
}

TEST(Board, KeepsTheLastEventsOfEachBreaker) {
  Board board = board_of({"order"});
  board.take(breaker("order", "payment"), start);
  BreakerEvent event;
  event.service = "order";
  event.instance = "order-1";
  for (int i = 0; i < 300; ++i) {
    event.name = "payment";
    event.trace_id = std::to_string(i);
    board.take(event);
    event.name = "nobody";
    board.take(event);
  }
  const auto last = board.events({"order", "order-1", "payment"}, 3);
  ASSERT_EQ(last.size(), 3u);
  EXPECT_EQ(last.front().trace_id, "297");
  EXPECT_EQ(last.back().trace_id, "299");
  EXPECT_EQ(board.events({"order", "order-1", "payment"}, 1000).size(), 200u);
  EXPECT_TRUE(board.events({"order", "order-1", "nobody"}, 1000).empty());
}

}  // namespace
}  // namespace sharecar::turbine
