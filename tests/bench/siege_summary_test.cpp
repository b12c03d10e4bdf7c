#include "bench/siege_summary.hpp"

#include <gtest/gtest.h>

#include "bench/siege_bench.hpp"

namespace sharecar::bench {
namespace {

// As siege 4.0.7 prints it; the figures are the seed's.
constexpr const char* printed = R"(** SIEGE 4.0.7
** Preparing 100 concurrent users for battle.
The server is now under siege...
Lifting the server siege...
Transactions:		        1054 hits
Availability:		       80.34 %
Elapsed time:		       59.74 secs
Data transferred:	        0.30 MB
Response time:		        5.47 secs
Transaction rate:	       17.64 trans/sec
Throughput:		        0.00 MB/sec
Concurrency:		       96.58
Successful transactions:        1054
Failed transactions:	         258
Longest transaction:	        8.41
Shortest transaction:	        0.44
 
)";

TEST(SiegeSummary, IsReadFromWhatSiegePrints) { EXPECT_EQ(parse_siege(printed), siege_of_the_seed); }

TEST(SiegeSummary, IsNoneWhereALineIsMissing) {
  std::string cut = printed;
  cut.erase(cut.find("Longest"));
  EXPECT_EQ(parse_siege(cut), std::nullopt);
  EXPECT_EQ(parse_siege(""), std::nullopt);
}

TEST(SiegeResult, IsShownBesideTheSeeds) {
  SiegeResult result;
  result.summary = {11'400, 100, 59.8, 0.52, 190.6, 99.1, 11'400, 0, 0.7, 0.41};
  result.output = "Transactions: 11400 hits\n \n";
  result.answers = {{"201", 10'900}, {"202", 500}};
  result.states = {{"CONFIRMED", 11'400}};
  const auto text = markdown(result);
  EXPECT_NE(text.find("| transactions per second | 190.60 | 17.64 |\n"), std::string::npos) << text;
  EXPECT_NE(text.find("201 x 10900, 202 x 500"), std::string::npos) << text;
}

}  // namespace
}  // namespace sharecar::bench
