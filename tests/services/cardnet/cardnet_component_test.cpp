// The card network over HTTP, with its real ledger file.

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/serialize.hpp>
#include <thread>

#include "services/cardnet/cardnet_service.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::cardnet {
namespace {

using namespace std::chrono_literals;
using test::HttpAnswer;

class Cardnet : public ::testing::Test {
 protected:
  using Running = test::RunningService<CardnetConfig>;

  static CardnetConfig config_in(const test::TemporaryFolder& folder) {
    CardnetConfig config;
    config.data_dir = folder.path().string();
    config.slow_ms = 300;
    config.server.drain_ms = 3'000;
    return config;
  }
  void start() { running = std::make_unique<Running>("cardnet", config_in(folder), set_up); }
  void SetUp() override { start(); }

  HttpAnswer charge(const std::string& key, std::int64_t amount, const std::string& token = "demo-approve") {
    return running->call("PUT", "/charges/" + key,
                         R"({"amount":)" + std::to_string(amount) + R"(,"token":")" + token + R"("})");
  }
  HttpAnswer refund(const std::string& key, const std::string& charge_key, std::int64_t amount) {
    return running->call("PUT", "/refunds/" + key,
                         R"({"chargeKey":")" + charge_key + R"(","amount":)" + std::to_string(amount) + '}');
  }
  std::string summary() { return running->get("/ledger/summary").body; }

  test::TemporaryFolder folder;
  std::unique_ptr<Running> running;
};

// "201 APPROVED 1000 4242", "422 key_reused"
std::string text(const HttpAnswer& answer) {
  const auto body = answer.json();
  std::string out = std::to_string(answer.status);
  for (const char* name : {"code", "state", "amount", "lastFour", "reason"}) {
    const auto* field = body.as_object().if_contains(name);
    if (field == nullptr || field->is_null() || *field == "") continue;
    out += ' ' + (field->is_string() ? std::string{field->get_string()} : boost::json::serialize(*field));
  }
  return out;
}

// Calls `each(i)` on that many threads at once.
template <class Each>
void at_once(int count, Each each) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&each, i] { each(i); });
  for (auto& thread : threads) thread.join();
}

TEST_F(Cardnet, ChargesOnceAndRepeatsTheFirstAnswer) {
  const auto first = charge("42:1", 1000);
  EXPECT_EQ(text(first), "201 APPROVED 1000 4242");
  EXPECT_EQ(first.field("Location"), "http://localhost:" + std::to_string(running->port()) + "/charges/42%3A1");
  const auto again = charge("42:1", 1000, "demo-decline");
  EXPECT_EQ(text(again), "200 APPROVED 1000 4242");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(running->get("/charges/42:1").body, first.body);
  EXPECT_EQ(text(charge("42:1", 1001)), "422 key_reused");
  EXPECT_EQ(text(running->call("PUT", "/charges/43:1", R"({"amount":7,"cardNumber":"4000 0000 0000 0002"})")),
            "201 DECLINED 7 0002 insufficient_funds");
  EXPECT_EQ(text(charge("43:1", 7)), "200 DECLINED 7 0002 insufficient_funds");
  EXPECT_EQ(text(running->get("/charges/44:1")), "404 not_found");
  EXPECT_EQ(text(charge("45:1", 1, "tok_of_nobody")), "201 DECLINED 1 unknown_token");
}

TEST_F(Cardnet, NeverApprovesWhatWasVoided) {
  EXPECT_EQ(text(running->call("DELETE", "/charges/1")), "200 VOIDED 0 voided_before_charge");
  EXPECT_EQ(text(charge("1", 1000)), "200 VOIDED 0 voided_before_charge");
  charge("2", 1000);
  EXPECT_EQ(text(running->call("DELETE", "/charges/2")), "200 VOIDED 1000 4242");
  EXPECT_EQ(text(running->call("DELETE", "/charges/2")), "200 VOIDED 1000 4242");
  EXPECT_EQ(text(charge("2", 1000)), "200 VOIDED 1000 4242");
  charge("3", 1000, "demo-decline");
  EXPECT_EQ(text(running->call("DELETE", "/charges/3")), "200 DECLINED 1000 0002 insufficient_funds");
  EXPECT_EQ(summary(), R"({"approved":0,"declined":1,"voided":2,"refunds":0,"charged":0,"refunded":0,"kept":0})");
}

