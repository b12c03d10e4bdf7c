/// The benchmark of the client's trace viewer: how it behaves with one very large trace.
#pragma once

#include <boost/describe.hpp>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "bench/result.hpp"
#include "launcher/workspace.hpp"

namespace sharecar::bench {

/// What the program viewer_bench measures of one shape and prints as JSON. Times in milliseconds.
struct ViewerFigures {
  std::string shape;  ///< "wide", "deep", "ordinary"
  std::int64_t spans = 0;
  double file_mb = 0;
  double first_paint = 0;    ///< from opening the file until the waterfall is painted
  double longest_block = 0;  ///< of the thread of the window, over the whole run
  double expand = 0;         ///< all of it, painted
  double collapse = 0;
  double scroll_p99 = 0;  ///< a frame, over 500 steps through the whole trace
  double filter = 0;      ///< from the last letter until painted
  double compare = 0;     ///< from handing over a second trace as JSON until both are painted
  double memory_mb = 0;   ///< more than before the file was opened, anonymous pages
};
BOOST_DESCRIBE_STRUCT(ViewerFigures, (),
                      (shape, spans, file_mb, first_paint, longest_block, expand, collapse, scroll_p99, filter, compare,
                       memory_mb))

struct ViewerResult {
  Timestamp at{};
  std::string machine;
  double load_average = 0;
  bool quick = false;
  std::vector<ViewerFigures> shapes;
  std::vector<Goal> goals;
};
BOOST_DESCRIBE_STRUCT(ViewerResult, (), (at, machine, load_average, quick, shapes, goals))

struct ViewerBenchOptions {
  launcher::Workspace here;
  launcher::fs::path folder;  ///< of its own: emptied first, deleted afterwards
  bool quick = false;         ///< 5,000 spans instead of 50,000
  std::function<void(const std::string&)> say = [](const std::string&) {};
};

/// Runs viewer_bench once for each shape, offscreen. Throws launcher::Problem, also when `stop` is requested.
ViewerResult bench_viewer(const ViewerBenchOptions& options, std::stop_token stop = {});

/// The goals of the figures: the worst of all shapes counts.
std::vector<Goal> goals_of(const std::vector<ViewerFigures>& shapes);

/// A section of Markdown.
std::string markdown(const ViewerResult& result);

}  // namespace sharecar::bench
