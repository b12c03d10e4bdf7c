#include "bench/processes.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>

namespace sharecar::bench {
namespace {

double own_cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void burn(double seconds) {
  const double end = own_cpu() + seconds;
  while (own_cpu() < end) continue;
}

TEST(CpuSeconds, CountTheProcessAndChildrenThatEnded) {
  const double before = cpu_seconds_of_tree(::getpid());
  burn(0.1);
  const double alone = cpu_seconds_of_tree(::getpid());
  EXPECT_NEAR(alone - before, 0.1, 0.05);
  const pid_t child = ::fork();
  if (child == 0) {
    burn(0.2);
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_NEAR(cpu_seconds_of_tree(::getpid()) - alone, 0.2, 0.05);
}

TEST(CpuSeconds, CountChildrenThatLive) {
  const double before = cpu_seconds_of_tree(::getpid());
  int done[2];
  ASSERT_EQ(::pipe(done), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    burn(0.2);
    if (::write(done[1], "x", 1) != 1) ::_exit(1);
    ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(done[0], &byte, 1), 1);
  EXPECT_NEAR(cpu_seconds_of_tree(::getpid()) - before, 0.2, 0.05);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(done[0]);
  ::close(done[1]);
}

}  // namespace
}  // namespace sharecar::bench
