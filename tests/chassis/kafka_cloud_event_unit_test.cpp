#include "chassis/kafka/cloud_event.hpp"

#include <gtest/gtest.h>

namespace sharecar::kafka {
namespace {

EventHead sample() {
  EventHead head;
  head.id = "3f1c2b58-0000-4000-8000-000000000001";
  head.type = "OrderPaid";
  head.service = "order";
  head.aggregate_id = "42";
  head.version = Version{3};
  head.at = Timestamp{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{9}};
  head.order = OrderId{42};
  head.trace = {0x463ac35c9f6413ad, 0x48485a3953bb6124, 0xa2fb4a1d1a96d312, 0, true, false};
  return head;
}

std::string text(const Headers& headers) {
  std::string out;
  for (const auto& [name, value] : headers) out += name + ": " + value + "\n";
  return out;
}

TEST(CloudEvent, HeadersAreThoseOfTheBinaryModeWithTraceAndBaggage) {
  EXPECT_EQ(text(event_headers(sample())),
            "ce_specversion: 1.0\n"
            "ce_id: 3f1c2b58-0000-4000-8000-000000000001\n"
            "ce_type: com.sharecar.OrderPaid.v1\n"
            "ce_source: /sharecar/order\n"
            "ce_time: 2026-11-21T09:00:00Z\n"
            "ce_subject: 42\n"
            "ce_sequence: 3\n"
            "content-type: application/json\n"
            "traceparent: 00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01\n"
            "b3: 463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-1\n"
            "baggage: order.id=42\n");
}

TEST(CloudEvent, WithoutAnOrderThereIsNoBaggage) {
  auto head = sample();
  head.order.reset();
  EXPECT_EQ(header(event_headers(head), "baggage"), "");
}

TEST(CloudEvent, ReadsWhatItWrites) {
  Message message;
  message.topic = "order.events";
  message.key = "42";
  message.headers = event_headers(sample());
  read_headers(message);
  EXPECT_EQ(message.malformed, "");
  EXPECT_EQ(message.id, "3f1c2b58-0000-4000-8000-000000000001");
  EXPECT_EQ(message.type, "OrderPaid");
  EXPECT_EQ(message.source, "/sharecar/order");
  EXPECT_EQ(message.sequence, Version{3});
  EXPECT_EQ(message.order, OrderId{42});
  ASSERT_TRUE(message.trace.parent);
  EXPECT_EQ(message.trace.parent->span_id(), "a2fb4a1d1a96d312");
}

TEST(CloudEvent, TheOrderIsTheKeyWhereTheTopicIsKeyedByIt) {
  const auto order_of = [](const char* topic, const char* key) {
    Message message;
    message.topic = topic;
    message.key = key;
    message.headers = {{"ce_id", "1"}, {"ce_type", "x"}, {"ce_sequence", "1"}};
    read_headers(message);
    return message.order;
  };
  EXPECT_EQ(order_of("payment.events", "7"), OrderId{7});
  EXPECT_EQ(order_of("reservation.events", "7"), OrderId{7});
  EXPECT_EQ(order_of("car.events", "7"), std::nullopt);
  EXPECT_EQ(order_of("order.events", "seven"), std::nullopt);
}

TEST(CloudEvent, SaysWhyAMessageIsNoEvent) {
  const auto why = [](Headers headers) {
    Message message;
    message.topic = "order.events";
    message.headers = std::move(headers);
    read_headers(message);
    return message.malformed;
  };
  EXPECT_EQ(why({}), "not a CloudEvent: ce_id or ce_type is missing");
  EXPECT_EQ(why({{"ce_id", "1"}}), "not a CloudEvent: ce_id or ce_type is missing");
  EXPECT_EQ(why({{"ce_id", "1"}, {"ce_type", "x"}, {"ce_sequence", "3a"}}), "ce_sequence is not a number");
  EXPECT_EQ(why({{"CE_ID", "1"}, {"Ce_Type", "x"}, {"ce_sequence", "3"}}), "");
}

TEST(Baggage, OrderIdIsFoundAmongOtherMembers) {
  EXPECT_EQ(order_of_baggage("order.id=42"), OrderId{42});
  EXPECT_EQ(order_of_baggage("user=kim , order.id = 42 ;ttl=3,x=y"), OrderId{42});
  EXPECT_EQ(order_of_baggage(""), std::nullopt);
  EXPECT_EQ(order_of_baggage(",,=,order.id"), std::nullopt);
  EXPECT_EQ(order_of_baggage("order.id=4x"), std::nullopt);
  EXPECT_EQ(order_of_baggage("order.id=99999999999999999999"), std::nullopt);
  EXPECT_EQ(order_of_baggage("my.order.id=3"), std::nullopt);
}

TEST(EventType, IsShortenedOnlyWhenItIsOurs) {
  EXPECT_EQ(short_type("com.sharecar.OrderPaid.v1"), "OrderPaid");
  EXPECT_EQ(short_type("com.sharecar.OrderPaid.v2"), "com.sharecar.OrderPaid.v2");
  EXPECT_EQ(short_type("com.sharecar..v1"), "com.sharecar..v1");
  EXPECT_EQ(short_type("com.sharecar.v1"), "com.sharecar.v1");
  EXPECT_EQ(short_type(""), "");
}

TEST(DeadLetter, HeadersKeepTheOriginalOnesAndSayWhereAndWhy) {
  Message message;
  message.topic = "order.events";
  message.partition = 5;
  message.offset = 0x0102030405;
  message.at = Timestamp{std::chrono::milliseconds{0x19ab2c3d4e}};
  message.headers = {{"ce_id", "1"}, {"binary", std::string{"\0\xff", 2}}};
  const auto out = dead_letter_headers(message, "p.order.events", "sharecar::kafka::Poison", "not JSON");
  const Headers expected{
      {"ce_id", "1"},
      {"binary", std::string{"\0\xff", 2}},
      {"x-original-topic", "p.order.events"},
      {"x-original-partition", std::string{"\0\0\0\5", 4}},
      {"x-original-offset", std::string{"\0\0\0\1\2\3\4\5", 8}},
      {"x-original-timestamp", std::string{"\0\0\0\x19\xab\x2c\x3d\x4e", 8}},
      {"x-original-timestamp-type", "CreateTime"},
      {"x-exception-fqcn", "sharecar::kafka::Poison"},
      {"x-exception-message", "not JSON"},
      {"x-exception-stacktrace", "sharecar::kafka::Poison: not JSON"},
  };
  EXPECT_EQ(out, expected);
  EXPECT_EQ(dead_letter_topic("t1.", "order.events", "customer"), "t1.error.order.events.customer");
}

}  // namespace
}  // namespace sharecar::kafka
