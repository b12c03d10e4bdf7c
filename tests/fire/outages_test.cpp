// Parts that are away, slow, silent or lying while customers book: nobody waits long, nothing that was acknowledged is
// lost, everything is made up for afterwards. The checker judges after each test.

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "fire/drill.hpp"
#include "support/eventually.hpp"

namespace sharecar::fire {
namespace {

using test::eventually;
using ::testing::AnyOf;

class Outage : public Drill {
 protected:
  void TearDown() override { EXPECT_EQ(broken(0), ""); }

  /// Books while something is wrong with paying: 202 soon, still pending, and confirmed once it is healed.
  static void is_paid_later(const std::function<void()>& harm, const std::function<void()>& mend) {
    harm();
    const auto booked = client_->book();
    EXPECT_EQ(booked.status, 202) << booked.code.value_or("");
    EXPECT_LT(booked.took_us, 2'000'000);
    ASSERT_TRUE(booked.order_id);
    EXPECT_EQ(client_->state(*booked.order_id), OrderState::PAYMENT_PENDING);
    mend();
    EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED, 40s));
  }
  static void books_and_confirms() {
    const auto booked = client_->book();
    ASSERT_THAT(booked.status, AnyOf(201, 202)) << booked.code.value_or("");
    EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED, 40s));
  }
};

TEST_F(Outage, ReservationDownLetsPeopleBookAndReservesWhenItIsBack) {
  platform_->stop("reservation");
  const auto booked = client_->book();
  EXPECT_EQ(booked.status, 201);
  EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::PAID));
  platform_->start("reservation");
  EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED));
}

TEST_F(Outage, PaymentDownIsPaidLater) {
  is_paid_later([] { platform_->stop("payment"); }, [] { platform_->start("payment"); });
}

TEST_F(Outage, PaymentSlowIsPaidLater) {
  is_paid_later([] { fault("payment", R"({"route":"PUT /internal/payments/{orderId}","delayMs":5000})"); },
                [] { heal("payment"); });
}

TEST_F(Outage, PaymentHangingIsPaidLater) {
  is_paid_later([] { fault("payment", R"({"route":"PUT /internal/payments/{orderId}","hang":true})"); },
                [] { heal("payment"); });
}

TEST_F(Outage, PaymentFrozenIsPaidLater) {
  is_paid_later([] { freeze("payment"); }, [] { thaw("payment"); });
}

// The charge is made and the answer comes after the time-out: the event, or the next question, tells of it.
TEST_F(Outage, PaymentLyingIsFoundOutWithoutASecondCharge) {
  fault("payment", R"({"route":"PUT /internal/payments/{orderId}","answerDelayMs":1500})");
  const auto booked = client_->book();
  EXPECT_THAT(booked.status, AnyOf(201, 202));
  EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED));
  heal("payment");
}

TEST_F(Outage, CardnetDownIsPaidLater) {
  is_paid_later([] { platform_->stop("cardnet"); }, [] { platform_->start("cardnet"); });
}

TEST_F(Outage, CardnetSlowIsPaidLater) {
  is_paid_later([] { fault("cardnet", R"({"route":"PUT /charges/{key}","delayMs":5000})"); }, [] { heal("cardnet"); });
}

TEST_F(Outage, CardnetHangingIsPaidLater) {
  is_paid_later([] { fault("cardnet", R"({"route":"*","hang":true})"); }, [] { heal("cardnet"); });
}

TEST_F(Outage, CardnetLyingIsFoundOutWithoutASecondCharge) {
  fault("cardnet", R"({"route":"PUT /charges/{key}","answerDelayMs":1500})");
  const auto booked = client_->book();
  EXPECT_THAT(booked.status, AnyOf(201, 202));
  EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED));
  heal("cardnet");
}

TEST_F(Outage, AFirstCardThatHangsIsVoidedBeforeTheSecondIsCharged) {
  const auto booked = client_->book({.card = "hang"});
  ASSERT_EQ(booked.status, 202);
  ASSERT_TRUE(eventually([&] { return client_->pay(*booked.order_id, "approve").ok(); }));
  EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED));
}

TEST_F(Outage, CustomerDownLetsPeopleBookAndShowsItWhenItIsBack) {
  platform_->stop("customer");
  const auto booked = client_->book();
  EXPECT_EQ(booked.status, 201);
  const auto page = client_->get("/mypages/" + to_string(*booked.order_id));
  EXPECT_EQ(page.status, 503);
  EXPECT_TRUE(page.headers.contains("retry-after"));
  platform_->start("customer");
  EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED));
}

