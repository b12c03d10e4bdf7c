// Reservations on a real PostgreSQL: races, repetitions and what must hold afterwards.

#include "services/reservation/reservation_store.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "services/reservation/car_api.hpp"
#include "services/reservation/order_events.hpp"
#include "services/reservation/reservation_api.hpp"
#include "support/test_database.hpp"

namespace sharecar::reservation {
namespace {

using namespace std::chrono_literals;
namespace event = contracts::event;

class ReservationsInPostgres : public ::testing::Test {
 protected:
  ReservationsInPostgres() { db_.migrate(migrations); }

  /// As the consumer does: some events in one transaction.
  template <class Work>
  void transact(Work work) {
    auto context = untraced(20s);
    db_.run_here(context, [&](Context& inner, sql::Session& session) {
      sql::Transaction transaction{session};
      work(inner, session);
      transaction.commit();
    });
  }
  void paid(const contracts::OrderEvent& order) {
    transact([&](Context& context, sql::Session& session) { store_.paid(context, session, order); });
  }
  void cancelled(const contracts::OrderEvent& order) {
    transact([&](Context& context, sql::Session& session) { store_.cancelled(context, session, order); });
  }
  std::string ask(const std::string& sql) { return database_.ask(sql); }
  std::string told() {
    return ask(
        "SELECT aggregate_id || ' ' || type || ' v' || version FROM outbox WHERE order_id IS NOT NULL"
        " ORDER BY order_id, version");
  }

  test::TestDatabase database_;
  telemetry::Metrics metrics_{"test"};
  SystemClock clock_;
  sql::Postgres db_{database_.config(4), metrics_};
  ReservationStore store_{clock_, metrics_};
};

TEST_F(ReservationsInPostgres, ConfirmAPaidOrderOnceHoweverOftenItIsTold) {
  for (int i = 0; i < 3; ++i) paid(order_of(1, 1002, 9, 11));
  EXPECT_EQ(told(), "1 ReservationConfirmed v1");
  EXPECT_EQ(ask("SELECT order_id || ' ' || state || ' v' || version FROM reservations"), "1 CONFIRMED v1");
}

TEST_F(ReservationsInPostgres, RejectWhatCannotBeHadWithoutSpoilingTheTransaction) {
  transact([&](Context& context, sql::Session& session) {
    change_car(context, session, {{1001}, false});
    store_.paid(context, session, order_of(1, 1002, 9, 11));
    store_.paid(context, session, order_of(2, 1002, 10, 12));  // overlaps
    store_.paid(context, session, order_of(3, 1002, 11, 12));  // begins where the first one ends
    store_.paid(context, session, order_of(4, 9999, 9, 11));
    store_.paid(context, session, order_of(5, 1001, 9, 11));
    store_.paid(context, session, order_of(6, 2001, 9, 11));  // another car
  });
  EXPECT_EQ(ask("SELECT order_id || ' ' || state || coalesce(' ' || reason, '') FROM reservations ORDER BY order_id"),
            "1 CONFIRMED,2 REJECTED slot_taken,3 CONFIRMED,4 REJECTED car_unknown,5 REJECTED car_out_of_service,"
            "6 CONFIRMED");
  EXPECT_EQ(told(),
            "1 ReservationConfirmed v1,2 ReservationRejected v1,3 ReservationConfirmed v1,4 ReservationRejected v1,"
            "5 ReservationRejected v1,6 ReservationConfirmed v1");
}

TEST_F(ReservationsInPostgres, GiveACancelledSlotToTheNextOrder) {
  paid(order_of(1, 1002, 9, 11));
  cancelled(order_of(1, 1002, 9, 11));
  cancelled(order_of(1, 1002, 9, 11));
  paid(order_of(1, 1002, 9, 11));  // late
  paid(order_of(2, 1002, 9, 11));
  EXPECT_EQ(told(), "1 ReservationConfirmed v1,1 ReservationCancelled v2,2 ReservationConfirmed v1");
}

TEST_F(ReservationsInPostgres, LeaveATombstoneWhenTheCancellationComesFirst) {
  cancelled(order_of(1, 1002, 9, 11));
  paid(order_of(1, 1002, 9, 11));
  cancelled(order_of(1, 1002, 9, 11));
  EXPECT_EQ(told(), "1 ReservationCancelled v1");
  EXPECT_EQ(ask("SELECT order_id || ' ' || state || ' ' || (id IS NULL) FROM reservations"), "1 CANCELLED true");
  paid(order_of(2, 1002, 9, 11));
  EXPECT_EQ(ask("SELECT state FROM reservations WHERE order_id = 2"), "CONFIRMED") << "a tombstone holds no slot";
}

TEST_F(ReservationsInPostgres, NeverGiveOneSlotToTwoOrdersThatRaceForIt) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i] {
      for (int slot = 0; slot < 25; ++slot) paid(order_of(100 * slot + i, 1002, slot, slot + 1));
    });
  }
  threads.clear();
  EXPECT_EQ(ask("SELECT state || ' ' || count(*) FROM reservations GROUP BY state ORDER BY state"),
            "CONFIRMED 25,REJECTED 75");
  EXPECT_EQ(ask("SELECT count(DISTINCT starts_at) FROM reservations WHERE state = 'CONFIRMED'"), "25");
  EXPECT_EQ(ask("SELECT type || ' ' || count(*) FROM outbox WHERE order_id IS NOT NULL GROUP BY type ORDER BY type"),
            "ReservationConfirmed 25,ReservationRejected 75");
}

