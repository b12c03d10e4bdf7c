// GET /events on the whole service: from an event on the log to an event in the stream.

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <set>

#include "chassis/http/server_sent_events.hpp"
#include "chassis/http_support.hpp"
#include "mypage_service_fixture.hpp"

namespace sharecar::customer {
namespace {

using http::testing::RawClient;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Somebody who listens. Reads until the greeting when it is made, unless it was refused.
class Ear {
 public:
  Ear(int port, const std::string& query, const std::string& last_event_id = {}, int receive_buffer = 0)
      : client_(port, receive_buffer) {
    const std::string id = last_event_id.empty() ? "" : "Last-Event-ID: " + last_event_id + "\r\n";
    client_.send("GET /events" + query + " HTTP/1.1\r\nHost: a\r\n" + id + "\r\n");
    head_ = client_.receive_until("\r\n\r\n");
    if (head_.starts_with("HTTP/1.1 200")) greeting_ = client_.receive_until("\n\n");
  }

  const std::string& head() const { return head_; }
  const std::string& greeting() const { return greeting_; }
  /// The id that the greeting names.
  std::string start() const { return field(greeting_, "id"); }
  /// The next event, heartbeats left out; "" when the stream has ended.
  std::string next() {
    std::string block;
    do {
      block = client_.receive_until("\n\n");
    } while (block == http::sse::comment);
    if (!block.empty()) last_id_ = field(block, "id");
    return block;
  }
  std::string last_id() const { return last_id_; }
  /// "mypage.changed 11 PAID", or the event's name alone.
  std::string news() {
    const auto block = next();
    const auto name = field(block, "event");
    if (name != "mypage.changed") return name;
    const auto row = boost::json::parse(field(block, "data"));
    return name + ' ' + std::to_string(row.at("orderId").as_int64()) + ' ' + std::string{row.at("status").as_string()};
  }
  std::string rest() { return client_.receive_all(); }
  RawClient& client() { return client_; }

  static std::string field(const std::string& block, const std::string& name) {
    const auto at = ('\n' + block).find('\n' + name + ": ");
    if (at == block.npos) return {};
    const auto from = at + name.size() + 2;
    return block.substr(from, block.find('\n', from) - from);
  }

