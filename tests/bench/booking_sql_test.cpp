#include "bench/booking_sql.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "launcher/problem.hpp"

namespace sharecar::bench {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// `count` parameters: "$1, $2, ...".
std::string parameters(int count) {
  std::string out;
  for (int i = 1; i <= count; ++i) out += (i == 1 ? "$" : ", $") + std::to_string(i);
  return out;
}

/// The statements of a booking, reduced to what tells them apart.
std::vector<SeenStatement> statements() {
  return {
      {"orders", "SELECT car_id FROM cars WHERE car_id = $1", 1.1},
      {"orders", "WITH placed AS (INSERT INTO orders VALUES (" + parameters(35) + ")) SELECT id FROM placed", 1},
      {"orders", "SELECT id\n  FROM orders WHERE id = $1", 2.05},
      {"orders", "WITH changed AS ( UPDATE orders SET x = " + parameters(26) + ") SELECT id FROM changed", 2},
      {"orders", "UPDATE outbox SET published_at = now() WHERE seq = ANY ($1::bigint[])", 0.8},
      {"orders", "SELECT nextval($1)", 0.02},
      {"payments", "BEGIN", 3},
      {"payments", "WITH opened AS ( INSERT INTO bills VALUES (" + parameters(31) + ")) SELECT 1 FROM opened", 1},
      {"payments", "WITH changed AS ( UPDATE bills SET x = " + parameters(36) + ") SELECT 1 FROM changed", 1},
      {"payments", "SELECT order_id FROM bills WHERE order_id = $1", 0.9},
      {"reservations",
       "WITH made AS ( INSERT INTO reservations SELECT " + parameters(18) + " FROM cars) SELECT 1 FROM made", 1},
  };
}

std::string problem_of(const std::vector<SeenStatement>& seen) {
  try {
    make_booking_sql(seen);
  } catch (const launcher::Problem& problem) {
    return problem.what();
  }
  return "none";
}

TEST(BookingSql, RepeatsTheStatementsInTheOrderOfABookingWithTablesOfTheirSchema) {
  const auto script = make_booking_sql(statements()).script;
  std::vector<std::string> kinds;
  for (std::size_t at = 0; (at = script.find(";\n", at)) != script.npos; ++at) {
    const auto begin = script.rfind('\n', at - 1) + 1;
    kinds.push_back(script.substr(begin, script.find_first_of(")=", begin) - begin));
  }
  EXPECT_THAT(
      kinds,
      ::testing::ElementsAre(
          "SELECT car_id FROM orders.cars WHERE car_id ",
          HasSubstr("WITH placed AS (INSERT INTO orders.orders VALUES (:id, :car, ''"),
          HasSubstr("WITH opened AS ( INSERT INTO payments.bills"),
          HasSubstr("WITH changed AS ( UPDATE payments.bills"), HasSubstr("WITH changed AS ( UPDATE orders.orders"),
          "SELECT id FROM orders.orders WHERE id ", "SELECT order_id FROM payments.bills WHERE order_id ",
          HasSubstr("WITH made AS ( INSERT INTO reservations.reservations SELECT"),
          "SELECT id FROM orders.orders WHERE id ", HasSubstr("WITH changed AS ( UPDATE orders.orders")));
  EXPECT_THAT(script, Not(HasSubstr("$")));
  EXPECT_THAT(script, Not(HasSubstr("published_at")));
}

TEST(BookingSql, TellsHowOftenEachStatementWasSeen) {
  EXPECT_EQ(make_booking_sql(statements()).calls_per_booking,
            (std::map<std::string, double>{{"orders.change", 2},
                                           {"orders.find", 2.05},
                                           {"orders.find_car", 1.1},
                                           {"orders.place", 1},
                                           {"payments.change", 1},
                                           {"payments.know", 0.9},
                                           {"payments.open", 1},
                                           {"reservations.confirm", 1}}));
}

TEST(BookingSql, RefusesAStatementThatItDoesNotKnow) {
  auto seen = statements();
  seen.push_back({"payments", "SELECT pg_sleep($1)", 1});
  EXPECT_EQ(problem_of(seen),
            "each booking executes a statement of payments that the benchmark does not know: SELECT pg_sleep($1)");
}

TEST(BookingSql, RefusesAStatementThatHasGotAnotherParameter) {
  auto seen = statements();
  seen.back().text = "WITH made AS ( INSERT INTO reservations SELECT " + parameters(19) + ") SELECT 1 FROM made";
  EXPECT_THAT(problem_of(seen), HasSubstr("reservations.confirm has 19 parameters now, the benchmark knows 18"));
}

TEST(BookingSql, RefusesAnotherNumberOfCalls) {
  auto seen = statements();
  seen[3].calls_per_booking = 3;
  EXPECT_EQ(problem_of(seen), "a booking executes orders.change 3.00 times, the benchmark's script 2");
  seen = statements();
  seen.pop_back();
  EXPECT_EQ(problem_of(seen), "a booking executes reservations.confirm 0.00 times, the benchmark's script 1");
}

}  // namespace
}  // namespace sharecar::bench
