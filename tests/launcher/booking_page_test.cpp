#include "launcher/booking_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "launcher/problem.hpp"

namespace sharecar::launcher {
namespace {

using testing::HasSubstr;
using testing::Not;

// An order that was paid at once; reservation is away, and its OrderPaid lies in Kafka.
constexpr const char* stuck = R"({"orderId":7,
  "order":{"order":{"orderId":7,"carId":2001,"customerId":"ann","startsAt":"2027-01-15T08:00:00Z",
    "endsAt":"2027-01-15T09:00:00Z","price":100000,"status":"PAID","createdAt":"2027-01-14T10:00:00Z",
    "payment":{"state":"approved"},"version":2},"holds":true,
    "outbox":[
      {"seq":1,"type":"OrderPlaced","version":1,"createdAt":"2027-01-14T10:00:00.001Z",
       "publishedAt":"2027-01-14T10:00:00.004Z","kafkaPartition":3,"kafkaOffset":41},
      {"seq":2,"type":"OrderPaid","version":2,"createdAt":"2027-01-14T10:00:00.030Z"}],
    "deadLetters":[{"consumer":"order","topic":"payment.events","kafkaPartition":1,"kafkaOffset":9,
                    "type":"PaymentApproved","cause":"no JSON\u001b[31m","buriedAt":"2027-01-14T10:00:01Z"}]},
  "payment":{"attempts":[{"number":1,"state":"APPROVED","lastFour":"4242","tries":1,
                          "attemptedAt":"2027-01-14T10:00:00.010Z"}]},
  "reservation":{"error":"unavailable","detail":"reservation cannot be reached"},
  "customer":{"error":"not_found","detail":"customer answered 404"},
  "stillToCome":["It is paid and waits for reservation to reserve the car."],
  "traces":[[
    {"traceId":"000000000000000a","id":"0000000000000001","kind":"SERVER","name":"post /orders",
     "timestamp":1799920800000000,"duration":33000,"tags":{"http.status_code":"201"}},
    {"traceId":"000000000000000a","parentId":"0000000000000001","id":"0000000000000002","kind":"CONSUMER",
     "name":"order.events process","timestamp":1799920800005000,"duration":2000,
     "localEndpoint":{"serviceName":"customer"},"tags":{"messaging.destination.name":"order.events",
     "messaging.destination.partition.id":"3","messaging.kafka.offset":"41"}},
    {"traceId":"000000000000000a","parentId":"0000000000000001","id":"0000000000000003","kind":"CONSUMER",
     "name":"order.events process","timestamp":1799920800004500,"duration":100,
     "localEndpoint":{"serviceName":"customer"},"tags":{"messaging.destination.name":"order.events",
     "messaging.destination.partition.id":"3","messaging.kafka.offset":"41","error":"away"}}]]})";

TEST(BookingPage, TellsOneBookingOnOnePage) {
  EXPECT_EQ(booking_page(boost::json::parse(stuck)),
            "Order 7  PAID  Paid\n"
            "  car 2001 of ann, 2027-01-15T08:00:00Z to 2027-01-15T09:00:00Z, 100000 won\n"
            "  placed 10:00:00.000 UTC, version 2, holds the slot, payment approved, refund NONE\n"
            "\n"
            "Traces\n"
            "  000000000000000a  post /orders answered 201 in 33.0 ms, last effect after 33.0 ms, 3 spans, 1 failed\n"
            "\n"
            "Events: outbox, place in Kafka, who processed them when\n"
            "    +1.00 ms  OrderPlaced  order v1  order.events/3@41  customer +7.00 ms 1 failed\n"
            "    +30.0 ms  OrderPaid    order v2  not in Kafka yet\n"
            "\n"
            "Attempts to pay\n"
            "  +10.0 ms  #1 APPROVED, card ending 4242, asked once\n"
            "\n"
            "Dead letters\n"
            "  order payment.events/1@9 PaymentApproved: no JSON\\u001b[31m\n"
            "\n"
            "MyPage\n"
            "  customer does not tell: customer answered 404\n"
            "\n"
            "reservation does not tell: reservation cannot be reached\n"
            "\n"
            "Still to come\n"
            "  It is paid and waits for reservation to reserve the car.\n");
}

TEST(BookingPage, SaysSoWhenNothingIsToCome) {
  const auto page =
      booking_page(boost::json::parse(R"({"orderId":7,"order":{"error":"unavailable","detail":"away"}})"));
  EXPECT_THAT(page, HasSubstr("Order 7  order does not tell: away\n"));
  EXPECT_THAT(page, HasSubstr("none: not sampled, or tracing is away"));
  EXPECT_THAT(page, HasSubstr("nothing: everything that will happen has happened"));
}

TEST(BookingPage, RefusesWhatIsNoSuchAnswer) {
  EXPECT_THROW(booking_page(boost::json::parse("[]")), Problem);
  EXPECT_THROW(booking_page(boost::json::parse(R"({"orderId":"seven"})")), Problem);
}

}  // namespace
}  // namespace sharecar::launcher
