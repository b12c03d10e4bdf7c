// Times that can be booked, gaps, prices and refunds.

#include "services/order/calendar.hpp"

#include <gtest/gtest.h>

#include "contracts/time.hpp"
#include "services/order/price.hpp"

namespace sharecar::order {
namespace {

using namespace std::chrono_literals;

const Timestamp now = *parse_rfc3339("2026-11-21T12:03:00Z");

Timestamp at(const char* text) { return *parse_rfc3339(text); }

std::string violations_of(std::optional<Timestamp> from, std::optional<Timestamp> to) {
  const auto slot = requested_slot(from, to, now);
  if (slot) return *slot ? to_rfc3339((*slot)->starts_at) + " " + to_rfc3339((*slot)->ends_at) : "earliest";
  std::string out;
  for (const auto& violation : slot.error().violations) out += violation.pointer + " " + violation.rule + "; ";
  return out;
}

TEST(RequestedSlot, IsCheckedAgainstGridOrderPastHorizonAndLength) {
  EXPECT_EQ(violations_of({}, {}), "earliest");
  EXPECT_EQ(violations_of(at("2026-11-21T13:00:00Z"), {}), "2026-11-21T13:00:00Z 2026-11-21T14:00:00Z");
  EXPECT_EQ(violations_of(at("2026-11-21T22:00:00+09:00"), {}), "2026-11-21T13:00:00Z 2026-11-21T14:00:00Z");
  EXPECT_EQ(violations_of({}, at("2026-11-21T13:00:00Z")), "/startsAt required with endsAt; ");
  EXPECT_EQ(violations_of(at("2026-11-21T13:05:00Z"), at("2026-11-21T14:00:01Z")),
            "/startsAt grid:10 minutes; /endsAt grid:10 minutes; ");
  EXPECT_EQ(violations_of(at("2026-11-21T12:00:00Z"), at("2026-11-21T13:00:00Z")), "/startsAt not in the past; ");
  EXPECT_EQ(violations_of(now + 401 * 24h - 3min, {}), "/startsAt at most 400 days ahead; ");
  EXPECT_EQ(violations_of(at("2026-11-21T14:00:00Z"), at("2026-11-21T13:00:00Z")), "/endsAt after startsAt; ");
  EXPECT_EQ(violations_of(at("2026-11-21T14:00:00Z"), at("2026-11-21T14:20:00Z")), "/endsAt at least 30 minutes; ");
  EXPECT_EQ(violations_of(at("2026-11-21T14:00:00Z"), at("2026-11-28T14:10:00Z")), "/endsAt at most 7 days; ");
}

TEST(FirstGap, SkipsWhatIsTakenAndFitsBetween) {
  const Timestamp t = at("2026-11-21T13:00:00Z");
  const std::vector<Slot> taken{{t, t + 1h}, {t + 1h, t + 2h}, {t + 2h + 50min, t + 4h}, {t + 6h, t + 7h}};
  EXPECT_EQ(first_gap(taken, t, 1h).starts_at, t + 4h);
  EXPECT_EQ(first_gap(taken, t, 30min).starts_at, t + 2h);
  EXPECT_EQ(first_gap(taken, t, 3h).starts_at, t + 7h);
  EXPECT_EQ(first_gap({}, t, 1h).starts_at, t);
}

TEST(FreeIn, IsWhatIsLeftOfTheWindow) {
  const Timestamp t = at("2026-11-21T13:00:00Z");
  const std::vector<Slot> taken{{t - 1h, t + 1h}, {t + 2h, t + 3h}};
  EXPECT_EQ(free_in(taken, {t, t + 4h}), (std::vector<Slot>{{t + 1h, t + 2h}, {t + 3h, t + 4h}}));
  EXPECT_EQ(free_in(taken, {t, t + 1h}), std::vector<Slot>{});
  EXPECT_EQ(free_in({}, {t, t + 1h}), (std::vector<Slot>{{t, t + 1h}}));
}

TEST(NearestFree, OffersTheClosestSlotsOfTheSameLengthThatAreNotPast) {
  const Timestamp t = at("2026-11-21T14:00:00Z");
  const std::vector<Slot> taken{{t, t + 1h}};
  const auto found = nearest_free(taken, {t, t + 1h}, now, 3);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].starts_at, t - 1h);
  EXPECT_EQ(found[1].starts_at, t + 1h);
  const auto late = nearest_free(taken, {t, t + 1h}, t - 30min, 3);
  ASSERT_EQ(late.size(), 1u);
  EXPECT_EQ(late[0].starts_at, t + 1h);
}