TEST_F(Outage, KafkaDownLetsPeopleBookAndPay) {
  platform_->stop("kafka");
  const auto begin = std::chrono::steady_clock::now();
  const auto away = full() ? 60s : 6s;
  std::vector<Operation> booked;
  for (int i = 1; i <= 200; ++i) {
    booked.push_back(client_->book());
    EXPECT_EQ(booked.back().status, 201);
    std::this_thread::sleep_until(begin + i * away / 200);
  }
  platform_->start("kafka");
  for (const auto& one : booked) EXPECT_TRUE(client_->becomes(*one.order_id, OrderState::CONFIRMED, 60s));
}

// The log is gone with all its topics and offsets: the outboxes tell everything again, the consumers begin at 0.
TEST_F(Outage, KafkaRestartedEmptyIsToldEverythingAgain) {
  const auto before = client_->book();
  EXPECT_TRUE(client_->becomes(*before.order_id, OrderState::CONFIRMED));
  platform_->stop("kafka");
  const auto during = client_->book();
  EXPECT_EQ(during.status, 201);
  std::filesystem::remove_all(run_ / "kafka");
  platform_->up();
  EXPECT_TRUE(client_->becomes(*during.order_id, OrderState::CONFIRMED, 60s));
  books_and_confirms();
}

TEST_F(Outage, PostgresRestartedIsA503ThatSaysWhenToComeBack) {
  const auto before = client_->book();
  platform_->stop("postgres");
  const auto refused = client_->book();
  EXPECT_EQ(refused.status, 503);
  const auto read = client_->get("/orders/" + to_string(*before.order_id));
  EXPECT_EQ(read.status, 503);
  EXPECT_TRUE(read.headers.contains("retry-after")) << read.body;
  platform_->start("postgres");
  platform_->wait_ready("postgres");
  platform_->wait_ready("order");
  EXPECT_TRUE(eventually([] { return client_->book().status == 201; }));
  EXPECT_TRUE(client_->becomes(*before.order_id, OrderState::CONFIRMED));
}

TEST_F(Outage, PostgresKilledIsRecoveredFromByItself) {
  for (int round = 0; round < (full() ? 5 : 2); ++round) {
    const auto before = client_->book();
    const auto restarts = platform_->process("postgres").restarts;
    platform_->kill("postgres");  // its sessions live on for a moment, until they notice
    ASSERT_TRUE(eventually([&] { return platform_->process("postgres").restarts > restarts; }));
    platform_->wait_ready("postgres", 60s);
    EXPECT_TRUE(eventually([] { return client_->book().status == 201; }, 60s));
    EXPECT_TRUE(client_->becomes(*before.order_id, OrderState::CONFIRMED, 40s));
  }
}

TEST_F(Outage, TracingDownOrHangingIsNoticedByNobodyWhoBooks) {
  platform_->stop("tracing");
  books_and_confirms();
  platform_->start("tracing");
  platform_->wait_ready("tracing");
  freeze("tracing");
  for (int i = 0; i < 10; ++i) {
    const auto booked = client_->book();
    EXPECT_EQ(booked.status, 201);
    EXPECT_LT(booked.took_us, 2'000'000);
  }
  thaw("tracing");
  books_and_confirms();
}

TEST_F(Outage, AFullDiskUnderMyPageIsMadeUpForWhenThereIsRoomAgain) {
  const auto flag = run_ / "full-disk";
  const auto shim = std::filesystem::path{SHARECAR_PROGRAMS_DIR}.parent_path() / "tests/fire/libdisk_full.so";
  ASSERT_TRUE(exists(shim));
  platform_->replace("customer", {.environment = {{"LD_PRELOAD", shim}, {"SHARECAR_DISK_FULL", flag}}});
  platform_->wait_ready("customer");
  books_and_confirms();
  std::ofstream{flag} << "no room";
  const auto booked = client_->book();
  EXPECT_EQ(booked.status, 201);
  EXPECT_TRUE(eventually([&] { return client_->state(*booked.order_id) == OrderState::CONFIRMED; }));
  EXPECT_EQ(client_->shown(*booked.order_id), std::nullopt);
  std::filesystem::remove(flag);
  EXPECT_TRUE(client_->becomes(*booked.order_id, OrderState::CONFIRMED));
  platform_->replace("customer", {});
  platform_->wait_ready("customer");
}

TEST_F(Outage, AFullDiskUnderTheCardNetworkIsPaidLater) {
  const auto flag = run_ / "full-disk";
  const auto shim = std::filesystem::path{SHARECAR_PROGRAMS_DIR}.parent_path() / "tests/fire/libdisk_full.so";
  platform_->replace("cardnet", {.environment = {{"LD_PRELOAD", shim}, {"SHARECAR_DISK_FULL", flag}}});
  platform_->wait_ready("cardnet");
  is_paid_later([&] { std::ofstream{flag} << "no room"; }, [&] { std::filesystem::remove(flag); });
  platform_->replace("cardnet", {});
  platform_->wait_ready("cardnet");
}

}  // namespace
}  // namespace sharecar::fire
