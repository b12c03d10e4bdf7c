#include "services/reservation/reservation.hpp"

#include <gtest/gtest.h>

#include "chassis/json/encode.hpp"
#include "services/reservation/car.hpp"

namespace sharecar::reservation {
namespace {

using namespace std::chrono_literals;

const Timestamp monday = *parse_rfc3339("2026-11-23T09:00:00Z");
const Timestamp later = *parse_rfc3339("2026-11-23T09:05:00Z");

contracts::OrderEvent an_order() {
  contracts::OrderEvent out;
  out.order_id = {7};
  out.car_id = {1002};
  out.customer_id = "kim";
  out.starts_at = monday + 24h;
  out.ends_at = monday + 26h;
  return out;
}

using Known = std::optional<Reservation>;

Known nothing() { return {}; }
Known confirmed() { return paid({}, an_order(), Standing::free, {50}, monday)->after; }
Known rejected() { return paid({}, an_order(), Standing::slot_taken, {50}, monday)->after; }
Known released() { return cancelled(confirmed(), an_order(), monday)->after; }
Known tombstone() { return cancelled({}, an_order(), monday)->after; }

// "ReservationConfirmed: CONFIRMED 51 v1", or "nothing".
std::string text(const std::optional<Transition>& transition) {
  if (!transition) return "nothing";
  const Reservation& after = transition->after;
  std::string out = transition->event;
  out += ": " + std::string{boost::describe::enum_to_string(after.state, "")};
  out += after.id ? ' ' + to_string(*after.id) : " no id";
  if (after.reason) out += ' ' + *after.reason;
  if (after.cancelled_at) out += " cancelled " + to_rfc3339(*after.cancelled_at).substr(11, 5);
  return out + " v" + std::to_string(after.version.value);
}

TEST(Reservation, AnswersEveryEventInEveryStateAsTheTableSays) {
  struct Line {
    Known (*before)();
    std::optional<Standing> paid;  // nothing: the order was cancelled
    const char* expected;
  };
  const Line table[] = {
      {nothing, Standing::free, "ReservationConfirmed: CONFIRMED 51 v1"},
      {nothing, Standing::car_unknown, "ReservationRejected: REJECTED 51 car_unknown v1"},
      {nothing, Standing::car_out_of_service, "ReservationRejected: REJECTED 51 car_out_of_service v1"},
      {nothing, Standing::slot_taken, "ReservationRejected: REJECTED 51 slot_taken v1"},
      {nothing, {}, "ReservationCancelled: CANCELLED no id cancelled 09:05 v1"},

      {confirmed, Standing::free, "nothing"},
      {confirmed, Standing::car_unknown, "nothing"},
      {confirmed, Standing::car_out_of_service, "nothing"},
      {confirmed, Standing::slot_taken, "nothing"},
      {confirmed, {}, "ReservationCancelled: CANCELLED 50 cancelled 09:05 v2"},

      {rejected, Standing::free, "nothing"},
      {rejected, Standing::slot_taken, "nothing"},
      {rejected, {}, "nothing"},

      {released, Standing::free, "nothing"},
      {released, Standing::slot_taken, "nothing"},
      {released, {}, "nothing"},

      {tombstone, Standing::free, "nothing"},
      {tombstone, Standing::slot_taken, "nothing"},
      {tombstone, {}, "nothing"},
  };
  for (const Line& line : table) {
    const auto before = line.before();
    const auto decided =
        line.paid ? paid(before, an_order(), *line.paid, {51}, later) : cancelled(before, an_order(), later);
    EXPECT_EQ(text(decided), line.expected)
        << (before ? json::encode(*before) : "nothing known") << (line.paid ? ", paid" : ", cancelled");
  }
}

TEST(Reservation, KeepsTheOrdersCarCustomerAndTimesInEveryTransition) {
  for (const auto& after : {confirmed(), rejected(), released(), tombstone()}) {
    EXPECT_EQ(after->order_id, OrderId{7});
    EXPECT_EQ(after->car_id, CarId{1002});
    EXPECT_EQ(after->customer_id, "kim");
    EXPECT_EQ(after->starts_at, monday + 24h);
    EXPECT_EQ(after->ends_at, monday + 26h);
    EXPECT_EQ(after->created_at, monday);
  }
}

// Whatever comes in whatever order, one event per version, and nothing follows a rejection or a cancellation.
TEST(Reservation, TellsEachVersionOnceInEveryOrderOfEvents) {
  for (unsigned bits = 0; bits < 64; ++bits) {  // six events, each OrderPaid or OrderCancelRequested
    Known known;
    std::string told;
    for (unsigned i = 0; i < 6; ++i) {
      const bool pays = (bits >> i & 1) != 0;
      const auto decided =
          pays ? paid(known, an_order(), Standing::free, {50}, monday) : cancelled(known, an_order(), monday);
      if (!decided) continue;
      known = decided->after;
      told += decided->event + ("#" + std::to_string(known->version.value)) + ' ';
    }
    const bool paid_first = (bits & 1) != 0;
    const bool cancelled_too = bits != 63;
    EXPECT_EQ(told, !paid_first     ? "ReservationCancelled#1 "
                    : cancelled_too ? "ReservationConfirmed#1 ReservationCancelled#2 "
                                    : "ReservationConfirmed#1 ");
  }
}

TEST(Reservation, KnowsWhetherACarCanBeHad) {
  EXPECT_EQ(standing_of({}, false), Standing::car_unknown);
  EXPECT_EQ(standing_of({}, true), Standing::car_unknown);
  EXPECT_EQ(standing_of(false, false), Standing::car_out_of_service);
  EXPECT_EQ(standing_of(false, true), Standing::car_out_of_service);
  EXPECT_EQ(standing_of(true, true), Standing::slot_taken);
  EXPECT_EQ(standing_of(true, false), Standing::free);
}

TEST(Reservation, TellsTheFullState) {
  EXPECT_EQ(json::encode(event_of(*confirmed(), later)),
            R"({"orderId":7,"reservationId":50,"carId":1002,"customerId":"kim","startsAt":"2026-11-24T09:00:00Z",)"
            R"("endsAt":"2026-11-24T11:00:00Z","state":"CONFIRMED","at":"2026-11-23T09:05:00Z","version":1})");
  EXPECT_EQ(json::encode(event_of(*tombstone(), later)),
            R"({"orderId":7,"carId":1002,"customerId":"kim","startsAt":"2026-11-24T09:00:00Z",)"
            R"("endsAt":"2026-11-24T11:00:00Z","state":"CANCELLED","at":"2026-11-23T09:05:00Z","version":1})");
  EXPECT_EQ(json::encode(event_of(*rejected(), later)),
            R"({"orderId":7,"reservationId":50,"carId":1002,"customerId":"kim","startsAt":"2026-11-24T09:00:00Z",)"
            R"("endsAt":"2026-11-24T11:00:00Z","state":"REJECTED","reason":"slot_taken",)"
            R"("at":"2026-11-23T09:05:00Z","version":1})");
}

TEST(Car, ChangesOnceAndCountsIt) {
  contracts::Car car;
  car.car_id = {1002};
  car.version = {4};
  EXPECT_FALSE(changed(car, true)) << "it is in service already";
  const auto out = changed(car, false);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->in_service);
  EXPECT_EQ(out->version, Version{5});
  EXPECT_FALSE(changed(*out, false));
  EXPECT_EQ(changed(*out, true)->version, Version{6});
}

}  // namespace
}  // namespace sharecar::reservation
