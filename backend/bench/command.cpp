#include "bench/command.hpp"

#include <spdlog/spdlog.h>

#include <iostream>

#include "bench/booking_bench.hpp"
#include "bench/page.hpp"
#include "chassis/json/encode.hpp"
#include "launcher/interrupt.hpp"
#include "launcher/problem.hpp"

namespace sharecar::bench {
namespace fs = launcher::fs;

int bench_booking_command(const launcher::Workspace& here, const BenchCommand& command) {
  if (launcher::SupervisorClient::find(here.run)) {
    throw launcher::Problem{"a platform runs here already, and would share this machine with the benchmark",
                            "./sharecar down"};
  }
  fs::path out = command.out;
  if (out.empty()) out = command.quick ? here.run / "bench" : here.source / "docs";
  fs::create_directories(out / "bench");
  BookingBenchOptions options{.platform = here.platform_options(), .quick = command.quick};
  options.platform.run = here.run / "bench-platform";
  options.platform.any_ports = true;
  options.say = [](const std::string& what) { std::cout << "  " << what << std::endl; };
  spdlog::set_level(spdlog::level::warn);  // the platform's starts and ends are no news here
  const launcher::Interrupt interrupt;
  const auto result = bench_booking(options, interrupt.token());
  const auto page = out / "benchmarks.md";
  const auto section = markdown(result);
  launcher::write_text(page, with_section(launcher::read_text(page).value_or("# Benchmarks\n"), "booking", section));
  launcher::write_text(out / "bench" / "booking.json", json::encode(result) + "\n");
  launcher::write_text(out / "bench" / "booking.svg", svg(result));
  std::cout << "\n" << section << "\nWritten: " << page.string() << ", bench/booking.json, bench/booking.svg\n";
  return result.voided ? 1 : 0;
}

}  // namespace sharecar::bench
