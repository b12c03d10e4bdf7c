/// Which lines of a trace are shown: what is collapsed, what the filter leaves, and how one moves among them. Pure.
#pragma once

#include <vector>

#include "models/tracedata.h"

namespace sharecar::desktop {

/// The rows of a filter: `matches` and what has to be shown for them to hang on, their ancestors.
struct FilteredRows {
  std::vector<bool> matches;
  std::vector<bool> shown;
  std::size_t count = 0;
};

/// Every change costs O(rows), which is a millisecond for 50,000. Lines are numbered from 0, top down.
class TraceRows {
 public:
  static constexpr int noLine = -1;
  /// A trace of more spans opens with this many levels only, and with the way to its errors.
  static constexpr std::size_t mostExpanded = 2'000;
  static constexpr std::uint32_t firstLevels = 2;

  /// Another version of the same trace keeps what is collapsed; another trace begins anew: all is open, or when it is
  /// large the first levels, and the way to each error.
  void setData(TraceDataPtr data, bool sameTrace);
  const TraceDataPtr& data() const { return m_data; }

  int count() const { return static_cast<int>(m_lines.size()); }
  RowIndex rowAt(int line) const { return m_lines[static_cast<std::size_t>(line)]; }
  /// noLine when it is hidden.
  int lineOf(RowIndex row) const;
  /// The line of the row, or of the nearest one above it that is shown.
  int nearestLineOf(RowIndex row) const;

  bool hasChildren(RowIndex row) const { return m_data->rows()[row].end > row + 1; }
  bool isCollapsed(RowIndex row) const { return m_collapsed[row]; }
  void setCollapsed(RowIndex row, bool collapsed);
  void expandAll();
  void collapseAll();
  /// Opens what is above the row.
  void reveal(RowIndex row);
  void revealErrors();

  /// Nothing: all are shown.
  void setFilter(std::shared_ptr<const FilteredRows> filter);
  bool isFiltered() const { return m_filter != nullptr; }
  /// False for a row that is shown only because one below it matches.
  bool matches(RowIndex row) const { return !m_filter || m_filter->matches[row]; }

  /// The next or previous failed row in the order of lines, round the end; hidden ones count too. noRow when none has
  /// failed.
  RowIndex nextError(RowIndex from, bool forward) const;

  /// As text, for tests: "- order: POST /orders" with + before what is collapsed, two spaces a level.
  std::string outline() const;

 private:
  void refresh();

  TraceDataPtr m_data = nullptr;
  std::vector<bool> m_collapsed;
  std::shared_ptr<const FilteredRows> m_filter;
  std::vector<RowIndex> m_lines;
};

}  // namespace sharecar::desktop
