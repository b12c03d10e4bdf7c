#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sharecar::launcher {

/// The word of `known` that a typist most likely meant: fewest insertions, deletions, replacements and swaps of
/// neighbours, at most a third of its length and one; "" when none is near.
std::string nearest_word(std::string_view typed, const std::vector<std::string>& known);

}  // namespace sharecar::launcher
