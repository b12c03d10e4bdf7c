// What the platform tells of itself: one connected trace for each booking, also under load; the right dependency graph;
// the whole story of an order; and no secret in any of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "launcher/booking.hpp"
#include "launcher/booking_page.hpp"
#include "launcher/http_call.hpp"
#include "launcher/stores.hpp"
#include "launcher/trace_source.hpp"
#include "load/run.hpp"
#include "support/eventually.hpp"
#include "support/test_platform.hpp"
#include "tracemodel/reading.hpp"
#include "tracemodel/text.hpp"

namespace sharecar {
namespace {

namespace fs = std::filesystem;
namespace bj = boost::json;
using namespace std::chrono_literals;
using launcher::BookingClient;
using launcher::TraceSource;
using test::eventually;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> services{"gateway", "order", "payment", "reservation", "customer", "cardnet", "tracing"};

/// Boots once for all tests of this program and leaves nothing behind.
class Tracing : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    try {
      booted_ = std::make_unique<test::TestPlatform>();
      platform_ = &**booted_;
      run_ = booted_->run();
      client_ = std::make_unique<BookingClient>(platform_->url("gateway"));
    } catch (const std::exception& error) {
      FAIL() << error.what();
    }
  }
  static void TearDownTestSuite() {
    client_.reset();
    booted_.reset();
  }

  static TraceSource traces() { return TraceSource{platform_->url("gateway") + "/admin/traces"}; }
  static bj::value known_of(std::int64_t order) {
    return launcher::call(
               {.url = platform_->url("gateway") + "/admin/orders/" + std::to_string(order), .headers = {{"b3", "0"}}})
        .json();
  }
  static std::string page_of(std::int64_t order) { return launcher::booking_page(known_of(order)); }
  static std::set<std::string> dependency_links() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto end = std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    const auto body = launcher::call({.url = platform_->url("tracing") + "/api/v2/dependencies?endTs=" + end,
                                      .headers = {{"b3", "0"}}})
                          .json();
    std::set<std::string> links;
    for (const auto& link : body.as_array()) {
      links.insert(std::string{link.at("parent").as_string()} + " > " + std::string{link.at("child").as_string()});
    }
    return links;
  }
  static std::string status_of(std::int64_t order) {
    return boost::describe::enum_to_string(client_->order(order).status, "?");
  }

  static inline fs::path run_;
  static inline std::unique_ptr<test::TestPlatform> booted_;
  static inline launcher::Platform* platform_ = nullptr;
  static inline std::unique_ptr<BookingClient> client_;
};

TEST_F(Tracing, ShowsWhoCallsWhom) {
  const auto booked = client_->book({.car = 1002, .customer = "graph"});
  ASSERT_TRUE(booked.confirmed());
  ASSERT_TRUE(eventually([&] { return status_of(booked.order.order_id.value) == "CONFIRMED"; }));
  const std::set<std::string> expected{"gateway > order",     "order > postgresql",   "order > payment",
                                       "order > kafka",       "payment > postgresql", "payment > cardnet",
                                       "payment > kafka",     "cardnet > sqlite",     "reservation > postgresql",
                                       "reservation > kafka", "kafka > order",        "kafka > payment",
                                       "kafka > reservation", "kafka > customer",     "customer > sqlite"};
  std::set<std::string> links;
  eventually([&] { return (links = dependency_links()) == expected; }, 20s);  // a consumer's first spans may be late
  EXPECT_EQ(links, expected);
}

TEST_F(Tracing, FollowsABookingFromTheClientsOwnSpanAndKeepsItsDecision) {
  const auto place = [](const std::string& b3) {
    return launcher::call({.method = "POST",
                           .url = platform_->url("gateway") + "/orders",
                           .headers = {{"Content-Type", "application/json"}, {"b3", b3}},
                           .body = R"({"carId":1002,"customerId":"own"})"});
  };
  const std::string kept = "463ac35c9f6413ad48485a3953bb6124";
  const std::string dropped = "463ac35c9f6413ad48485a3953bb6125";
  ASSERT_EQ(place(dropped + "-00f067aa0ba902b7-0").status, 201);
  ASSERT_EQ(place(kept + "-00f067aa0ba902b7-1").status, 201);
  ASSERT_TRUE(eventually([&] {
    const auto spans = traces().trace(kept);
    return std::ranges::any_of(spans, [](const auto& span) { return span.local.service_name == "customer"; });
  }));
  EXPECT_TRUE(traces().trace(dropped).empty());
}

