#include "tracemodel/check.hpp"

#include <string_view>
#include <unordered_set>
#include <utility>

#include "tracemodel/printable.hpp"

namespace sharecar::tracemodel {
namespace {

std::string count_of(std::size_t count, std::string_view noun) {
  std::string text = std::to_string(count) + ' ' + std::string{noun};
  if (count != 1) text += 's';
  return text;
}

std::string named(const std::string& name) { return name.empty() ? "?" : printable(name); }

Report::Orphan orphan_of(const Span& span) {
  return {span.id, span.shared ? span.id : span.parent_id, span.local.service_name, span.name};
}

}  // namespace

Report check(const Tree& tree) {
  Report report;
  report.spans = tree.spans().size();
  std::unordered_set<std::string_view> trace_ids;
  for (const Span& span : tree.spans()) trace_ids.insert(span.trace_id);
  report.trace_ids = trace_ids.size();

  for (const Tree::Node& node : tree.nodes()) {
    const Span* span = tree.span_of(node);
    if (span == nullptr) continue;
    switch (node.place) {
      case Place::root:
      case Place::extra_root:
        ++report.roots;
        break;
      case Place::orphan:
        report.orphans.push_back(orphan_of(*span));
        break;
      case Place::duplicate:
        ++report.duplicates;
        break;
      case Place::cycle:
        ++report.cycles;
        break;
      case Place::child:
        break;
    }
  }
  return report;
}

Report check(std::vector<Span> spans) { return check(Tree{std::move(spans)}); }

std::string Report::summary() const {
  if (connected()) return "connected";
  if (spans == 0) return "no spans";
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (trace_ids != 1) add(count_of(trace_ids, "trace id"));
  if (roots != 1) add(count_of(roots, "root"));
  if (!orphans.empty()) {
    const Orphan& first = orphans.front();
    add(count_of(orphans.size(), "orphan") + " (" + (orphans.size() > 1 ? "first " : "") + named(first.service) + ": " +
        named(first.name) + " lacks its parent " + printable(first.missing_id) + ")");
  }
  if (duplicates != 0) add(count_of(duplicates, "duplicate id"));
  if (cycles != 0) add(count_of(cycles, "cycle"));
  return text;
}

}  // namespace sharecar::tracemodel
