#include "bench/command.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iostream>

#include "bench/booking_bench.hpp"
#include "bench/page.hpp"
#include "bench/siege_bench.hpp"
#include "bench/tracing_bench.hpp"
#include "bench/viewer_bench.hpp"
#include "chassis/json/encode.hpp"
#include "launcher/interrupt.hpp"
#include "launcher/problem.hpp"

namespace sharecar::bench {
namespace fs = launcher::fs;

namespace {

/// Where the figures go.
fs::path out_of(const launcher::Workspace& here, const BenchCommand& command) {
  fs::path out = command.out;
  if (out.empty()) out = command.quick ? here.run / "bench" : here.source / "docs";
  fs::create_directories(out / "bench");
  return out;
}

void require_quiet(const launcher::Workspace& here) {
  if (!launcher::SupervisorClient::find(here.run)) return;
  throw launcher::Problem{"a platform runs here already, and would share this machine with the benchmark",
                          "./sharecar down"};
}

void write_section(const fs::path& out, const std::string& name, const std::string& section) {
  const auto page = out / "benchmarks.md";
  launcher::write_text(page, with_section(launcher::read_text(page).value_or("# Benchmarks\n"), name, section));
}

/// The exit status: 0 when every goal is reached, in a run that counts.
template <class Result>
int keep(const fs::path& out, const std::string& name, const Result& result) {
  const auto section = markdown(result);
  write_section(out, name, section);
  launcher::write_text(out / "bench" / (name + ".json"), json::encode(result) + "\n");
  std::cout << "\n" << section << "\nWritten: " << (out / "benchmarks.md").string() << ", bench/" << name << ".json\n";
  if constexpr (requires { result.voided; }) {
    if (result.voided) return 1;
  }
  return std::ranges::all_of(result.goals, &Goal::reached) ? 0 : 1;
}

void say(const std::string& what) { std::cout << "  " << what << std::endl; }

}  // namespace

int bench_booking_command(const launcher::Workspace& here, const BenchCommand& command) {
  require_quiet(here);
  const auto out = out_of(here, command);
  BookingBenchOptions options{.platform = here.platform_options(), .quick = command.quick};
  options.platform.run = here.run / "bench-platform";
  options.platform.any_ports = true;
  options.say = say;
  spdlog::set_level(spdlog::level::warn);  // the platform's starts and ends are no news here
  const launcher::Interrupt interrupt;
  const auto result = bench_booking(options, interrupt.token());
  launcher::write_text(out / "bench" / "booking.svg", svg(result));
  return keep(out, "booking", result);
}

int bench_tracing_command(const launcher::Workspace& here, const BenchCommand& command) {
  require_quiet(here);
  const auto out = out_of(here, command);
  TracingBenchOptions options{.here = here, .folder = here.run / "bench-tracing", .quick = command.quick};
  options.say = say;
  spdlog::set_level(spdlog::level::warn);
  const launcher::Interrupt interrupt;
  return keep(out, "tracing", bench_tracing(options, interrupt.token()));
}

int bench_viewer_command(const launcher::Workspace& here, const BenchCommand& command) {
  require_quiet(here);
  const auto out = out_of(here, command);
  ViewerBenchOptions options{.here = here, .folder = here.run / "bench-viewer", .quick = command.quick};
  options.say = say;
  const launcher::Interrupt interrupt;
  return keep(out, "viewer", bench_viewer(options, interrupt.token()));
}

int bench_siege_command(const launcher::Workspace& here, const BenchCommand& command) {
  require_quiet(here);
  const auto out = out_of(here, command);
  SiegeBenchOptions options{.platform = here.platform_options(), .quick = command.quick};
  options.platform.run = here.run / "bench-siege";
  options.platform.any_ports = true;
  options.say = say;
  spdlog::set_level(spdlog::level::warn);
  const launcher::Interrupt interrupt;
  return keep(out, "siege", bench_siege(options, interrupt.token()));
}

}  // namespace sharecar::bench