TEST_F(ReservationsInPostgres, AnswerEachOrderOnceWhenTwoInstancesHearTheSameEvents) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i] {
      for (int order = 1; order <= 40; ++order) {
        const bool cancels = (order + i) % 2 == 0;
        cancels ? cancelled(order_of(order, 1002, order, order + 1)) : paid(order_of(order, 1002, order, order + 1));
      }
    });
  }
  threads.clear();
  EXPECT_EQ(ask("SELECT count(*) FROM reservations WHERE state = 'CANCELLED'"), "40");
  EXPECT_EQ(ask("SELECT count(*) FROM reservations r WHERE version <> (SELECT count(*) FROM outbox o"
                " WHERE o.order_id = r.order_id) OR version <> (SELECT count(DISTINCT version) FROM outbox o"
                " WHERE o.order_id = r.order_id)"),
            "0");
}

TEST_F(ReservationsInPostgres, AgreeWithTheTransitionTableOnRandomEvents) {
  std::mt19937 random{20261121};
  std::map<int, contracts::OrderEvent> orders;
  for (int id = 1; id <= 60; ++id) {
    const int from = static_cast<int>(random() % 20);
    orders[id] = order_of(id, random() % 2 == 0 ? 1002 : 2001, from, from + 1 + static_cast<int>(random() % 4));
  }
  std::map<int, std::optional<Reservation>> model;
  for (int i = 0; i < 400; ++i) {
    const int id = 1 + static_cast<int>(random() % 60);
    const auto& order = orders[id];
    auto& known = model[id];
    if (random() % 3 == 0) {
      cancelled(order);
      if (const auto it = reservation::cancelled(known, order, day)) known = it->after;
    } else {
      bool taken = false;
      for (const auto& [other, held] : model) {
        taken = taken || (held && held->state == ReservationState::CONFIRMED && held->car_id == order.car_id &&
                          Slot{held->starts_at, held->ends_at}.overlaps({order.starts_at, order.ends_at}));
      }
      paid(order);
      if (const auto it = reservation::paid(known, order, standing_of(true, taken), {1}, day)) known = it->after;
    }
  }
  std::string expected;
  for (const auto& [id, known] : model) {
    if (!known) continue;
    expected += (expected.empty() ? "" : ",") + std::to_string(id) + ' ' +
                boost::describe::enum_to_string(known->state, "") + " v" + std::to_string(known->version.value);
  }
  EXPECT_EQ(ask("SELECT order_id || ' ' || state || ' v' || version FROM reservations ORDER BY order_id"), expected);
  EXPECT_EQ(ask("SELECT count(*) FROM reservations a JOIN reservations b ON a.car_id = b.car_id"
                " AND a.order_id < b.order_id AND a.state = 'CONFIRMED' AND b.state = 'CONFIRMED'"
                " AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"),
            "0");
}

TEST_F(ReservationsInPostgres, RefuseTimesThatEndBeforeTheyStart) {
  EXPECT_THROW(paid(order_of(1, 1002, 11, 9)), sql::Rejected);
  EXPECT_THROW(paid(order_of(1, 1002, 9, 9)), sql::Rejected);
  EXPECT_EQ(ask("SELECT count(*) FROM reservations"), "0");
}

TEST_F(ReservationsInPostgres, BeginWithAFleetThatEverybodyIsToldOf) {
  EXPECT_GE(std::stoi(ask("SELECT count(*) FROM cars")), 40);
  EXPECT_GE(std::stoi(ask("SELECT count(DISTINCT zone) FROM cars")), 8);
  EXPECT_EQ(ask("SELECT DISTINCT car_class FROM cars ORDER BY 1"), "delux,standard,suite");
  EXPECT_EQ(ask("SELECT car_id FROM cars WHERE hourly_price = 100000 ORDER BY 1"), "1002,2001,3001,4001");
  auto context = untraced(20s);
  db_.run_here(context, [&](Context& inner, sql::Session& session) {
    const auto fleet = find_cars(inner, session, {0, 1000, "carId", false});
    ASSERT_EQ(fleet.total, std::ssize(fleet.cars));
    for (const auto& car : fleet.cars) {
      const auto told_of =
          "SELECT topic || ' ' || type || ' v' || version || ' ' || payload FROM outbox"
          " WHERE aggregate_id = '" +
          to_string(car.car_id) + "'";
      EXPECT_EQ(ask(told_of), "car.events CarChanged v1 " + json::encode(car));
    }
  });
}

TEST_F(ReservationsInPostgres, ShowOperatorsPagesToThisMachineOnly) {
  CarApi cars{db_};
  for (const auto& route : cars.routes()) EXPECT_TRUE(route.loopback_only) << route.name();
  ReservationApi reservations{db_, store_};
  for (const auto& route : reservations.routes()) {
    EXPECT_EQ(route.loopback_only, route.path.starts_with("/actuator")) << route.name();
  }
}

}  // namespace
}  // namespace sharecar::reservation
