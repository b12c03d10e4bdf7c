#include "bench/processes.hpp"

#include <unistd.h>

#include <charconv>
#include <sstream>
#include <vector>

namespace sharecar::bench {
namespace {

namespace fs = launcher::fs;

struct Usage {
  pid_t parent = 0;
  double seconds = 0;
};

/// Fields 4 and 14 to 17 of /proc/PID/stat: parent, user and system time, the same of children that were waited for.
Usage parse(const std::string& line) {
  std::istringstream fields{line.substr(line.rfind(')') + 2)};
  Usage out;
  double total = 0;
  std::string skipped;
  for (int field = 3; field <= 17; ++field) {
    if (field == 4) {
      fields >> out.parent;
    } else if (field >= 14) {
      double ticks = 0;
      fields >> ticks;
      total += ticks;
    } else {
      fields >> skipped;
    }
  }
  out.seconds = total / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return out;
}

std::map<pid_t, Usage> all_processes() {
  std::map<pid_t, Usage> out;
  for (const auto& entry : fs::directory_iterator{"/proc"}) {
    const auto name = entry.path().filename().string();
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error != std::errc{} || end != name.data() + name.size()) continue;
    if (const auto line = launcher::read_text(entry.path() / "stat"); line && !line->empty()) out[pid] = parse(*line);
  }
  return out;
}

double sum(const std::map<pid_t, Usage>& all, pid_t root) {
  const auto own = all.find(root);
  double seconds = own == all.end() ? 0 : own->second.seconds;
  for (const auto& [pid, usage] : all) {
    if (usage.parent == root) seconds += sum(all, pid);
  }
  return seconds;
}

}  // namespace

double cpu_seconds_of_tree(pid_t root) { return sum(all_processes(), root); }

CpuSeconds cpu_seconds(const launcher::Platform& platform) {
  const auto all = all_processes();
  std::map<std::string, double> out;
  for (const auto& part : platform.status()) {
    if (part.process.pid > 0) out[part.process.name] = sum(all, part.process.pid);
  }
  return out;
}

CpuSeconds cpu_seconds_since(const CpuSeconds& before, const launcher::Platform& platform) {
  auto spent = cpu_seconds(platform);
  for (auto& [part, seconds] : spent) {
    const auto earlier = before.find(part);
    if (earlier != before.end() && earlier->second <= seconds) seconds -= earlier->second;
  }
  return spent;
}

}  // namespace sharecar::bench