contracts::Car car() {
  contracts::Car out;
  out.car_id = CarId{1002};
  out.hourly_price = Money{100'000};
  return out;
}

TEST(Price, IsByTheHourRoundedUpWithTenPercentOffFromADayOn) {
  const Timestamp t = at("2026-11-22T00:00:00Z");
  EXPECT_EQ(price_of(car(), {t, t + 1h}).price, Money{100'000});
  EXPECT_EQ(price_of(car(), {t, t + 40min}).price, Money{66'667});
  EXPECT_EQ(price_of(car(), {t, t + 24h}).price, Money{2'160'000});
  const auto quote = price_of(car(), {t, t + 24h});
  Money sum;
  for (const auto& line : quote.lines) sum = sum + line.amount;
  EXPECT_EQ(sum, quote.price);
  EXPECT_EQ(quote.lines[0].text, "24 h at 100000 won an hour");
}

Order paid_at(Timestamp approved, Timestamp start) {
  Order order;
  order.state = OrderState::CONFIRMED;
  order.price = Money{100'000};
  order.approved_at = approved;
  order.starts_at = start;
  order.ends_at = start + 1h;
  return order;
}

std::string refund(const Order& order, Timestamp when) {
  const auto quote = cancellation_of(order, when);
  std::string out = std::to_string(quote.refund.won) + " " + quote.rule;
  if (quote.valid_until) out += " until " + to_rfc3339(*quote.valid_until) + " then " + std::to_string(quote.then->refund.won);
  return out;
}

TEST(Refund, IsFullWithinThirtyMinutesOfPaymentOrTwelveHoursBeforeTheStartAndThenStepped) {
  const Timestamp start = at("2026-11-22T12:00:00Z");
  const Order early = paid_at(start - 48h, start);
  EXPECT_EQ(refund(early, start - 24h), "100000 12_hours_before until 2026-11-22T00:00:00Z then 70000");
  EXPECT_EQ(refund(early, start - 12h + 1us), "70000 6_hours_before until 2026-11-22T06:00:00Z then 50000");
  EXPECT_EQ(refund(early, start - 2h), "50000 1_hour_before until 2026-11-22T11:00:00Z then 20000");
  EXPECT_EQ(refund(early, start - 1min), "20000 before_start until 2026-11-22T12:00:00Z then 0");
  EXPECT_EQ(refund(early, start + 1min), "0 started");
  const Order late = paid_at(start - 2h, start);
  EXPECT_EQ(refund(late, start - 100min),
            "100000 within_30_minutes_of_payment until 2026-11-22T10:30:00Z then 50000");
  const Order last_minute = paid_at(start - 10min, start);
  EXPECT_EQ(refund(last_minute, start - 5min),
            "100000 within_30_minutes_of_payment until 2026-11-22T12:20:00Z then 0");
  EXPECT_EQ(refund(last_minute, start + 5min),
            "100000 within_30_minutes_of_payment until 2026-11-22T12:20:00Z then 0");
  EXPECT_EQ(refund(last_minute, start + 21min), "0 started");
  Order unpaid = early;
  unpaid.approved_at.reset();
  EXPECT_EQ(refund(unpaid, start - 24h), "0 unpaid");
}

}  // namespace
}  // namespace sharecar::order
