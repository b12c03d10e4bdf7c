#include "tracemodel/compare.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace sharecar::tracemodel {
namespace {

using Index = Tree::Index;
using Name = std::tuple<std::string_view, Kind, std::string_view, bool>;

Name name_of(const Tree& tree, Index at, bool with_outcome) {
  const Span* span = tree.span_of(tree.nodes()[at]);
  if (span == nullptr) return {};
  return {span->local.service_name, span->kind, span->name, with_outcome && span->failed()};
}

class Pairing {
 public:
  Pairing(const Tree& left, const Tree& right) : left_(left), right_(right) {}

  std::vector<Pair> run() {
    if (!left_.empty() || !right_.empty()) {
      open_.push_back({left_.empty() ? Tree::none : 0, right_.empty() ? Tree::none : 0, UINT32_MAX, 0});
    }
    while (!open_.empty()) {
      const Pair pair = open_.back();
      open_.pop_back();
      pairs_.push_back(pair);
      open_children(pair, static_cast<std::uint32_t>(pairs_.size() - 1));
    }
    return std::move(pairs_);
  }

 private:
  // The last one first: open_ is a stack.
  void open_children(const Pair& pair, std::uint32_t at) {
    children_.clear();
    alone_.clear();
    if (pair.left != Tree::none) {
      const Tree::Node& node = left_.nodes()[pair.left];
      for (Index child = node.first_child; child < node.first_child + node.child_count; ++child) {
        children_.push_back({child, Tree::none, at, pair.depth + 1});
      }
    }
    if (pair.right != Tree::none) {
      const Tree::Node& node = right_.nodes()[pair.right];
      for (Index child = node.first_child; child < node.first_child + node.child_count; ++child) alone_.push_back(child);
    }
    match(true);
    match(false);
    for (const Index child : alone_) children_.push_back({Tree::none, child, at, pair.depth + 1});
    open_.insert(open_.end(), children_.rbegin(), children_.rend());
  }

  // Gives partners to those children that have none yet.
  void match(bool with_outcome) {
    if (children_.empty() || alone_.empty()) return;
    waiting_.clear();
    for (std::size_t i = children_.size(); i-- > 0;) {
      if (children_[i].right == Tree::none) waiting_[name_of(left_, children_[i].left, with_outcome)].push_back(i);
    }
    std::erase_if(alone_, [&](Index child) {
      const auto found = waiting_.find(name_of(right_, child, with_outcome));
      if (found == waiting_.end() || found->second.empty()) return false;
      children_[found->second.back()].right = child;
      found->second.pop_back();
      return true;
    });
  }

  const Tree& left_;
  const Tree& right_;
  std::vector<Pair> pairs_;
  std::vector<Pair> open_;
  std::vector<Pair> children_;                         // of the pair at hand, on the left
  std::vector<Index> alone_;                           // its children on the right that have no partner
  std::map<Name, std::vector<std::size_t>> waiting_;  // its children on the left that have none, the last first
};

}  // namespace

std::vector<Pair> pair_up(const Tree& left, const Tree& right) { return Pairing{left, right}.run(); }

}  // namespace sharecar::tracemodel