 private:
  RawClient client_;
  std::string head_;
  std::string greeting_;
  std::string last_id_;
};

class Live : public MyPageService {
 protected:
  int port() { return service_->port(); }
  double metric(const std::string& name) {
    const auto text = get("/actuator/prometheus").body;
    const auto at = text.find('\n' + name + '{');
    return at == text.npos ? -1 : std::stod(text.substr(text.find(' ', at)));
  }
};

TEST_F(Live, TellsEveryChangeWithTheRowAsMyPageGivesIt) {
  Ear ear{port(), "?topics=mypage&customerId=kim"};
  EXPECT_THAT(ear.head(), HasSubstr("Content-Type: text/event-stream\r\nCache-Control: no-cache\r\n"));
  EXPECT_THAT(ear.greeting(), StartsWith("retry: 1000\nid: "));
  order(11, event::order_placed, OrderState::REQUESTED, 1);
  EXPECT_EQ(ear.news(), "mypage.changed 11 REQUESTED");
  order(11, event::order_paid, OrderState::PAID, 2);
  const auto block = ear.next();
  auto told = boost::json::parse(Ear::field(block, "data"));
  auto shown = get("/mypages/11").json();
  for (auto* row : {&told, &shown}) {
    row->as_object().erase("_links");
    row->at("payment").as_object().erase("serverNow");
  }
  EXPECT_EQ(told, shown);
  EXPECT_EQ(Ear::field(block, "event"), "mypage.changed");
  EXPECT_EQ(ear.last_id().substr(0, ear.start().find('-')), ear.start().substr(0, ear.start().find('-')));
}

TEST_F(Live, TellsEachCustomerOnlyOfItsOwnOrders) {
  Ear kim{port(), "?customerId=kim"};
  Ear lee{port(), "?customerId=lee"};
  Ear all{port(), ""};
  order(1, event::order_placed, OrderState::REQUESTED, 1, "kim");
  EXPECT_EQ(all.news(), "mypage.changed 1 REQUESTED");
  order(2, event::order_placed, OrderState::REQUESTED, 1, "lee");
  EXPECT_EQ(all.news(), "mypage.changed 2 REQUESTED");
  order(3, event::order_placed, OrderState::REQUESTED, 1, "kim");
  EXPECT_EQ(all.news(), "mypage.changed 3 REQUESTED");
  EXPECT_EQ(lee.news(), "mypage.changed 2 REQUESTED");
  EXPECT_EQ(kim.news(), "mypage.changed 1 REQUESTED");
  EXPECT_EQ(kim.news(), "mypage.changed 3 REQUESTED");
}

TEST_F(Live, GoesOnWhereAReaderLeft) {
  std::string left_at;
  {
    Ear ear{port(), "?customerId=kim"};
    order(1, event::order_placed, OrderState::REQUESTED, 1);
    EXPECT_EQ(ear.news(), "mypage.changed 1 REQUESTED");
    left_at = ear.last_id();
  }
  order(1, event::order_paid, OrderState::PAID, 2);
  order(2, event::order_placed, OrderState::REQUESTED, 1);
  ASSERT_TRUE(becomes(1, "PAID 2"));
  ASSERT_TRUE(becomes(2, "REQUESTED 1"));
  Ear ear{port(), "?customerId=kim", left_at};
  EXPECT_EQ(ear.start(), left_at);
  std::set<std::string> missed{ear.news()};
  missed.insert(ear.news());
  EXPECT_EQ(missed, (std::set<std::string>{"mypage.changed 1 PAID", "mypage.changed 2 REQUESTED"}));
  order(3, event::order_placed, OrderState::REQUESTED, 1);
  EXPECT_EQ(ear.news(), "mypage.changed 3 REQUESTED");
}

TEST_F(Live, MakesAReaderWithAnUnknownIdReadAgain) {
  order(1, event::order_placed, OrderState::REQUESTED, 1);
  ASSERT_TRUE(becomes(1, "REQUESTED 1"));
  for (const std::string& unknown :
       std::vector<std::string>{"17-4", "nonsense", "-", "9999999999999999999-1", std::string(3000, 'x')}) {
    Ear ear{port(), "?customerId=kim", unknown};
    EXPECT_EQ(ear.news(), "reset") << unknown;
    EXPECT_EQ(ear.last_id(), ear.start());
  }
}

TEST_F(Live, TellsAvailabilityToWhoeverAsksAndMyPageToThem) {
  Ear availability{port(), "?topics=availability"};
  Ear both{port(), "?topics=availability,mypage&customerId=lee"};
  order(1, event::order_placed, OrderState::REQUESTED, 1, "kim");
  order(1, event::order_paid, OrderState::PAID, 2, "kim");
  order(1, event::order_declined, OrderState::DECLINED, 3, "kim");
  for (auto* ear : {&availability, &both}) {
    for (const char* taken : {"true", "false"}) {
      const auto block = ear->next();
      EXPECT_EQ(Ear::field(block, "event"), "availability.changed");
      const auto data = Ear::field(block, "data");
      EXPECT_THAT(data, StartsWith(R"({"carId":3001,"startsAt":)"));
      EXPECT_THAT(data, ::testing::EndsWith(std::string{R"(,"taken":)"} + taken + '}'));
    }
  }
  order(2, event::order_placed, OrderState::REQUESTED, 1, "lee");
  std::set<std::string> heard{both.news()};
  heard.insert(both.news());
  EXPECT_EQ(heard, (std::set<std::string>{"availability.changed", "mypage.changed 2 REQUESTED"}));
}

TEST_F(Live, RefusesTopicsThatAreNotHereAndEmptyCustomers) {
  const auto answer = get("/events?topics=mypage,breakers");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"invalid_request")"));
  EXPECT_THAT(answer.body, HasSubstr(R"(There is no topic \"breakers\" here; there are: mypage, availability.)"));
  EXPECT_EQ(code("/events?customerId="), "400 invalid_request");
  EXPECT_EQ(code("/events?customerId=a&customerId=b"), "400 invalid_request");
}

TEST_F(Live, SaysGoodbyeWhenTheServiceStops) {
  Ear ear{port(), "?customerId=kim"};
  std::thread stopping{[this] { service_->stop(); }};
  EXPECT_EQ(ear.rest(), http::sse::bye);
  ear.client().finish_sending();
  stopping.join();
}

TEST_F(Live, ServesAHundredReaders) {
  std::vector<std::unique_ptr<Ear>> ears;
  for (int i = 0; i < 100; ++i) ears.push_back(std::make_unique<Ear>(port(), i % 2 == 0 ? "?customerId=kim" : ""));
  EXPECT_EQ(metric("sharecar_live_listeners"), 100);
  for (int id = 1; id <= 5; ++id) order(id, event::order_placed, OrderState::REQUESTED, 1);
  for (auto& ear : ears) {
    std::set<std::string> heard;
    for (int i = 0; i < 5; ++i) heard.insert(ear->news());
    EXPECT_EQ(heard.size(), 5u);
  }
  ears.clear();
  EXPECT_TRUE(test::eventually([&, version = 1]() mutable {  // that they left is noticed when they are written to
    order(1, event::order_paid, OrderState::PAID, ++version);
    return metric("sharecar_live_listeners") == 0;
  }));
}

TEST_F(Live, SendsASlowReaderAwayAndForgetsIt) {
  stop();
  remembered_changes_ = 8;
  start();
  Ear slow{port(), "", "", 4096};
  Ear quick{port(), ""};
  car_class_ = std::string(60'000, 'x');  // twice in a row; together more than sockets and buffers hold
  for (int id = 1; id <= 60; ++id) {
    order(id, event::order_placed, OrderState::REQUESTED, 1);
    ASSERT_EQ(quick.news(), "mypage.changed " + std::to_string(id) + " REQUESTED");
  }
  EXPECT_TRUE(test::eventually([&] { return metric("sharecar_live_listeners") == 1; }));
  EXPECT_EQ(metric("sharecar_live_too_slow_total"), 1);
  EXPECT_THAT(slow.rest(), ::testing::EndsWith(http::sse::bye));
}

}  // namespace
}  // namespace sharecar::customer
