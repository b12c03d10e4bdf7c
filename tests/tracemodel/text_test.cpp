#include "tracemodel/text.hpp"

#include <gtest/gtest.h>

#include "tracemodel/printable.hpp"
#include "tracemodel/spans.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;
using std::chrono::microseconds;

// A booking that fails at the card network.
Spans booking() {
  Spans spans{at(span("a", "", Kind::server, "gateway", "post /orders"), 1'000'000, 845'000),
              at(to(span("b", "a", Kind::client, "gateway", "post /orders"), "order"), 1'001'200, 842'000),
              at(span("c", "b", Kind::server, "order", "post /orders"), 1'002'000, 840'000),
              at(to(span("d", "c", Kind::client, "order", "pg place_order"), "postgres"), 1'003'000, 4'000),
              at(failed(to(span("e", "c", Kind::client, "order", "put /payments"), "payment"), "timed out"), 1'008'000,
                 610'000),
              at(to(span("f", "c", Kind::producer, "order", "order.events publish"), "kafka"), 1'900'000, 900)};
  spans[4].tags["http.status_code"] = "504";
  return spans;
}

TEST(Render, ShowsOneLinePerSpanWithBranchesTimesBarsAndErrors) {
  EXPECT_EQ(render(Tree{booking()}, {.bar_width = 20}),
            "post /orders                   gateway  SERVER       0 µs   845 ms  ███████████████████\n"
            "└─ post /orders                gateway  CLIENT    1.20 ms   842 ms  ███████████████████\n"
            "   └─ post /orders             order    SERVER    2.00 ms   840 ms  ███████████████████\n"
            "      ├─ pg place_order        order    CLIENT    3.00 ms  4.00 ms  ▏\n"
            "      ├─ put /payments         order    CLIENT    8.00 ms   610 ms  ██████████████        ✗ timed out\n"
            "      └─ order.events publish  order    PRODUCER   900 ms   900 µs                     ▏\n");
}

TEST(Render, CanDoWithAsciiAndWithoutBars) {
  EXPECT_EQ(render(Tree{booking()}, {.ascii = true, .bar_width = 0, .name_width = 20}),
            "post /orders          gateway  SERVER       0 us   845 ms\n"
            "`- post /orders       gateway  CLIENT    1.20 ms   842 ms\n"
            "   `- post /orders    order    SERVER    2.00 ms   840 ms\n"
            "      |- pg place_..  order    CLIENT    3.00 ms  4.00 ms\n"
            "      |- put /paym..  order    CLIENT    8.00 ms   610 ms  ! timed out\n"
            "      `- order.eve..  order    PRODUCER   900 ms   900 us\n");
}

TEST(Render, MarksBothCriticalPathsAndShowsFailuresInRed) {
  const Tree tree{booking()};
  const Reading reading{tree};
  EXPECT_EQ(render(tree, reading, {.bar_width = 0}),
            "● post /orders                   gateway  SERVER       0 µs   845 ms\n"
            "● └─ post /orders                gateway  CLIENT    1.20 ms   842 ms\n"
            "●    └─ post /orders             order    SERVER    2.00 ms   840 ms\n"
            "●       ├─ pg place_order        order    CLIENT    3.00 ms  4.00 ms\n"
            "●       ├─ put /payments         order    CLIENT    8.00 ms   610 ms  ✗ timed out\n"
            "○       └─ order.events publish  order    PRODUCER   900 ms   900 µs\n");
  const std::string coloured = render(tree, reading, {.ascii = true, .bar_width = 0, .colour = true});
  EXPECT_NE(coloured.find("* \x1b[31m      |- put /payments"), std::string::npos) << coloured;
  EXPECT_NE(coloured.find("* \x1b[1mpost /orders"), std::string::npos) << coloured;
  EXPECT_NE(coloured.find("+       `- order.events publish"), std::string::npos) << coloured;
}

TEST(Render, PlacesSpansOnOneClock) {
  const Tree tree{{ip(at(span("1", "", Kind::client, "a", "call"), 1'020, 20), "10.0.0.1"),
                   ip(at(span("2", "1", Kind::server, "b", "call"), 10, 10), "10.0.0.2")}};
  EXPECT_EQ(render(tree, Reading{tree}, {.bar_width = 0}),
            "● call     a  CLIENT  0 µs  20 µs\n"
            "● └─ call  b  SERVER  5 µs  10 µs\n");
}

TEST(Render, MarksWhatIsNotWhereItBelongs) {
  EXPECT_EQ(
      render(Tree{{failed(span("b", "a", Kind::server, "x", "n")), span("c", "d"), span("d", "c")}}, {.bar_width = 0}),
      "(no root)\n"
      "├─ n       x  SERVER      ✗ (parent 000000000000000a is missing)\n"
      "└─ ?                      (parent 000000000000000d is below it: cut)\n"
      "   └─ ?\n");
  EXPECT_EQ(
      render(Tree{{span("a", "", Kind::none, "x"), span("a", "", Kind::none, "y"), span("b", "")}}, {.bar_width = 0}),
      "?     x\n"
      "├─ ?           (second root)\n"
      "└─ ?  y        (id 000000000000000a belongs to another span)\n");
}

TEST(Render, LeavesUnknownTimesBlank) {
  EXPECT_EQ(render(Tree{{span("a", "", Kind::server, "x", "n"), at(span("b", "a"), 5)}}),
            "n     x  SERVER\n"
            "└─ ?             0 µs    ▏\n");
}

TEST(Render, DrawsBranchesOnlySoDeepAndTellsTheDepthBeyond) {
  EXPECT_EQ(
      render(Tree{{span("1", ""), span("2", "1"), span("3", "2"), span("4", "3"), span("5", "3"), span("6", "1")}},
             {.bar_width = 0, .max_indent = 2}),
      "?\n"
      "├─ ?\n"
      "│  └─ ?\n"
      "│  …3 ├─ ?\n"
      "│  …3 └─ ?\n"
      "└─ ?\n");
}

TEST(Render, CountsTheColumnsOfWideCharacters) {
  EXPECT_EQ(
      render(Tree{{span("1", "", Kind::none, "s", "예약"), span("2", "1", Kind::none, "s", "n")}}, {.bar_width = 0}),
      "예약  s\n"
      "└─ n  s\n");
}

TEST(Render, NeverSendsControlCharactersToTheTerminal) {
  const std::string text = render(Tree{{failed(span("a", "", Kind::server, "x\n", "\x1b[2J\x9b\xff"), "a\r\nb")}});
  EXPECT_EQ(text, "\\u001b[2J\uFFFD\uFFFD  x\\n  SERVER                                      ✗ a\\r\\nb\n");
}

TEST(Render, OfNothingIsEmpty) {
  EXPECT_EQ(render(Tree{}), "");
  EXPECT_EQ(outline(Tree{}), "");
}

TEST(Outline, TellsWhoDidWhatWithoutTimesAndIds) {
  EXPECT_EQ(outline(Tree{booking()}),
            "gateway: SERVER post /orders\n"
            "  gateway: CLIENT post /orders [order]\n"
            "    order: SERVER post /orders\n"
            "      order: CLIENT pg place_order [postgres]\n"
            "      order: CLIENT put /payments [payment] error=\"timed out\"\n"
            "      order: PRODUCER order.events publish [kafka]\n");
}

TEST(Outline, ShowsTheTagsThatItIsAskedFor) {
  Span odd = span("a", "", Kind::server, "x", "n");
  odd.tags = {{"empty", ""}, {"other", "1"}, {"quote", "a \"b\""}, {"status", "504"}, {"error", ""}};
  EXPECT_EQ(outline(Tree{{odd}}, {.tags = {"status", "empty", "quote"}}),
            "x: SERVER n empty=\"\" error=\"\" quote=\"a \\\"b\\\"\" status=504\n");
}

TEST(Outline, NamesWhatHasNoNameAndMarksWhatIsOutOfPlace) {
  EXPECT_EQ(outline(Tree{{span("a", ""), span("b", ""), span("c", "99"), span("d", "e"), span("e", "d"),
                          span("f", "a", Kind::none, "x"), span("f", "a", Kind::none, "y")}}),
            "?: LOCAL ?\n"
            "  ?: LOCAL ? (cycle)\n"
            "    ?: LOCAL ?\n"
            "  ?: LOCAL ? (orphan)\n"
            "  ?: LOCAL ? (second root)\n"
            "  x: LOCAL ? (duplicate id)\n"
            "  y: LOCAL ?\n");
  EXPECT_EQ(outline(Tree{{span("b", "a", Kind::server, "x", "n")}}), "(no root)\n  x: SERVER n (orphan)\n");
}

TEST(Outline, OrdersSiblingsOfOneTimestampByTheTextOfTheirSubtrees) {
  const auto trace = [](std::string_view first, std::string_view second) {
    return Tree{{span("1", "", Kind::none, "r"), at(span("2", "1", Kind::none, "s"), 7),
                 at(span("3", "1", Kind::none, "s"), 7), span("4", "2", Kind::none, first),
                 span("5", "3", Kind::none, second), span("6", "5", Kind::none, second)}};
  };
  EXPECT_EQ(outline(trace("x", "y")),
            "r: LOCAL ?\n  s: LOCAL ?\n    x: LOCAL ?\n  s: LOCAL ?\n    y: LOCAL ?\n      y: LOCAL ?\n");
  EXPECT_EQ(outline(trace("y", "x")),
            "r: LOCAL ?\n  s: LOCAL ?\n    x: LOCAL ?\n      x: LOCAL ?\n  s: LOCAL ?\n    y: LOCAL ?\n");
}

TEST(Outline, OfConcurrentBranchesIsEqualWhenSiblingsAreOrderedByText) {
  const auto trace = [](std::int64_t payment, std::int64_t reservation) {
    return Tree{{at(span("1", "", Kind::none, "order"), 1), at(span("2", "1", Kind::none, "payment"), payment),
                 at(span("3", "1", Kind::none, "reservation"), reservation)}};
  };
  EXPECT_NE(outline(trace(2, 3)), outline(trace(3, 2)));
  EXPECT_EQ(outline(trace(2, 3), {.siblings_by_text = true}), outline(trace(3, 2), {.siblings_by_text = true}));
}

TEST(DurationText, HasThreeFiguresInTheUnitThatFits) {
  const std::vector<std::pair<std::int64_t, std::string>> cases{{0, "0 µs"},
                                                                {1, "1 µs"},
                                                                {999, "999 µs"},
                                                                {1'000, "1.00 ms"},
                                                                {9'994, "9.99 ms"},
                                                                {9'996, "10.0 ms"},
                                                                {12'345, "12.3 ms"},
                                                                {99'960, "100 ms"},
                                                                {845'000, "845 ms"},
                                                                {999'499, "999 ms"},
                                                                {999'950, "1.00 s"},
                                                                {1'200'000, "1.20 s"},
                                                                {59'940'000, "59.9 s"},
                                                                {59'960'000, "1.00 min"},
                                                                {600'000'000, "10.0 min"},
                                                                {9'000'000'000, "2.50 h"},
                                                                {259'200'000'000, "3.00 d"},
                                                                {INT64_MAX, "106751991 d"}};
  for (const auto& [duration, text] : cases) EXPECT_EQ(duration_text(microseconds{duration}), text) << duration;
  EXPECT_EQ(duration_text(microseconds{5}, true), "5 us");
}

TEST(Printable, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(printable("plain é 예약 🚗"), "plain é 예약 🚗");
  EXPECT_EQ(printable("a\nb\tc\rd\x1b[0m\x7f"), "a\\nb\\tc\\rd\\u001b[0m\\u007f");
  EXPECT_EQ(printable("\u009b\u202e\u2028\ufeff\U000E0041"), "\\u009b\\u202e\\u2028\\ufeff\\U000e0041");
}

TEST(Printable, ReplacesEveryByteThatIsNotUtf8) {
  EXPECT_EQ(printable("\xff|\xc0\xaf|\xed\xa0\x80|\xf5\x80\x80\x80|\xe2\x82"), "�|��|���|����|��");
}

TEST(Printable, IsMeasuredAndCutInColumns) {
  EXPECT_EQ(columns("예약 é"), 6U);
  EXPECT_EQ(columns("e\u0301"), 1U);
  EXPECT_EQ(cut("예약하다", 8, "…"), "예약하다");
  EXPECT_EQ(cut("예약하다", 6, "…"), "예약…");
  EXPECT_EQ(cut("abc", 0, "…"), "…");
}

}  // namespace
}  // namespace sharecar::tracemodel
