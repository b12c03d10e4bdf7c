// Two traces of the same request side by side: what both did, and what only one of them did.
#pragma once

#include <cstdint>
#include <vector>

#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

// A node of one tree and the one that it corresponds to in the other; one of the two may be Tree::none.
struct Pair {
  Tree::Index left = Tree::none;
  Tree::Index right = Tree::none;
  std::uint32_t parent = UINT32_MAX;  // index of the pair above; UINT32_MAX at the top
  std::uint32_t depth = 0;

  bool operator==(const Pair&) const = default;
};

// The union of both trees in preorder: each node of either is in exactly one pair. The roots correspond whatever they
// are called. Below a pair, the n-th child of a service, kind, name and outcome on the left corresponds to the n-th such
// child on the right; of what is left over, the n-th of a service, kind and name whatever its outcome. What has no
// partner stays alone with all that is below it, those of the right after those of the left. O(n log n), without
// recursion.
std::vector<Pair> pair_up(const Tree& left, const Tree& right);

}  // namespace sharecar::tracemodel
