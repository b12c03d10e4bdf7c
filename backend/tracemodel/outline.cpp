#include <algorithm>
#include <numeric>
#include <string_view>
#include <vector>

#include "tracemodel/printable.hpp"
#include "tracemodel/text.hpp"

namespace sharecar::tracemodel {
namespace {

using Index = Tree::Index;

constexpr Index max_indent = 100;  // a trace of depth 50,000 would be 2.5 GB of spaces

std::string named(const std::string& name) { return name.empty() ? "?" : printable(name); }

std::string quoted_if_needed(const std::string& value) {
  std::string text = printable(value);
  if (!text.empty() && text.find_first_of(" \"[]=") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string_view mark_of(Place place) {
  switch (place) {
    case Place::extra_root:
      return " (second root)";
    case Place::orphan:
      return " (orphan)";
    case Place::duplicate:
      return " (duplicate id)";
    case Place::cycle:
      return " (cycle)";
    case Place::root:
    case Place::child:
      break;
  }
  return {};
}

std::string line_of(const Tree& tree, const Tree::Node& node, const OutlineOptions& options) {
  const Span* span = tree.span_of(node);
  if (span == nullptr) return "(no root)";
  std::string line = named(span->local.service_name) + ": ";
  line += span->kind == Kind::none ? "LOCAL" : to_string(span->kind);
  line += ' ' + named(span->name);
  if (!span->remote.service_name.empty()) line += " [" + printable(span->remote.service_name) + ']';
  for (const auto& [key, value] : span->tags) {
    if (key == "error" || options.tags.contains(key)) line += ' ' + printable(key) + '=' + quoted_if_needed(value);
  }
  line += mark_of(node.place);
  return line;
}

// Orders siblings by the text of their subtrees without writing those texts, which together can be quadratic in the
// number of spans. Level by level from the deepest, every subtree gets a rank among those of its level: by its own
// line, then by the ranks of its children.
class SiblingOrder {
 public:
  SiblingOrder(const Tree& tree, const std::vector<std::string>& lines, const OutlineOptions& options)
      : tree_(tree), lines_(lines), options_(options), ordered_(tree.nodes().size()), ranks_(tree.nodes().size(), 0) {
    std::iota(ordered_.begin(), ordered_.end(), Index{0});
    const std::vector<Tree::Node>& nodes = tree.nodes();
    for (std::size_t end = nodes.size(); end > 0;) {
      std::size_t begin = end;
      while (begin > 0 && nodes[begin - 1].depth == nodes[end - 1].depth) --begin;
      rank_level(begin, end);
      end = begin;
    }
  }

  // The children of a node, in order.
  std::span<const Index> children_of(const Tree::Node& node) const {
    return std::span{ordered_}.subspan(node.first_child, node.child_count);
  }

 private:
  void rank_level(std::size_t begin, std::size_t end) {
    std::vector<Index> level;
    for (std::size_t at = begin; at < end; ++at) {
      const Tree::Node& node = tree_.nodes()[at];
      std::ranges::sort(std::span{ordered_}.subspan(node.first_child, node.child_count), {}, [this](Index child) {
        const Tree::Node& below = tree_.nodes()[child];
        return std::pair{options_.siblings_by_text ? 0 : tree_.span_of(below)->timestamp, ranks_[child]};
      });
      level.push_back(static_cast<Index>(at));
    }
    const auto before = [this](Index left, Index right) {
      if (const int by_line = lines_[left].compare(lines_[right])) return by_line < 0;
      const auto rank_of = [this](Index child) { return ranks_[child]; };
      return std::ranges::lexicographical_compare(children_of(tree_.nodes()[left]), children_of(tree_.nodes()[right]),
                                                  {}, rank_of, rank_of);
    };
    std::ranges::sort(level, before);
    Index rank = 0;
    for (std::size_t i = 0; i < level.size(); ++i) {
      if (i > 0 && before(level[i - 1], level[i])) ++rank;
      ranks_[level[i]] = rank;
    }
  }

  const Tree& tree_;
  const std::vector<std::string>& lines_;
  const OutlineOptions& options_;
  std::vector<Index> ordered_;
  std::vector<Index> ranks_;
};

}  // namespace

std::string outline(const Tree& tree, const OutlineOptions& options) {
  if (tree.empty()) return {};
  std::vector<std::string> lines;
  lines.reserve(tree.nodes().size());
  for (const Tree::Node& node : tree.nodes()) lines.push_back(line_of(tree, node, options));
  const SiblingOrder order{tree, lines, options};

  std::string text;
  std::vector<Index> open{0};
  while (!open.empty()) {
    const Index at = open.back();
    open.pop_back();
    const Tree::Node& node = tree.nodes()[at];
    text.append(2 * static_cast<std::size_t>(std::min(node.depth, max_indent)), ' ');
    if (node.depth > max_indent) text += "(depth " + std::to_string(node.depth) + ") ";
    text += lines[at] + '\n';
    const std::span<const Index> children = order.children_of(node);
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return text;
}

}  // namespace sharecar::tracemodel
