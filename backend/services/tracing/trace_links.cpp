#include "services/tracing/trace_links.hpp"

#include <algorithm>
#include <tuple>

#include "spanwire/json_reader.hpp"
#include "spanwire/span_codec.hpp"

namespace sharecar::tracing {
namespace {

using tracemodel::DependencyLink;

DependencyLink read_link(spanwire::JsonReader& reader) {
  DependencyLink out;
  reader.begin_object();
  while (reader.has_next()) {
    const auto name = reader.next_name();
    if (name == "parent") {
      out.parent = reader.next_string();
    } else if (name == "child") {
      out.child = reader.next_string();
    } else if (name == "callCount") {
      out.call_count = static_cast<std::uint64_t>(reader.next_long());
    } else {
      out.error_count = static_cast<std::uint64_t>(reader.next_long());
    }
  }
  reader.end_object();
  return out;
}

std::vector<DependencyLink> read_links(std::string_view text) {
  std::vector<DependencyLink> out;
  spanwire::JsonReader reader{text};
  reader.begin_array();
  while (reader.has_next()) out.push_back(read_link(reader));
  reader.end_array();
  return out;
}

}  // namespace

std::string list_of(const std::vector<DependencyLink>& links) {
  std::string out = "[";
  for (const auto& link : links) {
    if (out.size() > 1) out += ',';
    out += R"({"parent":)";
    spanwire::append_quoted(out, link.parent);
    out += R"(,"child":)";
    spanwire::append_quoted(out, link.child);
    out += R"(,"callCount":)" + std::to_string(link.call_count);
    if (link.error_count > 0) out += R"(,"errorCount":)" + std::to_string(link.error_count);
    out += '}';
  }
  return out + ']';
}

std::string links_of(std::vector<tracemodel::Span> trace) {
  tracemodel::DependencyLinker linker;
  linker.add(tracemodel::Tree{std::move(trace)});
  return list_of(linker.links());
}

void LinkSums::add(std::string_view links, std::int64_t when, std::int64_t low) {
  auto found = texts_.find(links);
  if (found == texts_.end()) found = texts_.emplace(links, Seen{0, {when, low}}).first;
  ++found->second.traces;
  found->second.latest = std::max(found->second.latest, std::pair{when, low});
}

std::vector<DependencyLink> LinkSums::links() const {
  struct Sum {
    DependencyLink link;
    std::pair<std::int64_t, std::int64_t> latest;
    std::size_t position = 0;  // in the links of that trace
  };
  std::map<std::pair<std::string, std::string>, Sum> sums;
  for (const auto& [text, seen] : texts_) {
    std::size_t position = 0;
    for (auto& link : read_links(text)) {
      const Sum fresh{{link.parent, link.child, 0, 0}, seen.latest, position++};
      auto& sum = sums.try_emplace({link.parent, link.child}, fresh).first->second;
      sum.link.call_count += link.call_count * seen.traces;
      sum.link.error_count += link.error_count * seen.traces;
      if (seen.latest > sum.latest) std::tie(sum.latest, sum.position) = std::tie(seen.latest, fresh.position);
    }
  }
  std::vector<Sum> sorted;
  for (auto& [names, sum] : sums) sorted.push_back(std::move(sum));
  std::ranges::sort(sorted, [](const Sum& a, const Sum& b) {
    return a.latest != b.latest ? a.latest > b.latest : a.position < b.position;
  });
  std::vector<DependencyLink> out;
  for (auto& sum : sorted) out.push_back(std::move(sum.link));
  return out;
}

}  // namespace sharecar::tracing
