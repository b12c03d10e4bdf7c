#include "bench/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/time.hpp"

namespace sharecar::bench {
namespace {

std::string times(const char* what, const load::Percentiles& p) {
  return fmt::format("| {} | {} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.1f} |\n", what, p.count, ms(p.p50_us),
                     ms(p.p90_us), ms(p.p99_us), ms(p.p999_us), ms(p.max_us));
}

std::string parts(const BookingResult& result) {
  std::string out =
      "| process | CPU, ms per converged booking | memory (PSS), MB | start to ready, ms |\n"
      "| --- | ---: | ---: | ---: |\n";
  for (const auto& part : result.parts) {
    out += fmt::format("| {} | {:.3f} | {:.1f} | {} |\n", part.part, part.cpu_seconds_per_1000, part.memory_mb,
                       part.ready_ms ? fmt::format("{:.0f}", *part.ready_ms) : "");
  }
  return out + fmt::format("| load generator | {:.3f} | | |\n", result.generator_cpu_per_1000);
}

std::string calibrations(const BookingResult& result) {
  const auto& [hiccups, fdatasync, pgbench, kafka, delay] = result.before;
  const auto& after = result.after;
  return calibration_head(hiccups, after.hiccups, fdatasync, after.fdatasync_per_second) +
         calibration_row("pgbench, bookings' worth of SQL per second", pgbench, after.pgbench_per_second, 0) +
         calibration_row("Kafka, acknowledged 300-byte events per second", kafka, after.kafka_per_second, 0) +
         calibration_row("Kafka, produced to consumed at 200/s, p50, ms", ms(delay.p50_us),
                         ms(after.kafka_delay.p50_us), 2) +
         calibration_row("Kafka, produced to consumed at 200/s, p99, ms", ms(delay.p99_us),
                         ms(after.kafka_delay.p99_us), 2);
}

constexpr int width = 760;
constexpr int label = 170;
constexpr int bar = 16;

struct Bar {
  std::string what;
  double value;
  const char* colour;
};

/// A panel of horizontal bars from `top` on, the longest over the whole width.
std::string panel(const std::string& title, const std::vector<Bar>& bars, const char* unit, int top) {
  double most = 0;
  for (const auto& one : bars) most = std::max(most, one.value);
  std::string out = fmt::format("<text x=\"8\" y=\"{}\" font-weight=\"bold\">{}</text>\n", top, title);
  int y = top + 10;
  for (const auto& one : bars) {
    const double length = most > 0 ? one.value / most * (width - label - 100) : 0;
    out += fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>"
        "<rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" fill=\"{}\"/>"
        "<text x=\"{:.1f}\" y=\"{}\">{:.2f} {}</text>\n",
        label - 8, y + 12, one.what, label, y, length, bar - 2, one.colour, label + length + 6, y + 12, one.value,
        unit);
    y += bar;
  }
  return out;
}

}  // namespace

double ms(std::int64_t us) { return static_cast<double>(us) / 1000; }

std::string calibration_row(const char* what, double before, double after, int digits) {
  return fmt::format("| {} | {:.{}f} | {:.{}f} |\n", what, before, digits, after, digits);
}

std::string calibration_head(const load::Percentiles& hiccups_before, const load::Percentiles& hiccups_after,
                             double fdatasync_before, double fdatasync_after) {
  return "| calibration | before | after |\n| --- | ---: | ---: |\n" +
         calibration_row("pause of the machine beyond 1 ms of sleep, p99, ms", ms(hiccups_before.p99_us),
                         ms(hiccups_after.p99_us), 2) +
         calibration_row("the longest, ms", ms(hiccups_before.max_us), ms(hiccups_after.max_us), 1) +
         calibration_row("fdatasync of 8 KB, per second", fdatasync_before, fdatasync_after, 0);
}

