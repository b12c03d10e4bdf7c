#include "bench/machine.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>

namespace sharecar::bench {

std::string machine() {
  utsname names{};
  ::uname(&names);
  const double gib = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE)) /
                     (1024.0 * 1024 * 1024);
  return fmt::format("{} processors, {:.0f} GiB, {} {}", ::sysconf(_SC_NPROCESSORS_ONLN), gib, names.sysname,
                     names.release);
}

double load_average() {
  double average = 0;
  return ::getloadavg(&average, 1) == 1 ? average : 0;
}

}  // namespace sharecar::bench
