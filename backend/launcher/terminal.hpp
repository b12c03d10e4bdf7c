#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sharecar::launcher {

class Problem;

/// Whether standard output is a terminal that understands colours and rewriting a line.
bool is_terminal();

std::string bold(std::string_view text);
std::string green(std::string_view text);
std::string red(std::string_view text);
std::string dim(std::string_view text);

/// A table with aligned columns; the first row is the heading. Columns in `right` (by index) are right-aligned.
std::string table(const std::vector<std::vector<std::string>>& rows, const std::vector<std::size_t>& right = {});

/// "87 ms", "1.3 s", "4 min", "2 h 5 min", "3 d 4 h".
std::string duration_words(std::int64_t ms);
/// "38 MB", "1.2 GB".
std::string memory_words(std::uint64_t bytes);

/// A line about what is being waited for, rewritten in place; nothing where the output is no terminal.
class WaitLine {
 public:
  ~WaitLine() { clear(); }
  void show(const std::string& text);
  void clear();

 private:
  std::string shown_;
};

/// Prints what failed, its evidence, and the line that mends it, to standard error.
void print(const Problem& problem);

}  // namespace sharecar::launcher
