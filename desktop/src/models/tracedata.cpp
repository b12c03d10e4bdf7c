#include "models/tracedata.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <tuple>

namespace sharecar::desktop {
namespace {

using tracemodel::Pair;
using tracemodel::Span;
using tracemodel::Tree;

// A tree as if it were compared with none.
std::vector<Pair> alone(const Tree& tree) {
  std::vector<Pair> out;
  out.reserve(tree.nodes().size());
  std::vector<std::uint32_t> placeOf(tree.nodes().size());
  for (const auto at : tree.preorder()) {
    const auto& node = tree.nodes()[at];
    placeOf[at] = static_cast<std::uint32_t>(out.size());
    out.push_back({at, Tree::none, node.parent == Tree::none ? UINT32_MAX : placeOf[node.parent], node.depth});
  }
  return out;
}

const Span* spanOf(const ReadTrace* trace, Tree::Index node) {
  if (trace == nullptr || node == Tree::none) return nullptr;
  return trace->tree.span_of(trace->tree.nodes()[node]);
}

std::int64_t beginOf(const ReadTrace& trace) {
  const auto& window = trace.reading.timeline.window();
  return window ? window->start : 0;
}

std::int64_t lengthOf(const ReadTrace& trace) {
  const auto& window = trace.reading.timeline.window();
  return window ? window->length() : 0;
}

Stretch timeOf(const ReadTrace* trace, Tree::Index node) {
  if (trace == nullptr || node == Tree::none) return {};
  const auto& time = trace->reading.timeline.of(node);
  return time ? Stretch{time->start - beginOf(*trace), time->length()} : Stretch{};
}

}  // namespace

TraceData::TraceData(std::shared_ptr<const ReadTrace> trace) : m_trace(std::move(trace)) {
  arrange(alone(m_trace->tree));
  findPath();
}

TraceData::TraceData(std::shared_ptr<const ReadTrace> trace, std::shared_ptr<const ReadTrace> other)
    : m_trace(std::move(trace)), m_other(std::move(other)) {
  arrange(tracemodel::pair_up(m_trace->tree, m_other->tree));
  findPath();
}

void TraceData::arrange(const std::vector<Pair>& pairs) {
  m_rows.resize(pairs.size());
  m_rowOfNode.assign(m_trace->tree.nodes().size(), noRow);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto& pair = pairs[i];
    TraceRow& row = m_rows[i];
    row.node = pair.left;
    row.other = pair.right;
    row.parent = pair.parent;
    row.depth = pair.depth;
    row.end = static_cast<RowIndex>(i + 1);
    row.time = timeOf(m_trace.get(), pair.left);
    row.otherTime = timeOf(m_other.get(), pair.right);
    if (pair.left != Tree::none) m_rowOfNode[pair.left] = static_cast<RowIndex>(i);
    m_depth = std::max(m_depth, pair.depth);
  }
  findServices();
  measure();
  findKeys();
}

// From the last row up: what is below a row comes after it.
void TraceData::measure() {
  m_begin = beginOf(*m_trace);
  m_length = std::max<std::int64_t>({1, lengthOf(*m_trace), m_other ? lengthOf(*m_other) : 0});
  for (std::size_t i = m_rows.size(); i-- > 0;) {
    TraceRow& row = m_rows[i];
    const Span* span = spanOf(static_cast<RowIndex>(i));
    row.failed = span != nullptr && span->failed();
    if (row.failed) ++m_errors;
    if (row.parent == noRow) continue;
    TraceRow& above = m_rows[row.parent];
    above.end = std::max(above.end, row.end);
    above.failsBelow = above.failsBelow || row.failed || row.failsBelow;
  }
}

void TraceData::findServices() {
  std::map<std::string_view, std::uint16_t> numbers;
  for (RowIndex i = 0; i < m_rows.size(); ++i) {
    if (const Span* span = spanOf(i)) numbers.emplace(span->local.service_name, 0);
  }
  for (auto& [name, number] : numbers) {
    number = static_cast<std::uint16_t>(std::min<std::size_t>(m_services.size(), UINT16_MAX));
    m_services.emplace_back(name);
  }
  if (m_services.empty()) m_services.emplace_back();
  for (RowIndex i = 0; i < m_rows.size(); ++i) {
    if (const Span* span = spanOf(i)) m_rows[i].service = numbers.at(span->local.service_name);
  }
}

std::string_view TraceData::idOf(RowIndex row) const {
  const Span* span = spanOf(row);
  return span == nullptr ? std::string_view{} : std::string_view{span->id};
}

std::size_t TraceData::firstWithId(std::string_view id) const {
  const auto found = std::ranges::lower_bound(m_byId, id, {}, [this](RowIndex row) { return idOf(row); });
  return static_cast<std::size_t>(found - m_byId.begin());
}