TEST_F(Cardnet, RefundsNoMoreThanWasCharged) {
  charge("42:1", 1000);
  const auto first = refund("42:refund", "42:1", 700);
  EXPECT_EQ(text(first), "201 700");
  EXPECT_EQ(text(refund("42:refund", "42:1", 700)), "200 700");
  EXPECT_EQ(running->get("/refunds/42:refund").body, first.body);
  EXPECT_EQ(text(refund("42:refund", "42:1", 600)), "422 key_reused");
  EXPECT_EQ(text(refund("42:more", "42:1", 301)), "422 refund_exceeds_charge");
  EXPECT_EQ(text(refund("42:more", "42:1", 300)), "201 300");
  EXPECT_EQ(text(running->call("DELETE", "/charges/42:1")), "422 refund_exceeds_charge");
  EXPECT_EQ(text(refund("43:refund", "43:1", 1)), "404 not_found");
  EXPECT_EQ(text(running->get("/refunds/43:refund")), "404 not_found");
  charge("44:1", 5, "demo-decline");
  EXPECT_EQ(text(refund("44:refund", "44:1", 5)), "422 refund_exceeds_charge");
  EXPECT_EQ(summary(), R"({"approved":1,"declined":1,"voided":0,"refunds":2,"charged":1000,"refunded":1000,"kept":0})");
}

TEST_F(Cardnet, ChargesOnceHoweverManyAskAtOnce) {
  std::atomic<int> created{0};
  std::atomic<int> repeated{0};
  at_once(48, [&](int) {
    const auto answer = charge("9:1", 500);
    ++(answer.status == 201 ? created : repeated);
    EXPECT_EQ(text(answer).substr(3), " APPROVED 500 4242");
  });
  EXPECT_EQ(created, 1);
  EXPECT_EQ(repeated, 47);
  EXPECT_EQ(summary(), R"({"approved":1,"declined":0,"voided":0,"refunds":0,"charged":500,"refunded":0,"kept":500})");
}

TEST_F(Cardnet, RefundsNoMoreThanWasChargedHoweverManyAskAtOnce) {
  charge("9:1", 1000);
  std::atomic<int> created{0};
  at_once(24, [&](int i) { created += refund("9:refund:" + std::to_string(i), "9:1", 100).status == 201; });
  EXPECT_EQ(created, 10);
  EXPECT_EQ(summary(),
            R"({"approved":1,"declined":0,"voided":0,"refunds":10,"charged":1000,"refunded":1000,"kept":0})");
}

TEST_F(Cardnet, EndsVoidedWhenVoidAndChargeRace) {
  at_once(24, [&](int i) {
    const std::string key = "9:" + std::to_string(i / 2);
    if (i % 2 == 0) {
      charge(key, 100);
    } else {
      running->call("DELETE", "/charges/" + key);
    }
  });
  EXPECT_EQ(summary(), R"({"approved":0,"declined":0,"voided":12,"refunds":0,"charged":0,"refunded":0,"kept":0})");
}

TEST_F(Cardnet, ApprovesASlowCardLaterEvenWhenTheCallerIsGone) {
  const auto impatient = running->call("PUT", "/charges/5:1", R"({"amount":10,"token":"demo-slow"})",
                                       {{"x-deadline-remaining-ms", "100"}}, 100ms);
  EXPECT_EQ(impatient.status, 0);
  EXPECT_EQ(text(running->get("/charges/5:1")), "404 not_found");
  EXPECT_TRUE(test::eventually([&] { return running->get("/charges/5:1").status == 200; }));
  EXPECT_EQ(text(charge("5:1", 10, "demo-slow")), "200 APPROVED 10 0077");
}

TEST_F(Cardnet, DoesNotApproveASlowCardThatWasVoidedMeanwhile) {
  HttpAnswer slow;
  std::thread caller{[&] { slow = charge("5:1", 10, "demo-slow"); }};
  EXPECT_TRUE(test::eventually([&] {  // the slow charge is on its way
    return running->service().metrics().text().find("http_server_active_requests{application=\"cardnet\"} 1") !=
           std::string::npos;
  }));
  EXPECT_EQ(text(running->call("DELETE", "/charges/5:1")), "200 VOIDED 0 voided_before_charge");
  caller.join();
  EXPECT_EQ(text(slow), "200 VOIDED 0 voided_before_charge");
}

TEST_F(Cardnet, ChargesNothingWhenItFailsOrHangs) {
  EXPECT_EQ(text(charge("6:1", 10, "demo-error")), "500 internal_error");
  EXPECT_EQ(text(running->get("/charges/6:1")), "404 not_found");
  EXPECT_EQ(running->call("PUT", "/charges/7:1", R"({"amount":1,"token":"demo-hang"})", {}, 200ms).status, 0);
  EXPECT_EQ(text(running->get("/charges/7:1")), "404 not_found");
  charge("7:1", 1);
  EXPECT_EQ(text(charge("7:1", 1, "demo-hang")), "200 APPROVED 1 4242") << "a known key is answered from the books";
}

