#include "bench/viewer_bench.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bench/machine.hpp"
#include "chassis/json/decode.hpp"
#include "contracts/time.hpp"
#include "launcher/problem.hpp"
#include "launcher/process.hpp"

namespace sharecar::bench {
namespace fs = launcher::fs;

namespace {

constexpr int spans = 50'000;
constexpr int quick_spans = 5'000;
constexpr launcher::milliseconds limit{180'000};

struct Column {
  const char* what;
  double ViewerFigures::*figure;
  double goal;  // at most; 0: none
  const char* unit;
};
constexpr Column columns[] = {
    {"first paint, from the file", &ViewerFigures::first_paint, 600, "ms"},
    {"longest block of the window's thread", &ViewerFigures::longest_block, 50, "ms"},
    {"expand all", &ViewerFigures::expand, 50, "ms"},
    {"collapse all", &ViewerFigures::collapse, 50, "ms"},
    {"a frame while scrolling, p99", &ViewerFigures::scroll_p99, 16, "ms"},
    {"filter, from the last letter", &ViewerFigures::filter, 0, "ms"},
    {"compare with another such trace", &ViewerFigures::compare, 0, "ms"},
    {"memory beyond the empty window", &ViewerFigures::memory_mb, 250, "MB"},
};

ViewerFigures measure(const ViewerBenchOptions& options, const std::string& shape) {
  const auto program = options.here.programs / "viewer_bench";
  if (!fs::exists(program)) throw launcher::Problem{"viewer_bench is not built", "./sharecar bench viewer   # builds it"};
  const auto out = options.folder / (shape + ".json");
  launcher::ProcessSpec spec;
  spec.name = "viewer_bench";
  spec.argv = {program.string(), shape, std::to_string(options.quick ? quick_spans : spans), out.string()};
  spec.environment = {{"QT_QPA_PLATFORM", "offscreen"}};
  spec.log = options.folder / (shape + ".log");
  launcher::run_to_end(spec, limit);
  auto figures = json::decode_text<ViewerFigures>(launcher::read_text(out).value_or(""));
  if (!figures) throw launcher::Problem{"viewer_bench said nothing that can be read"};
  return *figures;
}

}  // namespace

ViewerResult bench_viewer(const ViewerBenchOptions& options, std::stop_token stop) {
  ViewerResult result;
  result.at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  result.machine = machine();
  result.load_average = load_average();
  result.quick = options.quick;
  fs::remove_all(options.folder);
  fs::create_directories(options.folder);
  for (const char* shape : {"wide", "deep", "ordinary"}) {
    if (stop.stop_requested()) throw launcher::Problem{"the benchmark was interrupted"};
    options.say(fmt::format("the shape: {}", shape));
    result.shapes.push_back(measure(options, shape));
  }
  fs::remove_all(options.folder);
  result.goals = goals_of(result.shapes);
  return result;
}

std::vector<Goal> goals_of(const std::vector<ViewerFigures>& shapes) {
  std::vector<Goal> out;
  for (const auto& column : columns) {
    if (column.goal == 0) continue;
    double worst = 0;
    for (const auto& one : shapes) worst = std::max(worst, one.*column.figure);
    out.push_back({column.what, worst, "<=", column.goal, column.unit, worst <= column.goal});
  }
  return out;
}

std::string markdown(const ViewerResult& result) {
  const auto number = [](double value) { return fmt::format("{:.{}f}", value, value < 10 ? 2 : value < 100 ? 1 : 0); };
  std::string out = fmt::format("\n## Trace viewer\n\n{}{}, {}, load average before the start {:.1f}.\n\n",
                                result.quick ? "A quick run, which proves nothing: " : "",
                                to_rfc3339(std::chrono::floor<std::chrono::seconds>(result.at)), result.machine,
                                result.load_average);
  out += "| |";
  for (const auto& one : result.shapes) out += fmt::format(" {}, {} spans, {:.0f} MB |", one.shape, one.spans, one.file_mb);
  out += "\n| --- |";
  for (std::size_t i = 0; i < result.shapes.size(); ++i) out += " ---: |";
  for (const auto& column : columns) {
    out += fmt::format("\n| {}, {} |", column.what, column.unit);
    for (const auto& one : result.shapes) out += ' ' + number(one.*column.figure) + " |";
  }
  out += "\n\n| goal | the worst | | goal | |\n| --- | ---: | --- | ---: | --- |\n";
  for (const auto& goal : result.goals) {
    out += fmt::format("| {} | {} | {} | {:.0f} {} | {} |\n", goal.what, number(goal.figure), goal.relation, goal.goal,
                       goal.unit, goal.reached ? "reached" : "**missed**");
  }
  return out;
}

}  // namespace sharecar::bench
