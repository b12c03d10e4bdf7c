#include "launcher/terminal.hpp"

#include <gtest/gtest.h>

namespace sharecar::launcher {
namespace {

TEST(Table, AlignsItsColumnsByWhatATerminalShows) {
  EXPECT_EQ(table({{"name", "port"}, {"order", "8081"}, {"주문", "9"}}, {1}),
            "  name   port\n"
            "  order  8081\n"
            "  주문      9\n");
}

TEST(Words, TellDurationsAndSizesInTheUnitThatFits) {
  EXPECT_EQ(duration_words(87), "87 ms");
  EXPECT_EQ(duration_words(1'340), "1.3 s");
  EXPECT_EQ(duration_words(240'000), "4 min");
  EXPECT_EQ(duration_words(7'500'000), "2 h 5 min");
  EXPECT_EQ(duration_words(273'600'000), "3 d 4 h");
  EXPECT_EQ(memory_words(3'400'000), "3.4 MB");
  EXPECT_EQ(memory_words(38'000'000), "38 MB");
  EXPECT_EQ(memory_words(1'230'000'000), "1.23 GB");
}

}  // namespace
}  // namespace sharecar::launcher
