#include "launcher/supervisor.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "launcher/problem.hpp"

namespace sharecar::launcher {
namespace {

using State = SupervisedStatus::State;

class SupervisorTest : public testing::Test {
 protected:
  SupervisorTest() { fs::create_directories(folder_); }
  ~SupervisorTest() override {
    stop_recorded(records());
    fs::remove_all(folder_);
  }

  ProcessRecords records() const { return ProcessRecords{folder_ / "records"}; }

  ProcessSpec sleeper(const std::string& name = "sleeper") const {
    ProcessSpec spec;
    spec.name = name;
    spec.argv = {"/bin/sleep", "300"};
    spec.log = folder_ / "log";
    return spec;
  }

  /// Waits for what another thread does soon.
  static bool soon(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!holds()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(milliseconds{5});
    }
    return true;
  }

  fs::path folder_ =
      fs::temp_directory_path() / ("launcher-supervisor-" + std::to_string(::getpid()) + "-" + random_hex(4));
};

TEST_F(SupervisorTest, StartsAgainWhatWasKilled) {
  Supervisor supervisor{records(), true};
  supervisor.start(sleeper());
  const auto first = supervisor.status("sleeper").pid;
  supervisor.kill("sleeper");
  EXPECT_TRUE(soon([&] {
    return supervisor.status("sleeper").restarts == 1 && supervisor.status("sleeper").state == State::running;
  }));
  EXPECT_NE(supervisor.status("sleeper").pid, first);
  EXPECT_EQ(supervisor.status("sleeper").last_end, "killed by signal 9");
}

TEST_F(SupervisorTest, LeavesStoppedWhatWasStopped) {
  Supervisor supervisor{records(), true};
  supervisor.start(sleeper());
  supervisor.stop({"sleeper"});
  std::this_thread::sleep_for(milliseconds{500});  // longer than the first backoff
  EXPECT_EQ(supervisor.status("sleeper").state, State::stopped);
  EXPECT_TRUE(records().all().empty());
  supervisor.start("sleeper");
  EXPECT_EQ(supervisor.status("sleeper").state, State::running);
}

TEST_F(SupervisorTest, LeavesDeadWhatDiesWhenToldNotToRestart) {
  Supervisor supervisor{records(), false};
  supervisor.start(sleeper());
  supervisor.kill("sleeper");
  EXPECT_TRUE(soon([&] { return supervisor.status("sleeper").state == State::stopped; }));
}

TEST_F(SupervisorTest, TakesOverWhatAnEarlierOneLeftRunning) {
  pid_t left = 0;
  {
    Supervisor earlier{records(), true};
    earlier.start(sleeper());
    left = earlier.status("sleeper").pid;
  }
  Supervisor supervisor{records(), true};
  EXPECT_TRUE(supervisor.start(sleeper()));
  EXPECT_EQ(supervisor.status("sleeper").pid, left);
  supervisor.kill("sleeper");
  EXPECT_TRUE(soon([&] { return supervisor.status("sleeper").restarts == 1; })) << "it watches it like its own";
}

TEST_F(SupervisorTest, ReplacesWhatRunsWithAnotherCommandLine) {
  Supervisor supervisor{records(), true};
  supervisor.start(sleeper());
  const auto first = supervisor.status("sleeper").pid;
  auto changed = sleeper();
  changed.environment["MODE"] = "new";
  EXPECT_FALSE(supervisor.start(changed));
  EXPECT_NE(supervisor.status("sleeper").pid, first);
  EXPECT_FALSE(identity_of(first)) << "the old one is gone";
}

TEST_F(SupervisorTest, KillsWhatDoesNotFinishInTime) {
  Supervisor supervisor{records(), true};
  auto stubborn = sleeper();
  stubborn.argv = {"/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"};
  stubborn.stop_within = milliseconds{100};
  supervisor.start(stubborn);
  ASSERT_TRUE(soon([&] { return last_lines(stubborn.log, 1) == "deaf"; }));
  supervisor.stop({"sleeper"});
  EXPECT_EQ(supervisor.status("sleeper").last_end, "killed by signal 9");
}

TEST_F(SupervisorTest, NamesThePartThatDoesNotExist) {
  Supervisor supervisor{records(), true};
  EXPECT_THROW(supervisor.kill("ordre"), Problem);
}

TEST_F(SupervisorTest, StopsWhatIsWrittenDownWithoutASupervisor) {
  {
    Supervisor earlier{records(), true};
    earlier.start(sleeper("one"));
    earlier.start(sleeper("two"));
  }
  stop_recorded(records(), [](const ProcessRecord& record) { return record.name == "one"; });
  ASSERT_EQ(records().all().size(), 1U);
  EXPECT_TRUE(Process::attach(records().all().front().identity));
  stop_recorded(records());
  EXPECT_TRUE(records().all().empty());
}

}  // namespace
}  // namespace sharecar::launcher