TEST_F(Tracing, TellsASlowCardNetworkAsAFindingAndAnInjectedFault) {
  const auto fault = platform_->url("cardnet") + "/actuator/faults/slow";
  ASSERT_TRUE(launcher::call({.method = "PUT",
                              .url = fault,
                              .headers = {{"Content-Type", "application/json"}},
                              .body = R"({"route":"PUT /charges/{key}","delayMs":300})"})
                  .ok());
  const auto booked = client_->book({.car = 2001, .customer = "slow"});
  launcher::call({.method = "DELETE", .url = fault});
  const auto spans = client_->settled_traces(booked.order.order_id.value, 10s).at(0);
  const tracemodel::Tree tree{spans};
  const auto found = tracemodel::Reading{tree}.findings;
  const auto slow = std::ranges::find_if(found, [](const auto& one) {
    return one.rule == tracemodel::Rule::slow_child &&
           one.text.find("cardnet: put /charges/{key} takes") != one.text.npos;
  });
  ASSERT_NE(slow, found.end()) << tracemodel::outline(tree);
  const auto& charge = *tree.span_of(tree.nodes()[slow->nodes.front()]);
  EXPECT_EQ(charge.tags.at("fault.injected"), "slow");
}

TEST_F(Tracing, ExplainsAHealthyBookingWithItsPlacesInKafka) {
  const auto booked = client_->book({.car = 2001, .customer = "healthy"});
  ASSERT_TRUE(booked.confirmed());
  const auto id = booked.order.order_id.value;
  ASSERT_TRUE(eventually([&] { return page_of(id).find("nothing: everything") != std::string::npos; }));
  client_->settled_traces(id, 10s);
  const auto page = page_of(id);
  EXPECT_THAT(page, HasSubstr("CONFIRMED"));
  EXPECT_THAT(page, HasSubstr("post /orders answered 201"));
  EXPECT_THAT(page, testing::ContainsRegex("OrderPlaced +order v1 +order.events/[0-5]@[0-9]+ +customer \\+"));
  EXPECT_THAT(page, testing::ContainsRegex("ReservationConfirmed +reservation v1 +reservation.events/[0-5]@[0-9]+"));
  EXPECT_THAT(page, HasSubstr("#1 APPROVED"));
  EXPECT_THAT(page, HasSubstr("3 Reserved"));
}

TEST_F(Tracing, ExplainsWhatAStuckBookingWaitsFor) {
  platform_->stop("reservation");
  const auto paid = client_->book({.car = 3001, .customer = "stuck"}, 1500ms);
  EXPECT_THAT(page_of(paid.order.order_id.value),
              HasSubstr("waits for reservation to reserve the car.\n  reservation"));
  platform_->start("reservation");
  platform_->stop("payment");
  const auto pending = client_->book({.car = 3001, .customer = "stuck"}, 500ms);
  EXPECT_THAT(page_of(pending.order.order_id.value),
              testing::ContainsRegex("It waits for payment, which was asked .*; the next try is at .*; it expires at"));
  platform_->start("payment");
  for (const auto id : {paid.order.order_id.value, pending.order.order_id.value}) {
    EXPECT_TRUE(eventually([&] { return page_of(id).find("nothing: everything") != std::string::npos; }, 40s))
        << page_of(id);
  }
}

TEST_F(Tracing, ExplainsDeclinedAndCancelledBookings) {
  const auto answer = launcher::call({.method = "POST",
                                      .url = platform_->url("gateway") + "/orders",
                                      .headers = {{"Content-Type", "application/json"}},
                                      .body = R"({"carId":4001,"cardNumber":"4000000000000002"})"});
  ASSERT_EQ(answer.status, 402);
  const auto declined = answer.json().at("orderId").to_number<std::int64_t>();
  EXPECT_THAT(page_of(declined), HasSubstr("DECLINED"));
  EXPECT_THAT(page_of(declined), HasSubstr("#1 DECLINED, card ending 0002"));
  const auto booked = client_->book({.car = 4001, .customer = "canceller"});
  const auto id = booked.order.order_id.value;
  ASSERT_TRUE(eventually([&] { return status_of(id) == "CONFIRMED"; }));
  client_->cancel(id);
  ASSERT_TRUE(eventually([&] { return page_of(id).find("nothing: everything") != std::string::npos; }));
  client_->settled_traces(id, 10s);
  EXPECT_THAT(page_of(id), HasSubstr("delete /orders/{id} answered 202"));
  EXPECT_EQ(known_of(999'999'999).at("code"), "order_unknown");
}