void TraceData::findKeys() {
  m_byId.resize(m_rows.size());
  std::iota(m_byId.begin(), m_byId.end(), RowIndex{0});
  std::ranges::stable_sort(m_byId, {}, [this](RowIndex row) { return idOf(row); });
  m_repeats.assign(m_rows.size(), 0);
  for (std::size_t i = 1; i < m_byId.size(); ++i) {
    if (idOf(m_byId[i]) == idOf(m_byId[i - 1])) m_repeats[m_byId[i]] = m_repeats[m_byId[i - 1]] + 1;
  }
}

// What lies on both paths is told once.
void TraceData::findPath() {
  const auto add = [this](const tracemodel::CriticalPath& path, bool PathPart::* which) {
    for (const auto& segment : path) {
      if (segment.waiting) continue;
      PathPart part{m_rowOfNode[segment.node], {segment.time.start - m_begin, segment.time.length()}};
      part.*which = true;
      m_path.push_back(part);
    }
  };
  add(m_trace->reading.to_answer, &PathPart::toAnswer);
  add(m_trace->reading.to_last_effect, &PathPart::toLastEffect);
  std::ranges::sort(m_path, {}, [](const PathPart& part) {
    return std::tuple{part.row, part.time.start, part.time.length, !part.toAnswer};
  });
  std::vector<PathPart> merged;
  for (const auto& part : m_path) {
    if (!merged.empty() && merged.back().row == part.row && merged.back().time == part.time) {
      merged.back().toLastEffect = merged.back().toLastEffect || part.toLastEffect;
    } else {
      merged.push_back(part);
    }
  }
  m_path = std::move(merged);
  m_pathBegins.assign(m_rows.size() + 1, m_path.size());
  for (std::size_t i = m_path.size(); i-- > 0;) m_pathBegins[m_path[i].row] = i;
  for (std::size_t row = m_rows.size(); row-- > 0;) {
    m_pathBegins[row] = std::min(m_pathBegins[row], m_pathBegins[row + 1]);
  }
}

const Span* TraceData::spanOf(RowIndex row) const {
  const Span* own = desktop::spanOf(m_trace.get(), m_rows[row].node);
  return own != nullptr ? own : otherSpanOf(row);
}

const Span* TraceData::otherSpanOf(RowIndex row) const { return desktop::spanOf(m_other.get(), m_rows[row].other); }

std::int64_t TraceData::shiftOf(RowIndex row) const {
  const auto node = m_rows[row].node;
  return node == Tree::none ? 0 : m_trace->reading.timeline.shift_of(node);
}

std::int64_t TraceData::selfTimeOf(RowIndex row) const {
  const auto& it = m_rows[row];
  if (it.node != Tree::none) return m_trace->reading.timeline.self_time_of(it.node);
  return it.other == Tree::none ? 0 : m_other->reading.timeline.self_time_of(it.other);
}

tracemodel::Place TraceData::placeOf(RowIndex row) const {
  const auto& it = m_rows[row];
  if (it.node != Tree::none) return m_trace->tree.nodes()[it.node].place;
  return it.other == Tree::none ? tracemodel::Place::child : m_other->tree.nodes()[it.other].place;
}

std::string TraceData::keyOf(RowIndex row) const {
  const Span* span = spanOf(row);
  std::string key = span == nullptr ? std::string{} : span->id;
  if (m_repeats[row] != 0) key += '/' + std::to_string(m_repeats[row]);
  return key;
}

RowIndex TraceData::rowOfKey(std::string_view key) const {
  const auto slash = key.find('/');
  const auto id = key.substr(0, slash);
  std::size_t repeat = 0;
  if (slash != key.npos) std::from_chars(key.data() + slash + 1, key.data() + key.size(), repeat);
  const std::size_t at = firstWithId(id) + repeat;
  return at < m_byId.size() && idOf(m_byId[at]) == id ? m_byId[at] : noRow;
}

// Both are in the order of ids, and of equal ones the first is the first in either.
std::vector<RowIndex> TraceData::rowsOf(const TraceData& version) const {
  std::vector<RowIndex> out(version.m_rows.size(), noRow);
  auto here = m_byId.begin();
  for (const RowIndex there : version.m_byId) {
    const auto id = version.idOf(there);
    while (here != m_byId.end() && idOf(*here) < id) ++here;
    if (here != m_byId.end() && idOf(*here) == id) out[there] = *here++;
  }
  return out;
}

RowIndex TraceData::rowOfSpan(std::string_view spanId) const { return spanId.empty() ? noRow : rowOfKey(spanId); }

}  // namespace sharecar::desktop
