/// The benchmark of tracing: the same spans to our collector and to a real Zipkin, one after the other; and what it
/// costs a booking.
#pragma once

#include <boost/describe.hpp>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "bench/result.hpp"
#include "bench/tracing_cost.hpp"
#include "launcher/workspace.hpp"

namespace sharecar::bench {

struct QuestionTime {
  std::string question;
  double ms = 0;  ///< median of five
};
BOOST_DESCRIBE_STRUCT(QuestionTime, (), (question, ms))

struct CollectorFigures {
  double spans_per_second = 0;  ///< from the first message until all can be read, two senders
  double cpu_us_per_span = 0;   ///< of the server, meanwhile
  double memory_mb = 0;         ///< PSS with all spans stored
  double trace_ms = 0;          ///< the huge trace answered, median of five
  std::vector<QuestionTime> questions;
};
BOOST_DESCRIBE_STRUCT(CollectorFigures, (), (spans_per_second, cpu_us_per_span, memory_mb, trace_ms, questions))

struct TracingResult {
  Timestamp at{};
  std::string machine;
  double load_average = 0;
  bool quick = false;
  std::int64_t spans = 0;
  std::int64_t spans_of_huge_trace = 0;
  CollectorFigures ours;
  std::optional<CollectorFigures> zipkin;
  std::string no_zipkin;  ///< why there is none beside ours
  TracingCost cost;       ///< to a booking
  std::vector<Goal> goals;
};
BOOST_DESCRIBE_STRUCT(TracingResult, (),
                      (at, machine, load_average, quick, spans, spans_of_huge_trace, ours, zipkin, no_zipkin, cost,
                       goals))

struct TracingBenchOptions {
  launcher::Workspace here;
  launcher::fs::path folder;  ///< of its own: emptied first, deleted afterwards
  bool quick = false;
  std::function<void(const std::string&)> say = [](const std::string&) {};
};

/// Blocks for about a quarter of an hour (quick: two minutes). Throws launcher::Problem, also when `stop` is requested. Without a network and
/// a jar in the cache Zipkin's column is missing.
TracingResult bench_tracing(const TracingBenchOptions& options, std::stop_token stop = {});

/// A section of Markdown.
std::string markdown(const TracingResult& result);

}  // namespace sharecar::bench
