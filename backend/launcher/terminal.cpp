#include "launcher/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "launcher/problem.hpp"
#include "tracemodel/printable.hpp"

namespace sharecar::launcher {

namespace {

std::string coloured(std::string_view code, std::string_view text) {
  if (!is_terminal() || std::getenv("NO_COLOR") != nullptr) return std::string{text};
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

/// Columns of a cell that may hold our own colour codes.
std::size_t width_of(const std::string& cell) {
  std::string bare;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '\x1b') {
      i = std::min(cell.find('m', i), cell.size());
    } else {
      bare += cell[i];
    }
  }
  return tracemodel::columns(bare);
}

}  // namespace

bool is_terminal() {
  static const bool terminal = [] {
    const char* name = std::getenv("TERM");
    return ::isatty(STDOUT_FILENO) == 1 && name != nullptr && std::string_view{name} != "dumb";
  }();
  return terminal;
}

std::string bold(std::string_view text) { return coloured("1", text); }
std::string green(std::string_view text) { return coloured("32", text); }
std::string red(std::string_view text) { return coloured("31", text); }
std::string dim(std::string_view text) { return coloured("2", text); }

std::string table(const std::vector<std::vector<std::string>>& rows, const std::vector<std::size_t>& right) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width_of(row[i]), ' ');
      const bool to_right = std::ranges::find(right, i) != right.end();
      line += to_right ? padding + row[i] : row[i] + padding;
      line += "  ";
    }
    text += "  " + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string duration_words(std::int64_t ms) {
  const auto s = ms / 1000;
  if (ms < 1'000) return fmt::format("{} ms", ms);
  if (s < 60) return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
  if (s < 3'600) return fmt::format("{} min", s / 60);
  if (s < 86'400) return fmt::format("{} h {} min", s / 3'600, s / 60 % 60);
  return fmt::format("{} d {} h", s / 86'400, s / 3'600 % 24);
}

std::string memory_words(std::uint64_t bytes) {
  const auto mb = static_cast<double>(bytes) / 1e6;
  if (mb >= 1'000) return fmt::format("{:.2f} GB", mb / 1'000);
  return mb < 10 ? fmt::format("{:.1f} MB", mb) : fmt::format("{:.0f} MB", mb);
}

void WaitLine::show(const std::string& text) {
  if (!is_terminal() || text == shown_) return;
  std::cout << "\r\x1b[K" << text << std::flush;
  shown_ = text;
}

void WaitLine::clear() {
  if (!shown_.empty()) std::cout << "\r\x1b[K" << std::flush;
  shown_.clear();
}

void print(const Problem& problem) {
  std::cerr << red("sharecar: ") << problem.what() << "\n";
  if (!problem.evidence().empty()) {
    std::string_view rest = problem.evidence();
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      std::cerr << "    " << rest.substr(0, end) << "\n";
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }
  if (!problem.mend().empty()) std::cerr << "  mend it:  " << problem.mend() << "\n";
}

}  // namespace sharecar::launcher
