// The span tree of one trace: who called whom.
//
// A tree is a flat list of nodes in breadth-first order: the root is node 0, the children of a node are neighbours, and
// every child comes after its parent. A walk from the top is a loop, a computation from the leaves is the same loop
// backwards, and neither a walk nor the destruction of a tree of any depth uses the stack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracemodel {

// Why a node is where it is.
enum class Place : std::uint8_t {
  root,        // the first span without a parent, or the synthetic root
  child,       // below the span that it names as its parent
  extra_root,  // without a parent, but the root is taken: below the root
  orphan,      // its parent is not in the trace: below the root
  duplicate,   // another span holds its id, and their endpoints contradict each other: below its parent all the same
  cycle,       // the link to its parent was cut because it closed a cycle: below the root
};

class Tree {
 public:
  using Index = std::uint32_t;
  static constexpr Index none = UINT32_MAX;

  struct Node {
    Index span = none;  // into spans(); none for the synthetic root
    Index parent = none;
    Index first_child = 0;  // children are [first_child, first_child + child_count)
    Index child_count = 0;
    Index depth = 0;
    Place place = Place::child;
  };

  // An empty tree.
  Tree() = default;

  // Merges the spans of one trace (merge.hpp) and arranges them as Zipkin's SpanNode does:
  //  - a shared span is below the client of the same id; any other span is below the shared span of its parent id on
  //    its own endpoint, if there is one, else below the span of its parent id;
  //  - spans without a parent, or with one that is missing, are below the root; when all spans have a parent the root
  //  is
  //    synthetic, which means that it has no span;
  //  - siblings are in the order of their timestamps, absent ones first.
  // Where Zipkin loses spans (ids that clash, cycles) they are kept, marked as Place::duplicate and Place::cycle: each
  // merged span is in the tree exactly once. What Zipkin would show is the tree without the subtrees below such marks.
  explicit Tree(std::vector<Span> spans);

  bool empty() const { return nodes_.empty(); }
  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Span>& spans() const { return spans_; }
  bool headless() const { return !nodes_.empty() && nodes_.front().span == none; }

  // The span of a node; null for the synthetic root.
  const Span* span_of(const Node& node) const { return node.span == none ? nullptr : &spans_[node.span]; }
  std::span<const Node> children_of(const Node& node) const {
    return std::span{nodes_}.subspan(node.first_child, node.child_count);
  }
  Index index_of(const Node& node) const { return static_cast<Index>(&node - nodes_.data()); }

  // The nodes in the order in which a tree is printed: a node, then the subtree of each of its children in turn.
  std::vector<Index> preorder() const;

 private:
  std::vector<Span> spans_;
  std::vector<Node> nodes_;
};

}  // namespace sharecar::tracemodel
