// Many clients who want the same thing at the same moment, and events that come twice, late and out of order.

#include <algorithm>
#include <future>
#include <iostream>
#include <set>
#include <thread>

#include "chassis/json/encode.hpp"
#include "fire/drill.hpp"
#include "invariants/check.hpp"
#include "launcher/metric_samples.hpp"
#include "launcher/stores.hpp"
#include "load/run.hpp"
#include "support/eventually.hpp"

namespace sharecar::fire {
namespace {

using test::eventually;

class Race : public Drill {
 protected:
  void TearDown() override { EXPECT_EQ(broken(100), ""); }

  static std::map<int, int> statuses(const std::vector<Operation>& operations) {
    std::map<int, int> out;
    for (const auto& one : operations) ++out[one.status];
    return out;
  }
  /// How often a counter of a service stands at, over all its labels.
  static double metric(const std::string& part, const std::string& name) {
    const auto answer = launcher::call({.url = platform_->url(part) + "/actuator/prometheus"});
    double sum = 0;
    for (const auto& [series, value] : launcher::metric_samples(answer.body)) {
      if (series.starts_with(name)) sum += value;
    }
    return sum;
  }
};

using Statuses = std::map<int, int>;

TEST_F(Race, OneOf64ClientsGetsTheSlot) {
  for (int round = 0; round < (full() ? 50 : 5); ++round) {
    const Wish wish = client_->somewhere();
    const auto answers = client_->book_all(std::vector<Wish>(64, wish));
    EXPECT_EQ(statuses(answers), (Statuses{{201, 1}, {409, 63}}));
    for (const auto& one : answers) {
      if (one.status == 409) {
        EXPECT_EQ(one.code, "slot_taken");
      }
    }
  }
}

TEST_F(Race, ClientsWithoutTimesGetOneHourEachOnOneCar) {
  Wish wish;
  wish.car = CarId{1016};  // no wish with a time goes there
  std::set<OrderId> orders;
  const int rounds = full() ? 20 : 3;
  for (int round = 0; round < rounds; ++round) {
    const auto answers = client_->book_all(std::vector<Wish>(64, wish));
    auto got = statuses(answers);
    EXPECT_EQ(got[201] + got[202], 64) << "who waits for the car on a slow machine may be told to pay later";
    for (const auto& one : answers) orders.insert(one.order_id.value_or(OrderId{}));
  }
  EXPECT_EQ(orders.size(), 64u * static_cast<unsigned>(rounds));
}

TEST_F(Race, TwentyEqualSubmissionsAreOneOrder) {
  for (int round = 0; round < (full() ? 50 : 10); ++round) {
    Wish wish = client_->somewhere();
    wish.key = "equal-" + std::to_string(round);
    wish.customer = "impatient";
    const auto answers = client_->book_all(std::vector<Wish>(20, wish));
    std::set<OrderId> orders;
    for (const auto& one : answers) {
      if (one.order_id) orders.insert(*one.order_id);
      const bool right = one.status == 201 || one.status == 202 || (one.status == 409 && one.code == "request_running");
      EXPECT_TRUE(right) << one.status << ' ' << one.code.value_or("");
    }
    EXPECT_EQ(orders.size(), 1u);
    EXPECT_EQ(client_->book(wish).status, 201);
  }
}

/// Ids of a customer's orders, as soon as there are any.
std::vector<OrderId> orders_of(const Client& client, const std::string& customer) {
  std::vector<OrderId> out;
  const auto list = client.get("/orders/search/findByCustomerId?customerId=" + customer).json();
  const auto* embedded = list.is_object() ? list.get_object().if_contains("_embedded") : nullptr;
  if (!embedded) return out;
  for (const auto& order : embedded->at("orders").as_array()) out.push_back(OrderId{order.at("orderId").as_int64()});
  return out;
}

TEST_F(Race, CancellingWhileTheCardIsBeingChargedLeavesNoMoneyBehind) {
  const int rounds = full() ? 200 : 20;
  for (int round = 0; round < rounds; ++round) {
    const std::string customer = "hasty-" + std::to_string(round);
    fault("cardnet", R"({"route":"PUT /charges/{key}","delayMs":)" + std::to_string(1 + round * 300 / rounds) + "}");
    auto booking = std::async(std::launch::async, [&] { return client_->book({.customer = customer}); });
    std::vector<OrderId> orders;
    ASSERT_TRUE(eventually([&] { return !(orders = orders_of(*client_, customer)).empty(); }));
    const auto cancelled = client_->cancel(orders.front(), customer);
    EXPECT_TRUE(cancelled.status == 200 || cancelled.status == 202) << cancelled.status;
    const auto booked = booking.get();
    EXPECT_TRUE(booked.status == 201 || booked.status == 202 || booked.code == "order_cancelled") << booked.status;
    EXPECT_TRUE(client_->becomes(orders.front(), OrderState::CANCELLED));
  }
  heal("cardnet");
}

TEST_F(Race, CancellingWhileTheReservationIsConfirmedEndsCancelled) {
  const int rounds = full() ? 300 : 30;
  for (int round = 0; round < rounds; ++round) {
    const auto booked = client_->book();
    ASSERT_EQ(booked.status, 201);
    std::this_thread::sleep_for(std::chrono::milliseconds{round * 40 / rounds});  // somewhere into the confirmation
    EXPECT_EQ(client_->cancel(*booked.order_id).status, 202);
    EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CANCELLED));
  }
}

