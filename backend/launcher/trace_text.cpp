#include "launcher/trace_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "launcher/span_json.hpp"
#include "tracemodel/check.hpp"
#include "tracemodel/printable.hpp"
#include "tracemodel/text.hpp"

namespace sharecar::launcher {

namespace bj = boost::json;
using namespace tracemodel;

namespace {

constexpr std::size_t longest_path = 12;  // lines of a critical path; the shorter stays are told together

std::string duration(std::int64_t microseconds) { return duration_text(std::chrono::microseconds{microseconds}); }

std::string count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string named(const Tree& tree, Tree::Index node) {
  const Span* span = tree.span_of(tree.nodes()[node]);
  if (span == nullptr) return "(no root)";
  return fmt::format("{}: {}", span->local.service_name.empty() ? "?" : printable(span->local.service_name),
                     span->name.empty() ? "?" : printable(span->name));
}

std::int64_t length_of(const CriticalPath& path) {
  return path.empty() ? 0 : path.back().time.end - path.front().time.start;
}

/// All that a node adds to a path: its working, or the waiting for it.
struct Stay {
  Tree::Index node;
  bool waiting;
  std::int64_t first;
  std::int64_t total;
};

/// In the order in which the path comes to them first.
std::vector<Stay> stays_of(const CriticalPath& path) {
  std::vector<Stay> stays;
  std::map<std::pair<Tree::Index, bool>, std::size_t> places;
  for (const Segment& segment : path) {
    const auto [place, is_new] = places.try_emplace({segment.node, segment.waiting}, stays.size());
    if (is_new) stays.push_back({segment.node, segment.waiting, segment.time.start, 0});
    stays[place->second].total += segment.time.length();
  }
  return stays;
}

std::string path_text(const Tree& tree, const CriticalPath& path) {
  const std::int64_t whole = length_of(path);
  if (whole == 0) return {};
  std::vector<Stay> stays = stays_of(path);
  const std::size_t all = stays.size();
  std::ranges::stable_sort(stays, std::greater{}, &Stay::total);
  if (stays.size() > longest_path) stays.resize(longest_path);
  std::ranges::stable_sort(stays, {}, &Stay::first);
  std::string text;
  std::int64_t told = 0;
  const auto line = [&](std::int64_t total, const std::string& what) {
    text += fmt::format("  {:>8} {:>4.0f} %  {}\n", duration(total),
                        100.0 * static_cast<double>(total) / static_cast<double>(whole), what);
  };
  for (const Stay& stay : stays) {
    line(stay.total, (stay.waiting ? "waiting until it begins: " : "") + named(tree, stay.node));
    told += stay.total;
  }
  if (all > stays.size()) line(whole - told, fmt::format("{} more", all - stays.size()));
  return text;
}

std::string services_of(const Tree& tree) {
  std::vector<std::string> names;
  for (const Tree::Node& node : tree.nodes()) {
    const Span* span = tree.span_of(node);
    if (span == nullptr || span->local.service_name.empty()) continue;
    const std::string name = printable(span->local.service_name);
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::size_t failures_of(const Tree& tree) {
  return static_cast<std::size_t>(std::ranges::count_if(tree.spans(), &Span::failed));
}

std::string heading(const Tree& tree, const Reading& reading, bool colour) {
  const std::int64_t answer = length_of(reading.to_answer);
  const std::int64_t effect = length_of(reading.to_last_effect);
  const std::size_t failures = failures_of(tree);
  const auto painted = [colour](std::string_view code, const std::string& text) {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  };
  std::string text = painted("1", "trace " + printable(tree.spans().front().trace_id)) + "  " + named(tree, 0) + "\n";
  text += fmt::format("  {} until the answer, {} until the last effect; {} of {}\n", duration(answer), duration(effect),
                      count(tree.spans().size(), "span"), services_of(tree));
  if (failures > 0) text += "  " + painted("31", count(failures, "span") + " failed") + "\n";
  const Report report = check(tree);
  if (!report.connected()) text += "  " + painted("31", "not one tree: " + report.summary()) + "\n";
  return text;
}

bj::array path_json(const Tree& tree, const CriticalPath& path, std::int64_t zero) {
  bj::array segments;
  for (const Segment& segment : path) {
    const Span* span = tree.span_of(tree.nodes()[segment.node]);
    segments.push_back(bj::object{{"spanId", span == nullptr ? "" : span->id},
                                  {"what", named(tree, segment.node)},
                                  {"start", segment.time.start - zero},
                                  {"duration", segment.time.length()},
                                  {"waiting", segment.waiting}});
  }
  return segments;
}

std::string_view word_of(Place place) {
  switch (place) {
    case Place::root:
      return "root";
    case Place::child:
      return "child";
    case Place::extra_root:
      return "second root";
    case Place::orphan:
      return "orphan";
    case Place::duplicate:
      return "duplicate id";
    case Place::cycle:
      return "cycle";
  }
  return {};
}

}  // namespace

std::string trace_text(const TraceSource::Trace& spans, bool colour) {
  const Tree tree{spans};
  if (tree.empty()) return {};
  const Reading reading{tree};
  std::string text = heading(tree, reading, colour) + "\n";
  text += render(tree, reading, {.bar_width = 24, .colour = colour});
  text += fmt::format("\n● To the answer, {}\n{}", duration(length_of(reading.to_answer)),
                      path_text(tree, reading.to_answer));
  if (reading.to_last_effect != reading.to_answer) {
    text += fmt::format("\n○ To the last effect, {}\n{}", duration(length_of(reading.to_last_effect)),
                        path_text(tree, reading.to_last_effect));
  }
  if (reading.findings.empty()) return text + "\nNothing stands out.\n";
  text += "\nFindings\n";
  for (const Finding& finding : reading.findings) {
    text += fmt::format("  {:<14}  {}\n", to_string(finding.rule), finding.text);
  }
  return text;
}

bj::object trace_json(const TraceSource::Trace& spans) {
  const Tree tree{spans};
  const Reading reading{tree};
  const std::int64_t zero = reading.timeline.window() ? reading.timeline.window()->start : 0;
  std::vector<bool> on_answer(tree.nodes().size());
  std::vector<bool> on_effect(tree.nodes().size());
  for (const Segment& segment : reading.to_answer)
    on_answer[segment.node] = !segment.waiting || on_answer[segment.node];
  for (const Segment& segment : reading.to_last_effect)
    on_effect[segment.node] = !segment.waiting || on_effect[segment.node];

  bj::array all;
  bj::array rows;
  for (const Tree::Index at : tree.preorder()) {
    const Tree::Node& node = tree.nodes()[at];
    const Span* span = tree.span_of(node);
    if (span == nullptr) continue;
    all.push_back(span_to_json(*span));
    bj::object row{{"spanId", span->id}, {"depth", node.depth}, {"place", word_of(node.place)}};
    if (const auto& time = reading.timeline.of(at)) {
      row["start"] = time->start - zero;
      row["duration"] = time->length();
    }
    row["selfTime"] = reading.timeline.self_time_of(at);
    row["clockShift"] = reading.timeline.shift_of(at);
    row["onPathToAnswer"] = static_cast<bool>(on_answer[at]);
    row["onPathToLastEffect"] = static_cast<bool>(on_effect[at]);
    rows.push_back(std::move(row));
  }
  bj::array gaps;
  for (const Interval& gap : reading.timeline.gaps())
    gaps.push_back(bj::object{{"start", gap.start - zero}, {"duration", gap.length()}});
  bj::array findings;
  for (const Finding& finding : reading.findings) {
    bj::array ids;
    for (const Tree::Index node : finding.nodes) {
      if (const Span* span = tree.span_of(tree.nodes()[node])) ids.push_back(bj::value(span->id));
    }
    findings.push_back(bj::object{{"rule", to_string(finding.rule)}, {"spanIds", ids}, {"text", finding.text}});
  }
  return {{"traceId", tree.empty() ? "" : tree.spans().front().trace_id},
          {"start", zero},
          {"connected", check(tree).connected()},
          {"summary", check(tree).summary()},
          {"untilAnswer", length_of(reading.to_answer)},
          {"untilLastEffect", length_of(reading.to_last_effect)},
          {"failedSpans", failures_of(tree)},
          {"spans", all},
          {"tree", rows},
          {"pathToAnswer", path_json(tree, reading.to_answer, zero)},
          {"pathToLastEffect", path_json(tree, reading.to_last_effect, zero)},
          {"gaps", gaps},
          {"findings", findings}};
}

std::int64_t answered_after(const TraceSource::Trace& spans) {
  const Tree tree{spans};
  const Span* root = tree.empty() ? nullptr : tree.span_of(tree.nodes().front());
  return root == nullptr ? 0 : root->duration;
}

}  // namespace sharecar::launcher
