#include "tracemodel/links.hpp"

#include <algorithm>
#include <string_view>

namespace sharecar::tracemodel {
namespace {

// Without a kind a span that knows both sides is taken for a client.
Kind effective_kind(const Span& span) {
  if (span.kind == Kind::none && !span.local.service_name.empty() && !span.remote.service_name.empty()) {
    return Kind::client;
  }
  return span.kind;
}

bool is_certain(const Tree::Node& node) { return node.place != Place::duplicate && node.place != Place::cycle; }

}  // namespace

void DependencyLinker::add(const Tree& tree, const Counted& counted) {
  // For every node, found on the way down: its nearest ancestor that has a kind, and whether it counts.
  std::vector<const Span*> remote_ancestors(tree.nodes().size(), nullptr);
  std::vector<bool> counts(tree.nodes().size(), true);

  for (const Tree::Node& node : tree.nodes()) {
    const Tree::Index at = tree.index_of(node);
    if (node.parent != Tree::none) {
      const Span* above = tree.span_of(tree.nodes()[node.parent]);
      remote_ancestors[at] = above != nullptr && above->kind != Kind::none ? above : remote_ancestors[node.parent];
      counts[at] = counts[node.parent] && is_certain(node);
    }
    const Span* span = tree.span_of(node);
    if (span == nullptr || !counts[at]) continue;

    // The server below knows its own name better than its client does.
    if (span->kind == Kind::client && std::ranges::any_of(tree.children_of(node), is_certain)) continue;
    const Kind kind = effective_kind(*span);
    if (kind == Kind::none) continue;

    const bool receives = kind == Kind::server || kind == Kind::consumer;
    std::string_view parent = receives ? span->remote.service_name : span->local.service_name;
    const std::string_view child = receives ? span->local.service_name : span->remote.service_name;
    if (receives && node.parent == Tree::none && parent.empty()) continue;

    const auto call = [&](const std::string& from, const std::string& to, bool with_error) {
      count(from, to, with_error);
      if (counted) counted(from, to, *span);
    };
    bool failed = span->failed();
    if (kind == Kind::producer || kind == Kind::consumer) {
      if (!parent.empty() && !child.empty()) call(std::string{parent}, std::string{child}, failed);
      continue;
    }

    const Span* ancestor = remote_ancestors[at];
    if (ancestor != nullptr && !ancestor->local.service_name.empty()) {
      const std::string& caller = ancestor->local.service_name;
      // Some put the server's name on the client's span: the link from the nearest service to that name is missing.
      if (kind == Kind::client && !span->local.service_name.empty() && caller != span->local.service_name) {
        call(caller, span->local.service_name, false);
      }
      if (kind == Kind::server || parent.empty()) parent = caller;
      // The client itself was skipped, so its error is counted here.
      failed = failed || (ancestor->kind == Kind::client && span->parent_id == ancestor->id && ancestor->failed());
    }
    if (!parent.empty() && !child.empty()) call(std::string{parent}, std::string{child}, failed);
  }
}

void DependencyLinker::count(const std::string& parent, const std::string& child, bool failed) {
  const auto [found, is_new] = positions_.try_emplace({parent, child}, links_.size());
  if (is_new) links_.push_back({parent, child, 0, 0});
  DependencyLink& link = links_[found->second];
  ++link.call_count;
  if (failed) ++link.error_count;
}

}  // namespace sharecar::tracemodel