TEST_F(Cardnet, StopsAlthoughACardHangs) {
  HttpAnswer hung;
  std::thread caller{[&] { hung = charge("7:1", 1, "demo-hang"); }};
  EXPECT_TRUE(test::eventually([&] {
    return running->service().metrics().text().find("http_server_active_requests{application=\"cardnet\"} 1") !=
           std::string::npos;
  }));
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(running->stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
  caller.join();
  EXPECT_EQ(text(hung), "503 unavailable");
}

TEST_F(Cardnet, StopsAlthoughAnInjectedFaultHangs) {
  running->stop();
  auto config = config_in(folder);
  config.server.drain_ms = 100;
  config.tracing.url = "http://127.0.0.1:1";  // sampled: the span of the request must not outlive its reporter
  running = std::make_unique<Running>("cardnet", config, set_up);
  const auto set = running->call("PUT", "/actuator/faults/f", R"({"route":"GET /charges/{key}","hang":true})");
  EXPECT_EQ(set.status, 200);
  std::thread caller{[&] { EXPECT_EQ(running->get("/charges/1").status, 503); }};  // let go by the stop
  EXPECT_TRUE(test::eventually([&] {
    return running->service().metrics().text().find("http_server_active_requests{application=\"cardnet\"} 1") !=
           std::string::npos;
  }));
  EXPECT_EQ(running->stop(), 0);
  caller.join();
}

TEST_F(Cardnet, GivesOutTokensThatBehaveAsTheirCards) {
  const auto token_of = [&](const char* number) {
    const auto answer = running->call("POST", "/tokens", std::string{R"({"cardNumber":")"} + number + R"("})");
    EXPECT_EQ(answer.status, 201);
    return answer.json();
  };
  const auto declining = token_of("4000000000000002");
  const auto another = token_of("4000000000000002");
  EXPECT_EQ(declining.at("lastFour"), "0002");
  EXPECT_NE(declining.at("token"), another.at("token"));
  const auto good = token_of("5555 5555 5555 4444");
  EXPECT_EQ(text(charge("1", 5, declining.at("token").as_string().c_str())), "201 DECLINED 5 0002 insufficient_funds");
  EXPECT_EQ(text(charge("2", 5, good.at("token").as_string().c_str())), "201 APPROVED 5 4444");
}

TEST_F(Cardnet, ShowsItsLedgerInPages) {
  charge("1:1", 10);
  charge("2:1", 20, "demo-decline");
  refund("1:refund", "1:1", 4);
  const auto page = running->get("/ledger?page=1&size=2").json();
  EXPECT_EQ(boost::json::serialize(page.at("page")), R"({"size":2,"totalElements":3,"totalPages":2,"number":1})");
  const auto& entry = page.at("_embedded").at("entries").at(0);
  EXPECT_EQ(entry.at("kind"), "REFUND");
  EXPECT_EQ(entry.at("chargeKey"), "1:1");
  EXPECT_EQ(entry.at("amount"), 4);
  const auto newest = running->get("/ledger?size=1&sort=seq,desc").json();
  EXPECT_EQ(newest.at("_embedded").at("entries").at(0).at("key"), "1:refund");
  EXPECT_EQ(text(running->get("/ledger?sort=amount")), "400 invalid_request");
  EXPECT_EQ(text(running->get("/ledger?size=100000")), "400 invalid_request");
}

TEST_F(Cardnet, RemembersEverythingAfterARestart) {
  charge("1:1", 10);
  charge("2:1", 10, "demo-decline");
  running->call("DELETE", "/charges/3:1");
  refund("1:refund", "1:1", 4);
  const auto token = running->call("POST", "/tokens", R"({"cardNumber":"4000000000000002"})").json();
  const auto before = summary();
  EXPECT_EQ(running->stop(), 0);
  start();
  EXPECT_EQ(summary(), before);
  EXPECT_EQ(text(charge("1:1", 10)), "200 APPROVED 10 4242");
  EXPECT_EQ(text(charge("3:1", 10)), "200 VOIDED 0 voided_before_charge");
  EXPECT_EQ(text(refund("1:refund", "1:1", 4)), "200 4");
  EXPECT_EQ(text(charge("4:1", 5, token.at("token").as_string().c_str())), "201 DECLINED 5 0002 insufficient_funds");
}

TEST_F(Cardnet, NamesEveryWrongFieldAndStoresNothing) {
  struct Row {
    const char* method;
    const char* target;
    const char* body;
    const char* violations;  // as JSON
  };
  const Row rows[] = {
      {"PUT", "/charges/1", R"({"token":"demo-approve"})",
       R"([{"pointer":"/amount","rule":"required","kind":"missing"}])"},
      {"PUT", "/charges/1", R"({"amount":1})", R"([{"pointer":"/cardNumber","rule":"required","kind":"missing"}])"},
      {"PUT", "/charges/1", R"({"amount":1,"token":"demo-approve","cardNumber":"4242424242424242"})",
       R"([{"pointer":"/token","rule":"one_of:cardNumber,token","kind":"string"}])"},
      {"PUT", "/charges/1", R"({"amount":-1,"token":""})",
       R"([{"pointer":"/amount","rule":"min:0","kind":"integer"},)"
       R"({"pointer":"/token","rule":"minLength:1","kind":"string"}])"},
      {"PUT", "/charges/1", R"({"amount":1000000000001,"token":"demo-approve"})",
       R"([{"pointer":"/amount","rule":"max:1000000000000","kind":"integer"}])"},
      {"PUT", "/charges/1", R"({"amount":1.5,"cardNumber":"42424242"})",
       R"([{"pointer":"/amount","rule":"type:integer","kind":"number"},)"
       R"({"pointer":"/cardNumber","rule":"format:12 to 19 digits","kind":"string"}])"},
      {"PUT", "/charges/a%20b", R"({"amount":1,"token":"demo-approve"})",
       R"([{"pointer":"/key","rule":"format:letters, digits and :._-","kind":"string"}])"},
      {"DELETE", "/charges/%ff", "",
       R"([{"pointer":"/key","rule":"format:letters, digits and :._-","kind":"string"}])"},
      {"GET", "/refunds/%ff", "", R"([{"pointer":"/key","rule":"format:letters, digits and :._-","kind":"string"}])"},
      {"PUT", "/refunds/1", R"({"chargeKey":"","amount":0})",
       R"([{"pointer":"/chargeKey","rule":"minLength:1","kind":"string"},)"
       R"({"pointer":"/amount","rule":"min:1","kind":"integer"}])"},
      {"POST", "/tokens", R"({"cardNumber":null})",
       R"([{"pointer":"/cardNumber","rule":"type:string","kind":"null"}])"},
  };
  for (const auto& row : rows) {
    const auto answer = running->call(row.method, row.target, row.body);
    EXPECT_EQ(answer.status, 400) << row.target << ' ' << row.body;
    EXPECT_EQ(boost::json::serialize(answer.json().at("violations")), row.violations) << row.target << ' ' << row.body;
    EXPECT_EQ(answer.body.find("4242424242424242"), std::string::npos);
  }
  EXPECT_EQ(text(running->call("PUT", "/charges/1", "{")), "400 malformed_json");
  EXPECT_EQ(text(running->call("PUT", "/charges/1", R"({"amount":1,"amount":2,"token":"demo-approve"})")),
            "400 malformed_json");
  EXPECT_EQ(text(running->call("POST", "/charges/1", "{}")), "405 method_not_allowed");
  EXPECT_EQ(summary(), R"({"approved":0,"declined":0,"voided":0,"refunds":0,"charged":0,"refunded":0,"kept":0})");
}

TEST_F(Cardnet, KeepsNoCardNumberInItsFiles) {
  const std::string canary = "5105105105105100";
  running->call("PUT", "/charges/1", R"({"amount":1,"cardNumber":")" + canary + R"("})");
  running->call("PUT", "/charges/2", R"({"amount":-1,"cardNumber":")" + canary + R"("})");
  running->call("POST", "/tokens", R"({"cardNumber":"5105 1051 0510 5100"})");
  EXPECT_EQ(text(running->get("/charges/1")), "200 APPROVED 1 5100");
  running->stop();
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator{folder.path()}) {
    const auto bytes = test::read_file(file.path());
    EXPECT_EQ(bytes.find(canary), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find("5105 1051"), std::string::npos) << file.path();
    ++files;
  }
  EXPECT_GE(files, 1);
}

TEST_F(Cardnet, HasMetricsThatPrometheusLikes) {
  charge("1:1", 10);
  refund("1:refund", "1:1", 4);
  const auto metrics = running->get("/actuator/prometheus").body;
  EXPECT_NE(metrics.find("sharecar_cardnet_charges_total{application=\"cardnet\",state=\"APPROVED\"} 1"),
            std::string::npos);
  EXPECT_EQ(test::complaints_of_promtool(metrics), "");
}

}  // namespace
}  // namespace sharecar::cardnet
