// What is shown and said of orders: MyPage, answers to clients, traces, secrets.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "invariants/reader.hpp"
#include "invariants/rules.hpp"
#include "invariants/world.hpp"

namespace sharecar::invariants {
namespace {

namespace fs = std::filesystem;

Operation booking(const std::string& key, int status, std::optional<OrderId> order, const char* code = nullptr) {
  Operation out;
  out.status = status;
  out.customer_id = "kim";
  out.idempotency_key = key;
  out.order_id = order;
  if (code != nullptr) out.code = code;
  return out;
}

Operation cancellation(int status, OrderId order) {
  Operation out;
  out.kind = OperationKind::cancel;
  out.status = status;
  out.order_id = order;
  return out;
}

TEST(ReadModelRules, NameTheFieldThatDiffers) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.read_models.front().rows.front().order->price = Money{1};
  EXPECT_EQ(judge(it).text(), "mypage-differs: order 1: at customer, price is 1, not 100000\n");
}

TEST(ReadModelRules, SeeAStepThatIsMissing) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.read_models.front().rows.front().steps.pop_back();
  EXPECT_EQ(broken(it), (Rules{"mypage-differs"}));
}

TEST(ReadModelRules, SeeAnOrderThatIsNotShownAndOneThatDoesNotExist) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.read_models.front().rows.front().order->order_id = OrderId{9};
  EXPECT_EQ(broken(it), (Rules{"mypage-missing", "mypage-unknown"}));
}

TEST(ClientRules, BelieveAClientThatWasToldTheTruth) {
  World world;
  world.book(1);
  world.decline(world.place(2, "declined"));
  const auto gone = world.cancelled(3);
  auto it = world.snapshot();
  it.operations = {booking("key-1", 0, {}),
                   booking("key-1", 201, OrderId{1}),
                   booking("never", 409, {}, "slot_taken"),
                   booking("declined", 402, OrderId{2}, "card_declined"),
                   booking("unknown", 0, {}),
                   cancellation(202, gone)};
  EXPECT_EQ(judge(it).text(), "");
}

TEST(ClientRules, SeeABookingThatIsLost) {
  World world;
  auto it = world.snapshot();
  it.operations = {booking("k", 201, OrderId{5})};
  EXPECT_EQ(broken(it), (Rules{"booking-lost"}));
}

TEST(ClientRules, SeeABookingOfSomebodyElse) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.operations = {booking("other", 201, OrderId{1})};
  EXPECT_EQ(broken(it), (Rules{"booking-differs"}));
}

TEST(ClientRules, SeeAKeyThatBookedTwice) {
  World world;
  world.place(1, "k");
  world.place(2, "k");
  auto it = world.snapshot();
  EXPECT_EQ(broken(it), (Rules{"key-booked-twice"}));
  it.operations = {booking("k", 201, OrderId{1}), booking("k", 201, OrderId{2})};
  EXPECT_EQ(judge(it).violations.size(), 2u);
}

TEST(ClientRules, SeeARefusedBookingThatExists) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.operations = {booking("key-1", 409, {}, "slot_taken")};
  EXPECT_EQ(broken(it), (Rules{"refused-booking-exists"}));
}

TEST(ClientRules, SeeADeclineOfAnOrderThatIsPaid) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.operations = {booking("key-1", 402, OrderId{1}, "card_declined")};
  EXPECT_EQ(broken(it), (Rules{"answer-differs"}));
}

TEST(ClientRules, SeeACancellationThatIsLost) {
  World world;
  const auto id = world.book(1);
  auto it = world.snapshot();
  it.operations = {cancellation(202, id)};
  EXPECT_EQ(broken(it), (Rules{"cancellation-lost"}));
}

TEST(TraceRules, SeeABrokenTraceAndOneThatDoesNotReachMyPage) {
  World world;
  for (int day = 1; day <= 3; ++day) world.book(day);
  auto it = world.snapshot();
  it.traces[0].spans[1].parent_id = "00000000000000ff";
  it.traces[1].spans.pop_back();
  it.traces[2].spans.clear();
  const auto report = judge(it);
  EXPECT_EQ(report.rules_broken_by({OrderId{1}}), (Rules{"trace-broken"}));
  EXPECT_EQ(report.rules_broken_by({OrderId{2}}), (Rules{"trace-ends-early"}));
  EXPECT_EQ(report.rules_broken_by({OrderId{3}}), (Rules{"trace-missing"}));
}

TEST(TraceRules, AcceptTheTraceOfAClientThatKeepsItsOwnSpans) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.traces[0].spans[0].parent_id = "00000000000000ff";
  EXPECT_EQ(broken(it), Rules{});
}

TEST(SecretRules, SeeACardThatIsKeptAndANumberInAFile) {
  World world;
  world.book(1);
  auto it = world.snapshot();
  it.orders.front().sealed_card = "c2VhbGVk";
  it.leaks = {{"logs/order.log", 2}};
  EXPECT_EQ(judge(it).text(),
            "card-kept: order 1: the order is CONFIRMED and still keeps its card\n"
            "card-number-leaked: logs/order.log: holds card numbers, 2 times\n");
}

TEST(SecretRules, FindANumberAcrossTheBlocksOfAFile) {
  const auto file = fs::temp_directory_path() / ("sharecar-leaks-" + std::to_string(::getpid()));
  const std::string number = "4242424242424242";
  {
    std::ofstream out{file};
    out << std::string((1 << 20) - 7, 'x') << number << std::string(1 << 20, '4') << number;
  }
  EXPECT_EQ(occurrences(file, {number, "5105105105105100"}), 2);
  fs::remove(file);
}

TEST(OperationLog, IsReadLineByLineAndNamesTheLineThatIsNone) {
  const auto file = fs::temp_directory_path() / ("sharecar-log-" + std::to_string(::getpid()));
  std::ofstream{file} << R"({"kind":"cancel","at":"2030-01-01T00:00:00Z","tookUs":1,"status":202,"customerId":"kim",)"
                      << R"("idempotencyKey":"","orderId":7})"
                      << "\nnonsense\n";
  try {
    read_operations(file);
    FAIL() << "the second line is none";
  } catch (const BadLog& error) {
    EXPECT_NE(std::string{error.what()}.find(":2 is no operation"), std::string::npos) << error.what();
  }
  fs::remove(file);
}

}  // namespace
}  // namespace sharecar::invariants