TEST_F(Tracing, GivesEachBookingUnderLoadOneConnectedTrace) {
  const bool full = std::getenv("SHARECAR_TEST_FULL") != nullptr;
  load::Options options;
  options.url = platform_->url("gateway");
  options.rate = full ? 60 : 25;
  options.duration = full ? 170s : 12s;
  const auto report = load::run(options);
  ASSERT_TRUE(report) << report.error().detail;
  const std::size_t wanted = full ? 10'000 : 250;
  const auto verdict = invariants::check(launcher::stores_in(run_), {.traces = wanted});
  EXPECT_EQ(verdict.text(), "");
  const auto looked = std::ranges::find(verdict.groups, "traces", &invariants::Looked::what);
  ASSERT_NE(looked, verdict.groups.end());
  EXPECT_EQ(looked->checked, static_cast<std::int64_t>(wanted));
}

/// Fills each field of a body with the canary that fits its name, and what has to be right with something right.
bj::value with_canaries(const bj::object& schema, const std::string& canary) {
  bj::object body;
  for (const auto& [name, field] : schema.at("properties").as_object()) {
    if (name == "carId")
      body[name] = 4001;
    else if (name == "hotelId" || name == "startsAt" || name == "endsAt" || name == "expectedPrice")
      continue;
    else
      body[name] = canary;
  }
  return body;
}

// Everything that a route takes from a stranger, in each place where it takes it.
void send_through(const std::string& base, const std::string& canary) {
  const auto described = launcher::call({.url = base + "/openapi.json"}).json();
  for (const auto& [path, operations] : described.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      launcher::HttpCall call{.method = method, .url = base, .limit = 3s};
      for (char& c : call.method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      std::string target{path};
      while (target.find('{') != target.npos) {
        target.replace(target.find('{'), target.find('}') - target.find('{') + 1, canary);
      }
      const auto& object = operation.as_object();
      std::string separator = "?";
      if (const auto* parameters = object.if_contains("parameters")) {
        for (const auto& parameter : parameters->as_array()) {
          if (parameter.at("in") != "query") continue;
          target += std::exchange(separator, "&") + std::string{parameter.at("name").as_string()} + "=" + canary;
        }
      }
      if (const auto* body = object.if_contains("requestBody")) {
        const auto& schema = body->at("content").at("application/json").at("schema").as_object();
        call.body = bj::serialize(with_canaries(schema, canary));
        call.headers["Content-Type"] = "application/json";
      }
      call.url += target;
      for (const char* header : {"Authorization", "Cookie", "Idempotency-Key", "X-Password", "User-Agent", "baggage"}) {
        call.headers[header] = canary;
      }
      launcher::call(call);
    }
  }
  launcher::call({.method = "GET", .url = base + "/" + canary + "/" + canary});
}

TEST_F(Tracing, ShowsNoSecretInAnySpanLogOrMetric) {
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<std::string> canaries{"5105105105105100", "tok_canary_9f3a7c", "hunter2canary", "canary.person"};
  for (const auto& canary : canaries) {
    for (const auto& service : services) {
      if (service != "tracing") send_through(platform_->url(service), canary);  // its spans are other people's
    }
  }
  const auto booked = client_->book({.car = 4001, .customer = canaries[3], .card = canaries[0]});
  ASSERT_TRUE(booked.confirmed());
  client_->settled_traces(booked.order.order_id.value, 10s);

  std::map<std::string, std::string> told;
  const auto lookback = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin) + 1s;
  told["spans"] = launcher::call({.url = platform_->url("tracing") + "/api/v2/traces?limit=100000&lookback=" +
                                         std::to_string(lookback.count()),
                                  .headers = {{"b3", "0"}},
                                  .limit = 20s})
                      .body;
  for (const auto& service : services) {
    told["metrics of " + service] = launcher::call({.url = platform_->url(service) + "/actuator/prometheus"}).body;
  }
  for (const auto& entry : fs::recursive_directory_iterator{run_ / "logs"}) {
    std::ifstream file{entry.path(), std::ios::binary};
    told[entry.path().filename().string()] = {std::istreambuf_iterator<char>{file}, {}};
  }
  EXPECT_THAT(told["spans"], HasSubstr("post /payments/methods"));
  for (const auto& [where, text] : told) {
    EXPECT_TRUE(!text.empty() || where.ends_with(".log")) << where;
    for (const auto& canary : canaries) {
      const auto at = text.find(canary);
      EXPECT_EQ(at, text.npos) << where << ": ..." << text.substr(at < 300 ? 0 : at - 300, 400);
    }
  }
}

}  // namespace
}  // namespace sharecar
