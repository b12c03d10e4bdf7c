#include "tracemodel/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tracemodel/printable.hpp"

namespace sharecar::tracemodel {
namespace {

using Index = Tree::Index;

struct Glyphs {
  std::string_view branch, last_branch, passing, blank, ellipsis, bar, sliver, error, on_answer, on_effect;
};

constexpr Glyphs unicode_glyphs{"├─ ", "└─ ", "│  ", "   ", "…", "█", "▏", "✗", "●", "○"};
constexpr Glyphs ascii_glyphs{"|- ", "`- ", "|  ", "   ", "..", "#", "|", "!", "*", "+"};

constexpr std::size_t service_width = 24;
constexpr std::size_t error_width = 100;

// The time that a trace covers, over all of its spans: a child may well end after the root.
struct Window {
  std::int64_t start = 0;
  std::int64_t end = 0;

  double part_at(std::int64_t time) const {
    return end == start ? 0 : static_cast<double>(time - start) / static_cast<double>(end - start);
  }
};

std::int64_t end_of(std::int64_t start, std::int64_t duration) {
  return duration > INT64_MAX - start ? INT64_MAX : start + duration;
}

Window window_of(const Tree& tree, const Reading* reading) {
  if (reading != nullptr) {
    const auto& window = reading->timeline.window();
    return window ? Window{window->start, window->end} : Window{};
  }
  Window window{INT64_MAX, 0};
  for (const Span& span : tree.spans()) {
    if (span.timestamp == 0) continue;
    window.start = std::min(window.start, span.timestamp);
    window.end = std::max(window.end, end_of(span.timestamp, span.duration));
  }
  return window.end == 0 ? Window{} : window;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (; count > 0; --count) result += text;
  return result;
}

std::string padded(std::string text, std::size_t width) {
  text.append(width - std::min(width, columns(text)), ' ');
  return text;
}

std::string right_aligned(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ') + text;
}

// The columns of one line before they are aligned.
struct Row {
  std::string name;
  std::string service;
  std::string kind;
  std::string offset;
  std::string duration;
  std::string bar;
  std::string remark;
  std::string_view mark;
  std::string_view colour;
};

constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";

class Renderer {
 public:
  Renderer(const Tree& tree, const Reading* reading, const RenderOptions& options)
      : tree_(tree),
        reading_(reading),
        options_(options),
        glyphs_(options.ascii ? ascii_glyphs : unicode_glyphs),
        window_(window_of(tree, reading)),
        marks_(tree.nodes().size()) {
    if (reading == nullptr) return;
    mark(reading->to_last_effect, glyphs_.on_effect);
    mark(reading->to_answer, glyphs_.on_answer);
  }

  std::string run() {
    std::vector<Row> rows;
    rows.reserve(tree_.nodes().size());
    for (const Index at : tree_.preorder()) rows.push_back(row_of(at));
    return aligned(rows);
  }

 private:
  Row row_of(Index at) {
    const Tree::Node& node = tree_.nodes()[at];
    const Span* span = tree_.span_of(node);
    Row row;
    if (span == nullptr) {
      row.name = "(no root)";
      return row;
    }
    row.name = cut(branches_of(node, at) + (span->name.empty() ? "?" : printable(span->name)), options_.name_width,
                   glyphs_.ellipsis);
    row.service = cut(printable(span->local.service_name), service_width, glyphs_.ellipsis);
    row.kind = to_string(span->kind);
    const std::int64_t start = start_of(*span, at);
    if (start != 0) row.offset = duration(start - window_.start);
    if (span->duration != 0) row.duration = duration(span->duration);
    row.bar = bar_of(*span, start);
    row.remark = remark_of(node, *span);
    row.mark = marks_[at];
    if (options_.colour) row.colour = span->failed() ? red : row.mark == glyphs_.on_answer ? bold : "";
    return row;
  }

  // Called in preorder: whether the ancestors have siblings below is known from their own lines.
  std::string branches_of(const Tree::Node& node, Index at) {
    if (node.parent == Tree::none) return {};
    const Tree::Node& parent = tree_.nodes()[node.parent];
    const bool is_last = at + 1 == parent.first_child + parent.child_count;
    const std::size_t drawn = std::min<std::size_t>(node.depth, options_.max_indent);
    if (node.depth <= options_.max_indent) {
      continues_.resize(node.depth);
      continues_.back() = !is_last;
    }
    std::string text;
    for (std::size_t level = 0; level + 1 < drawn; ++level) text += continues_[level] ? glyphs_.passing : glyphs_.blank;
    if (drawn < node.depth) text += std::string{glyphs_.ellipsis} + std::to_string(node.depth) + ' ';
    text += is_last ? glyphs_.last_branch : glyphs_.branch;
    return text;
  }

  std::string duration(std::int64_t microseconds) const {
    return duration_text(std::chrono::microseconds{microseconds}, options_.ascii);
  }

  void mark(const CriticalPath& path, std::string_view glyph) {
    for (const Segment& segment : path) {
      if (!segment.waiting) marks_[segment.node] = glyph;
    }
  }

