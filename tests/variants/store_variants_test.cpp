// Faults planted in the stores, in the chassis and in the read model.
#include "variants/drill.hpp"

namespace sharecar {
namespace {

using namespace std::chrono_literals;

TEST_F(Drill, TwoOrdersOfOneSlotAreSeenWhenNoConstraintHoldsThemApart) {
  sql("orders", "ALTER TABLE orders DROP CONSTRAINT one_hold");
  sql("reservations", "ALTER TABLE reservations DROP CONSTRAINT one_reservation");
  const Wish wish{.car = 3002, .starts = in_hours(48)};
  const auto first = booked(wish);
  const auto second = booked(wish);
  expect_broken({first, second}, {"orders-overlap", "reservations-overlap"});

  cancel(second);
  expect_broken({first, second}, {});
  sql("orders",
      "ALTER TABLE orders ADD CONSTRAINT one_hold"
      " EXCLUDE USING gist (car_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (holds)");
  sql("reservations",
      "ALTER TABLE reservations ADD CONSTRAINT one_reservation"
      " EXCLUDE USING gist (car_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state = 'CONFIRMED')");
}

// Without the second constraint alone reservation would refuse, and all would be well again.
TEST_F(Drill, TheSecondConstraintMendsWhatTheFirstOneLetsThrough) {
  sql("orders", "ALTER TABLE orders DROP CONSTRAINT one_hold");
  const Wish wish{.car = 3003, .starts = in_hours(48)};
  const auto first = booked(wish);
  const auto second = book(wish).order;
  EXPECT_TRUE(becomes(second, OrderState::REJECTED));
  expect_broken({first, second}, {});
  sql("orders",
      "ALTER TABLE orders ADD CONSTRAINT one_hold"
      " EXCLUDE USING gist (car_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (holds)");
}

// The effect waits for a lock when the process dies; its offset is committed already.
TEST_F(Drill, AnOffsetThatIsCommittedBeforeItsEffectIsSeen) {
  OrderId id;
  {
    const Planted reservation{"reservation", "offset-first"};
    const auto lock = session("reservations");
    lock->begin();
    lock->script("SET LOCAL idle_in_transaction_session_timeout = 0; LOCK TABLE reservations IN EXCLUSIVE MODE");
    id = book({.car = 3004}).order;
    ASSERT_TRUE(eventually([] {
      auto context = sharecar::untraced(5s);
      return session("reservations")
                 ->execute(context, {"waiting", "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'relation'"}) >
             0;
    }));
    platform_->kill("reservation");
    lock->rollback();
  }
  expect_broken({id}, {"event-without-effect", "order-stuck"});
}

TEST_F(Drill, AReadModelThatIgnoresVersionsIsSeen) {
  const Planted customer{"customer", "no-versions"};
  const auto id = booked({.car = 3005});
  cancel(id);
  ASSERT_TRUE(becomes(id, OrderState::CANCELLED));
  expect_broken({id}, {});
  repeat("orders", "order.events", id, 3);  // OrderConfirmed
  expect_broken({id}, {"mypage-differs"});
}

}  // namespace
}  // namespace sharecar
