#include "launcher/process.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "launcher/problem.hpp"
#include "launcher/record.hpp"

namespace sharecar::launcher {
namespace {

using testing::HasSubstr;

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() { fs::create_directories(folder_); }
  ~ProcessTest() override { fs::remove_all(folder_); }

  ProcessSpec shell(const std::string& script) const {
    ProcessSpec spec;
    spec.name = "shell";
    spec.argv = {"/bin/sh", "-c", script};
    spec.log = folder_ / "log";
    return spec;
  }

  fs::path folder_ =
      fs::temp_directory_path() / ("launcher-process-" + std::to_string(::getpid()) + "-" + random_hex(4));
};

TEST(ProcessStat, IsReadAlsoWhenTheNameHoldsBracketsAndSpaces) {
  const auto stat = parse_stat("42 (a) b (c)) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 1000 10");
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->state, 'S');
  EXPECT_EQ(stat->started, 987654U);
}

TEST(ProcessStat, IsNothingForATextThatIsNone) {
  EXPECT_FALSE(parse_stat(""));
  EXPECT_FALSE(parse_stat("42 (sh) S 1"));
}

TEST_F(ProcessTest, IsTakenOverByItsIdentity) {
  auto process = Process::spawn(shell("exec sleep 60"));
  auto again = Process::attach(process.identity());
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->running());
  again->stop(SIGTERM, milliseconds{5'000});
  EXPECT_EQ(process.reap(), "killed by signal 15");
}

TEST_F(ProcessTest, IsNotTakenOverWhenItsPidNowBelongsToAnother) {
  auto process = Process::spawn(shell("exec sleep 60"));
  auto other = process.identity();
  --other.started;
  EXPECT_FALSE(Process::attach(other));
  other = process.identity();
  other.boot = "another boot";
  EXPECT_FALSE(Process::attach(other));
  process.stop(SIGKILL, milliseconds{5'000});
}

TEST_F(ProcessTest, IsNotTakenOverOnceItEnded) {
  auto process = Process::spawn(shell("exit 3"));
  ASSERT_TRUE(process.wait_exit(milliseconds{5'000}));
  EXPECT_FALSE(Process::attach(process.identity())) << "a zombie counts as ended";
  EXPECT_EQ(process.reap(), "exit 3");
}

TEST_F(ProcessTest, WritesToItsLogAndSeesItsEnvironment) {
  auto spec = shell("echo $GREETING from $(pwd)");
  spec.environment["GREETING"] = "hello";
  auto process = Process::spawn(spec);
  ASSERT_TRUE(process.wait_exit(milliseconds{5'000}));
  EXPECT_EQ(process.reap(), "exit 0");
  EXPECT_EQ(last_lines(spec.log, 5), "hello from /");
}

TEST_F(ProcessTest, DoesNotRunBeforeItIsWrittenDown) {
  const auto spec = shell("echo ran");
  EXPECT_THROW(Process::spawn(spec, [](const ProcessIdentity&) { throw Problem{"the disk is full"}; }), Problem);
  EXPECT_EQ(last_lines(spec.log, 5), "");
}

TEST_F(ProcessTest, SaysWhyAProgramCannotBeStarted) {
  auto spec = shell("");
  spec.argv = {"/nowhere/sharecar-order"};
  try {
    Process::spawn(spec);
    FAIL() << "no Problem";
  } catch (const Problem& problem) {
    EXPECT_STREQ(problem.what(), "cannot start shell (/nowhere/sharecar-order): No such file or directory");
  }
}

TEST_F(ProcessTest, ShowsTheEndOfTheLogOfAHelperThatFails) {
  try {
    run_to_end(shell("echo one; echo two >&2; exit 7"), milliseconds{5'000}, "./sharecar doctor");
    FAIL() << "no Problem";
  } catch (const Problem& problem) {
    EXPECT_STREQ(problem.what(), "shell failed (exit 7)");
    EXPECT_EQ(problem.evidence(), "one\ntwo");
    EXPECT_EQ(problem.mend(), "./sharecar doctor");
  }
}

TEST_F(ProcessTest, HasAnotherFingerprintWhenItsProgramWasBuiltAnew) {
  auto spec = shell("");
  spec.argv = {(folder_ / "program").string()};
  write_text(spec.argv.front(), "one");
  const auto before = spec.fingerprint();
  EXPECT_EQ(spec.fingerprint(), before);
  write_text(spec.argv.front(), "two!");
  EXPECT_NE(spec.fingerprint(), before);
}

TEST_F(ProcessTest, IsFoundAgainByItsRecord) {
  const ProcessRecords records{folder_ / "records"};
  auto process = spawn_recorded(shell("exec sleep 60"), records);
  const auto record = ProcessRecords{folder_ / "records"}.find("shell");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->identity, process.identity());
  EXPECT_EQ(record->fingerprint, shell("exec sleep 60").fingerprint());
  EXPECT_EQ(records.all().size(), 1U);
  records.forget("shell");
  EXPECT_FALSE(records.find("shell"));
  process.stop(SIGKILL, milliseconds{5'000});
}

TEST_F(ProcessTest, ReadsOnlyWholeRecords) {
  const ProcessRecords records{folder_ / "records"};
  write_text(folder_ / "records/half.json", R"({"name":"half","pid":)");
  write_text(folder_ / "records/other.json", R"({"name":"other","pid":"many"})");
  EXPECT_TRUE(records.all().empty());
}

TEST(LastLines, AreTheEndOfAFileWithoutItsLastLineFeed) {
  const auto file = fs::temp_directory_path() / ("launcher-lines-" + std::to_string(::getpid()));
  write_text(file, "a\nb\nc\n\n");
  EXPECT_EQ(last_lines(file, 2), "b\nc");
  EXPECT_EQ(last_lines(file, 9), "a\nb\nc");
  fs::remove(file);
  EXPECT_EQ(last_lines(file, 2), "");
}

}  // namespace
}  // namespace sharecar::launcher