std::string goals_table(const std::vector<Goal>& goals) {
  std::string out = "| what | figure | goal | figure / goal | |\n| --- | ---: | ---: | ---: | --- |\n";
  for (const auto& goal : goals) {
    const int digits = goal.goal < 10 ? 2 : 0;
    const auto unit = goal.unit.empty() ? "" : " " + goal.unit;
    const auto ratio = goal.goal == 0 ? "" : fmt::format("{:.2f}", goal.figure / goal.goal);
    out += fmt::format("| {} | {:.{}f}{} | {} {:.{}f}{} | {} | {} |\n", goal.what, goal.figure, digits, unit,
                       goal.relation, goal.goal, digits, unit, ratio, goal.reached ? "reached" : "**missed**");
  }
  return out;
}

std::string markdown(const BookingResult& result) {
  std::string out = "## Booking\n\n";
  out += fmt::format("{}, {}, load average before the start {:.1f}.\n", to_rfc3339(result.at).substr(0, 16) + " UTC",
                     result.machine, result.load_average);
  if (result.voided) out += fmt::format("**Void: {}.**\n", *result.voided);
  if (result.quick) out += "A quick run: it shows that the benchmark works; its figures mean nothing.\n";
  std::string runs;
  for (const double run : result.maximum_runs) runs += fmt::format("{}{:.0f}", runs.empty() ? "" : ", ", run);
  out += fmt::format(
      "\n**{:.0f} converged bookings per second** (runs: {}) with {} clients that book, wait until MyPage shows 3, and "
      "book again.\n\n",
      result.maximum, runs, result.clients);
  out += goals_table(result.goals) + "\n![CPU and latency](bench/booking.svg)\n\n";
  out += parts(result) + "\n";
  out += fmt::format("At half of the maximum, {:.0f} bookings per second, Poisson arrivals, in milliseconds:\n\n",
                     result.half_rate);
  out +=
      "| from when it was due | count | p50 | p90 | p99 | p99.9 | max |\n| --- | ---: | ---: | ---: | ---: | ---: | "
      "---: |\n";
  out += times("POST /orders answered", result.at_half.latency);
  out += times("MyPage shows 3 to the client", result.at_half.shown);
  out += times("MyPage's row after the last commit", result.at_half.lag);
  out += times("pgbench: the same SQL alone, at the same rate", result.floor_at_half);
  return out + "\n" + calibrations(result);
}

std::string svg(const BookingResult& result) {
  std::vector<Bar> cpu;
  for (const auto& part : result.parts) cpu.push_back({part.part, part.cpu_seconds_per_1000, "#4878a8"});
  cpu.push_back({"load generator", result.generator_cpu_per_1000, "#a8a8a8"});
  std::ranges::stable_sort(cpu, std::ranges::greater{}, &Bar::value);
  std::vector<Bar> latency;
  const auto add = [&](const std::string& what, const load::Percentiles& p) {
    latency.push_back({what + " p50", ms(p.p50_us), "#5fa055"});
    latency.push_back({what + " p90", ms(p.p90_us), "#d0a030"});
    latency.push_back({what + " p99", ms(p.p99_us), "#c05040"});
  };
  add("POST answered", result.at_half.latency);
  add("MyPage shows 3", result.at_half.shown);
  add("row after commit", result.at_half.lag);
  add("pgbench alone", result.floor_at_half);
  const int second = 24 + 10 + static_cast<int>(cpu.size()) * bar + 32;
  const int height = second + 10 + static_cast<int>(latency.size()) * bar + 16;
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
             "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
             width, height) +
         panel(fmt::format("CPU per converged booking at {:.0f} per second", result.maximum), cpu, "ms", 24) +
         panel(fmt::format("Latency at {:.0f} bookings per second", result.half_rate), latency, "ms", second) +
         "</svg>\n";
}

std::string with_section(const std::string& page, const std::string& name, const std::string& text) {
  const auto begin = "<!-- bench " + name + ": begin -->\n";
  const auto end = "<!-- bench " + name + ": end -->\n";
  const auto first = page.find(begin);
  const auto last = first == page.npos ? page.npos : page.find(end, first);
  if (last == page.npos) return page + (page.empty() ? "" : "\n") + begin + text + end;
  return page.substr(0, first + begin.size()) + text + page.substr(last);
}

}  // namespace sharecar::bench
