#include "variants/drill.hpp"

#include <boost/json.hpp>

#include "chassis/telemetry/metrics.hpp"
#include "contracts/time.hpp"
#include "launcher/booking.hpp"
#include "launcher/stores.hpp"

namespace sharecar {
namespace {

namespace fs = std::filesystem;
namespace bj = boost::json;
using namespace std::chrono_literals;

launcher::HttpAnswer send(const std::string& method, const std::string& url, const bj::object& body = {},
                          const Environment& headers = {}) {
  launcher::HttpCall call{.method = method, .url = url, .headers = headers, .limit = 12s};
  if (!body.empty()) {
    call.headers["Content-Type"] = "application/json";
    call.body = bj::serialize(body);
  }
  return launcher::call(call);
}

}  // namespace

std::string in_hours(int hours) {
  const auto at = std::chrono::ceil<std::chrono::hours>(std::chrono::system_clock::now()) + std::chrono::hours{hours};
  return to_rfc3339(Timestamp{at});
}

void Drill::SetUpTestSuite() {
  try {
    booted_ = std::make_unique<test::TestPlatform>();
  } catch (const std::exception& error) {
    FAIL() << error.what();
  }
  platform_ = &**booted_;
  run_ = booted_->run();
  booked({.car = 4005});  // the consumers are at work before anything is timed
}

void Drill::TearDownTestSuite() { booted_.reset(); }

void Drill::TearDown() {
  no_faults();
  const auto kept = booked({.car = 4005});
  const auto gone = booked({.car = 4005});
  cancel(gone);
  expect_broken({kept, gone}, {});
}

Drill::Planted::Planted(const std::string& part, const std::string& variant, Environment environment) : part_(part) {
  platform_->replace(part, {fs::path{SHARECAR_PROGRAMS_DIR} / ("sharecar-" + part + "-" + variant), environment});
  platform_->wait_ready(part);
}

Drill::Planted::~Planted() {
  platform_->replace(part_, {});
  platform_->wait_ready(part_);
}

Told Drill::book(const Wish& wish) {
  bj::object body{{"carId", wish.car}, {"customerId", "drill"}};
  if (!wish.starts.empty()) body["startsAt"] = wish.starts;
  if (!wish.card.empty()) body["cardNumber"] = wish.card;
  Environment headers;
  if (!wish.key.empty()) headers["Idempotency-Key"] = wish.key;
  const auto answer = send("POST", platform_->url("order") + "/orders", body, headers);
  const auto said = answer.json();
  const auto* id = said.is_object() ? said.as_object().if_contains("orderId") : nullptr;
  EXPECT_NE(id, nullptr) << answer.status << ' ' << answer.body << answer.failure;
  return {answer.status, OrderId{id != nullptr ? id->to_number<std::int64_t>() : 0}};
}

OrderId Drill::booked(const Wish& wish) {
  const auto told = book(wish);
  EXPECT_TRUE(becomes(told.order, OrderState::CONFIRMED)) << to_string(told.order);
  return told.order;
}

void Drill::cancel(OrderId id) {
  const auto answer = send("DELETE", platform_->url("order") + "/orders/" + to_string(id));
  EXPECT_TRUE(answer.status == 200 || answer.status == 202) << answer.status << ' ' << answer.body;
}

OrderState Drill::state(OrderId id) { return launcher::BookingClient{platform_->url("order")}.order(id.value).status; }

bool Drill::becomes(OrderId id, OrderState wanted) {
  return eventually([&] { return state(id) == wanted; });
}

void Drill::fault(const std::string& part, const std::string& route, const std::string& what) {
  static int faults = 0;
  auto body = bj::parse(what).as_object();
  body["route"] = route;
  const auto name = "drill-" + std::to_string(++faults);
  const auto answer = send("PUT", platform_->url(part) + "/actuator/faults/" + name, body);
  EXPECT_TRUE(answer.ok()) << answer.status << ' ' << answer.body;
}

void Drill::no_faults() {
  for (const char* part : {"cardnet", "payment"}) send("DELETE", platform_->url(part) + "/actuator/faults");
}

std::int64_t Drill::ledger(const std::string& what) {
  return send("GET", platform_->url("cardnet") + "/ledger/summary").json().at(what).to_number<std::int64_t>();
}

std::unique_ptr<sharecar::sql::Connection> Drill::session(const std::string& database) {
  static telemetry::Metrics metrics{"drill"};
  static std::map<std::string, sharecar::sql::Postgres> databases;
  auto found = databases.find(database);
  if (found == databases.end()) {
    sharecar::sql::PostgresConfig config;
    config.uri = platform_->postgres_uri(database);
    config.connections = 1;
    found = databases.try_emplace(database, config, metrics).first;
  }
  auto connection = found->second.dedicated();
  connection->ready();
  return connection;
}

void Drill::sql(const std::string& database, const std::string& text) { session(database)->script(text); }

void Drill::repeat(const std::string& database, const std::string& topic, OrderId id, int version) {
  sql(database, "UPDATE outbox SET published_at = NULL WHERE topic = '" + topic + "' AND aggregate_id = '" +
                    to_string(id) + "' AND version = " + std::to_string(version));
}

invariants::Report Drill::look(const invariants::CheckOptions& options) {
  auto now = options;
  now.wait = 0ms;  // the orders of earlier scenarios will never come to rest
  now.traces = 0;  // a replaced program takes unsent spans with it
  return invariants::check(launcher::stores_in(run_), now);
}

void Drill::expect_broken(const std::set<OrderId>& orders, const Rules& expected, invariants::CheckOptions options) {
  invariants::Report report;
  Rules seen;
  int in_a_row = 0;
  eventually([&] {
    report = look(options);
    seen = report.rules_broken_by(orders);
    in_a_row = seen == expected ? in_a_row + 1 : 0;
    return in_a_row == 3;
  });
  EXPECT_EQ(seen, expected) << report.text();
}

}  // namespace sharecar
