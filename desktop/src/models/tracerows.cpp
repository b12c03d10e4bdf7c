#include "models/tracerows.h"

#include <algorithm>
#include <utility>

namespace sharecar::desktop {

void TraceRows::setData(TraceDataPtr data, bool sameTrace) {
  const auto before = std::exchange(m_data, std::move(data));
  const auto wasCollapsed = std::exchange(m_collapsed, std::vector<bool>(m_data->rows().size(), false));
  m_filter.reset();
  if (sameTrace && before) {
    const auto rows = m_data->rowsOf(*before);
    for (RowIndex row = 0; row < rows.size(); ++row) {
      if (wasCollapsed[row] && rows[row] != noRow) m_collapsed[rows[row]] = true;
    }
  } else if (m_data->rows().size() > mostExpanded) {
    for (RowIndex row = 0; row < m_collapsed.size(); ++row) {
      m_collapsed[row] = hasChildren(row) && m_data->rows()[row].depth >= firstLevels;
    }
    return revealErrors();
  }
  refresh();
}

void TraceRows::refresh() {
  m_lines.clear();
  const auto& rows = m_data->rows();
  m_lines.reserve(rows.size());
  for (RowIndex row = 0; row < rows.size();) {
    if (m_filter && !m_filter->shown[row]) {
      row = rows[row].end;  // no match below either, or it would be shown
      continue;
    }
    m_lines.push_back(row);
    row = m_collapsed[row] ? rows[row].end : row + 1;
  }
}

int TraceRows::lineOf(RowIndex row) const {
  const auto found = std::ranges::lower_bound(m_lines, row);
  return found != m_lines.end() && *found == row ? static_cast<int>(found - m_lines.begin()) : noLine;
}

int TraceRows::nearestLineOf(RowIndex row) const {
  while (row != noRow) {
    if (const int line = lineOf(row); line != noLine) return line;
    row = m_data->rows()[row].parent;
  }
  return noLine;
}

void TraceRows::setCollapsed(RowIndex row, bool collapsed) {
  if (!hasChildren(row) || m_collapsed[row] == collapsed) return;
  m_collapsed[row] = collapsed;
  refresh();
}

void TraceRows::expandAll() {
  m_collapsed.assign(m_collapsed.size(), false);
  refresh();
}

void TraceRows::collapseAll() {
  for (RowIndex row = 0; row < m_collapsed.size(); ++row) m_collapsed[row] = row != 0 && hasChildren(row);
  refresh();
}

void TraceRows::reveal(RowIndex row) {
  const auto& rows = m_data->rows();
  for (RowIndex above = rows[row].parent; above != noRow; above = rows[above].parent) m_collapsed[above] = false;
  if (m_filter && !m_filter->shown[row]) m_filter.reset();
  refresh();
}

void TraceRows::revealErrors() {
  const auto& rows = m_data->rows();
  for (RowIndex row = 0; row < rows.size(); ++row) {
    if (rows[row].failsBelow) m_collapsed[row] = false;
  }
  refresh();
}

void TraceRows::setFilter(std::shared_ptr<const FilteredRows> filter) {
  m_filter = std::move(filter);
  refresh();
}

RowIndex TraceRows::nextError(RowIndex from, bool forward) const {
  const auto& rows = m_data->rows();
  const auto count = static_cast<RowIndex>(rows.size());
  if (count == 0) return noRow;
  RowIndex row = from == noRow ? (forward ? count - 1 : 0) : from;
  for (RowIndex step = 0; step < count; ++step) {
    row = forward ? (row + 1) % count : (row + count - 1) % count;
    if (rows[row].failed) return row;
  }
  return noRow;
}

std::string TraceRows::outline() const {
  std::string out;
  for (const RowIndex row : m_lines) {
    out.append(2 * m_data->rows()[row].depth, ' ');
    out += !hasChildren(row) ? "  " : m_collapsed[row] ? "+ " : "- ";
    const auto* span = m_data->spanOf(row);
    out += span == nullptr ? "(no root)" : span->local.service_name + ": " + span->name;
    if (m_data->rows()[row].failed) out += " failed";
    if (!matches(row)) out += " (above)";
    out += '\n';
  }
  return out;
}

}  // namespace sharecar::desktop
