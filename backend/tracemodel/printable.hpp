// Text from strangers, made fit for a terminal and measured in its columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sharecar::tracemodel {

// The text with every control character (C0, C1, DEL), line separator and bidirectional override written as an escape
// such as \n or \u001b, and every byte that is not UTF-8 as U+FFFD.
std::string printable(std::string_view text);

// The columns that printable text takes in a terminal: 2 for East Asian wide characters, 0 for combining ones.
std::size_t columns(std::string_view text);

// At most `width` columns of printable text; what was cut off is replaced by `mark`, which counts.
std::string cut(std::string_view text, std::size_t width, std::string_view mark);

}  // namespace sharecar::tracemodel