  // 0 when it is not known.
  std::int64_t start_of(const Span& span, Index at) const {
    if (reading_ == nullptr || span.timestamp == 0) return span.timestamp;
    return reading_->timeline.of(at)->start;
  }

  std::string bar_of(const Span& span, std::int64_t start) const {
    if (start == 0 || options_.bar_width == 0) return {};
    const auto width = static_cast<double>(options_.bar_width);
    const double from = window_.part_at(start) * width;
    const double to = window_.part_at(end_of(start, span.duration)) * width;
    const std::size_t first = std::min(static_cast<std::size_t>(from), options_.bar_width - 1);
    const std::size_t last = std::min(static_cast<std::size_t>(std::ceil(to)), options_.bar_width);
    if (to - from < 0.5) return std::string(first, ' ') + std::string{glyphs_.sliver};
    return std::string(first, ' ') + repeated(glyphs_.bar, std::max<std::size_t>(last, first + 1) - first);
  }

  std::string remark_of(const Tree::Node& node, const Span& span) const {
    std::string remark;
    if (const auto error = span.tags.find("error"); error != span.tags.end()) {
      remark = glyphs_.error;
      if (!error->second.empty()) remark += ' ' + cut(printable(error->second), error_width, glyphs_.ellipsis);
    }
    const std::string place = place_of(node, span);
    if (!place.empty()) remark += (remark.empty() ? "" : " ") + place;
    return remark;
  }

  static std::string place_of(const Tree::Node& node, const Span& span) {
    switch (node.place) {
      case Place::extra_root:
        return "(second root)";
      case Place::orphan:
        return "(parent " + printable(span.shared ? span.id : span.parent_id) + " is missing)";
      case Place::duplicate:
        return "(id " + printable(span.id) + " belongs to another span)";
      case Place::cycle:
        return "(parent " + printable(span.parent_id) + " is below it: cut)";
      case Place::root:
      case Place::child:
        break;
    }
    return {};
  }

  std::string aligned(const std::vector<Row>& rows) const {
    const auto widest = [&rows](std::string Row::*column) {
      std::size_t width = 0;
      for (const Row& row : rows) width = std::max(width, columns(row.*column));
      return width;
    };
    const std::size_t name = widest(&Row::name);
    const std::size_t service = widest(&Row::service);
    const std::size_t kind = widest(&Row::kind);
    const std::size_t offset = widest(&Row::offset);
    const std::size_t duration = widest(&Row::duration);
    std::string text;
    for (const Row& row : rows) {
      std::string line = padded(row.name, name) + "  " + padded(row.service, service) + "  " + padded(row.kind, kind) +
                         "  " + right_aligned(row.offset, offset) + "  " + right_aligned(row.duration, duration);
      if (options_.bar_width != 0) line += "  " + padded(row.bar, options_.bar_width);
      if (!row.remark.empty()) line += "  " + row.remark;
      line.erase(line.find_last_not_of(' ') + 1);
      if (!row.colour.empty()) line = std::string{row.colour} + line + std::string{plain};
      if (reading_ != nullptr) text += (row.mark.empty() ? std::string{" "} : std::string{row.mark}) + ' ';
      text += line + '\n';
    }
    return text;
  }

  const Tree& tree_;
  const Reading* reading_;  // null: the times as they were reported, no marks
  const RenderOptions& options_;
  const Glyphs& glyphs_;
  const Window window_;
  std::vector<std::string_view> marks_;  // by node
  std::vector<bool> continues_;          // per level on the way to the present node: whether it has siblings below
};

}  // namespace

std::string render(const Tree& tree, const RenderOptions& options) { return Renderer{tree, nullptr, options}.run(); }

std::string render(const Tree& tree, const Reading& reading, const RenderOptions& options) {
  return Renderer{tree, &reading, options}.run();
}

std::string duration_text(std::chrono::microseconds duration, bool ascii) {
  struct Unit {
    double microseconds;
    double limit;  // of this unit, where the next begins
    std::string_view name;
  };
  static constexpr std::array<Unit, 6> units{{{1, 1000, "µs"},
                                              {1e3, 1000, "ms"},
                                              {1e6, 60, "s"},
                                              {60e6, 60, "min"},
                                              {3600e6, 24, "h"},
                                              {86400e6, HUGE_VAL, "d"}}};
  for (const Unit& unit : units) {
    const double value = static_cast<double>(duration.count()) / unit.microseconds;
    // Decided after rounding: 999,950 µs are 1.00 s, not 1000 ms.
    const int decimals = unit.microseconds == 1 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    const double scale = std::pow(10, decimals);
    if (std::round(value * scale) / scale >= unit.limit) continue;
    std::array<char, 48> digits{};
    // Not printf: it would follow the process's locale.
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, decimals);
    return std::string{digits.data(), end.ptr} + ' ' + std::string{ascii && unit.name == "µs" ? "us" : unit.name};
  }
  return {};
}

}  // namespace sharecar::tracemodel