TEST_F(Race, CancellingWhileTheOrderExpiresEndsInOneOfTheTwo) {
  platform_->replace("order", {.environment = {{"SHARECAR_ORDER__PAY_WINDOW_S", "2"}}});
  platform_->wait_ready("order");
  fault("cardnet", R"({"route":"PUT /charges/{key}","hang":true})");
  const int rounds = full() ? 40 : 8;
  std::vector<OrderId> orders;
  for (int round = 0; round < rounds; ++round) {
    const auto booked = client_->book();
    EXPECT_TRUE(booked.status == 202 || booked.code == "payment_expired") << booked.status;
    if (!booked.order_id) continue;
    orders.push_back(*booked.order_id);
    const auto expires = std::chrono::system_clock::time_point{booked.at} + 2s;
    std::this_thread::sleep_until(expires + std::chrono::milliseconds{round * 400 / rounds - 200});
    EXPECT_EQ(client_->cancel(*booked.order_id).status, 200);
  }
  heal("cardnet");
  platform_->replace("order", {});
  platform_->wait_ready("order");
  for (const auto& order : orders) {
    EXPECT_TRUE(eventually([&] {
      const auto shown = client_->shown(order);
      return shown == OrderState::CANCELLED || shown == OrderState::EXPIRED;
    }));
  }
}

// Each consumer sees every message about twice, some much later, in any order: what is handled is counted.
TEST_F(Race, EventsThatComeTwiceLateAndOutOfOrderChangeNothing) {
  const std::vector<std::string> consumers{"order", "reservation", "payment", "customer"};
  const auto disorder = [](const std::string& service) {
    std::string upper = service;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
    return launcher::Replacement{.environment = {{"SHARECAR_" + upper + "__KAFKA__DISORDER", "0.5"}}};
  };
  for (const auto& service : consumers) platform_->replace(service, disorder(service));
  for (const auto& service : consumers) platform_->wait_ready(service);
  const double wanted = full() ? 1'000'000 : 100'000;
  double handled = 0;
  std::vector<std::jthread> clients;
  std::atomic<bool> enough = false;
  for (int i = 0; i < 6; ++i) {
    clients.emplace_back([&, i] {
      const std::string customer = "twice-" + std::to_string(i);
      for (int turn = 0; !enough; ++turn) {
        const auto booked = client_->book({.customer = customer});
        if (turn % 10 == 0 && booked.order_id) client_->cancel(*booked.order_id, customer);
        std::this_thread::sleep_for(40ms);  // the rate of the drill: what is told twice is handled meanwhile
      }
    });
  }
  const bool all = eventually(
      [&] {
        handled = 0;
        for (const auto& service : consumers) handled += metric(service, "sharecar_consumer_messages_total");
        std::this_thread::sleep_for(200ms);
        return handled >= wanted;
      },
      full() ? 1200s : 300s);
  enough = true;
  clients.clear();
  EXPECT_TRUE(all) << handled << " of " << wanted;
  std::cout << "messages handled: " << handled << std::endl;
  EXPECT_TRUE(eventually([] {
    const auto booked = client_->book();
    return booked.order_id && client_->becomes(*booked.order_id, OrderState::CONFIRMED);
  }, 180s)) << "what came in disorder is behind all of them";
  for (const auto& service : consumers) {
    std::cout << service << " dropped " << metric(service, "sharecar_spans_dropped_total") << " spans\n";
    platform_->replace(service, {});
  }
  for (const auto& service : consumers) platform_->wait_ready(service);
}

// 64 clients, 20 cars, 200 half hours of each, every one of them wanted several times. The last test, as it
// leaves no slot to the others.
TEST_F(Race, EverySlotOf20CarsIsWonExactlyOnce) {
  EXPECT_TRUE(eventually([] {
    client_->book();
    const auto breakers = client_->get("/actuator/circuitbreakers");
    return breakers.status == 200 && breakers.body.find("OPEN") == breakers.body.npos;
  })) << "what an earlier drill has opened is closed again";
  load::Options options;
  options.url = platform_->url("gateway");
  options.workload = load::WorkloadKind::race;
  options.clients = 64;
  options.contenders = full() ? 8 : 2;
  options.log = run_ / "race.jsonl";
  const auto report = load::run(options);
  ASSERT_TRUE(report) << report.error().detail;
  ASSERT_TRUE(report->race);
  EXPECT_GE(report->race->slots, full() ? 3800 : 4000) << "the long drills fill a car";
  EXPECT_EQ(report->race->won_once, report->race->slots) << json::encode(*report);
  EXPECT_EQ(report->race->not_won, 0);
  EXPECT_EQ(report->race->won_more_than_once, 0);
  EXPECT_EQ(invariants::check(launcher::stores_in(run_), {.log = options.log, .traces = 0}).text(), "");
}

}  // namespace
}  // namespace sharecar::fire
