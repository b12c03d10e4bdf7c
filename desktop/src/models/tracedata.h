/// One trace as the viewer shows it: read, arranged and measured once, then never changed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tracemodel/compare.hpp"
#include "tracemodel/reading.hpp"
#include "tracemodel/statistics.hpp"
#include "tracemodel/tree.hpp"
#include "tracemodel/usual.hpp"

namespace sharecar::desktop {

using RowIndex = std::uint32_t;
inline constexpr RowIndex noRow = UINT32_MAX;

/// The spans of one trace, arranged and read.
struct ReadTrace {
  explicit ReadTrace(std::vector<tracemodel::Span> spans)
      : tree(std::move(spans)),
        reading(tree),
        byService(tracemodel::shares(tree, reading.timeline, tracemodel::GroupBy::service)),
        byOperation(tracemodel::shares(tree, reading.timeline, tracemodel::GroupBy::operation)) {}

  const std::vector<tracemodel::Share>& shares(tracemodel::GroupBy by) const {
    return by == tracemodel::GroupBy::service ? byService : byOperation;
  }

  tracemodel::Tree tree;
  tracemodel::Reading reading;
  std::vector<tracemodel::Share> byService;
  std::vector<tracemodel::Share> byOperation;
};

/// A stretch of time within a trace: microseconds since its begin. Unknown times have a length of -1.
struct Stretch {
  std::int64_t start = 0;
  std::int64_t length = -1;

  bool isKnown() const { return length >= 0; }
  std::int64_t end() const { return start + std::max<std::int64_t>(length, 0); }
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// A line of the waterfall when all is expanded, in the order of lines.
struct TraceRow {
  tracemodel::Tree::Index node = tracemodel::Tree::none;   ///< of the trace
  tracemodel::Tree::Index other = tracemodel::Tree::none;  ///< of the one that it is compared with
  RowIndex parent = noRow;
  RowIndex end = 0;  ///< the row behind the last one below this
  std::uint32_t depth = 0;
  std::uint16_t service = 0;  ///< into services()
  bool failed = false;
  bool failsBelow = false;  ///< something below has failed
  Stretch time;             ///< of node
  Stretch otherTime;        ///< of other
};

/// A part of a critical path: what the row works on by itself.
struct PathPart {
  RowIndex row = noRow;
  Stretch time;
  bool toAnswer = false;
  bool toLastEffect = false;

  friend bool operator==(const PathPart&, const PathPart&) = default;
};

/// Made on a worker thread; read by any.
class TraceData {
 public:
  explicit TraceData(std::shared_ptr<const ReadTrace> trace);
  /// Both traces in one: rows are the union, each beginning at its own trace's begin.
  TraceData(std::shared_ptr<const ReadTrace> trace, std::shared_ptr<const ReadTrace> other);

  bool empty() const { return m_rows.empty(); }
  bool isComparison() const { return m_other != nullptr; }
  const ReadTrace& trace() const { return *m_trace; }
  const std::shared_ptr<const ReadTrace>& shared() const { return m_trace; }
  const ReadTrace* other() const { return m_other.get(); }

  const std::vector<TraceRow>& rows() const { return m_rows; }
  /// By row, then by time: those of row r are [pathBegin(r), pathBegin(r + 1)).
  const std::vector<PathPart>& path() const { return m_path; }
  std::size_t pathBegin(RowIndex row) const { return m_pathBegins[row]; }
  /// Names, in alphabetical order.
  const std::vector<std::string>& services() const { return m_services; }
  /// From the first start to the last end, in microseconds; at least 1. Of both traces when two are compared.
  std::int64_t length() const { return m_length; }
  /// When it began, microseconds since the epoch; 0 when nobody says.
  std::int64_t begin() const { return m_begin; }
  std::size_t errors() const { return m_errors; }
  std::uint32_t depth() const { return m_depth; }

  /// The span of a row: that of the trace, or of the other one where only that has it; null for a synthetic root.
  const tracemodel::Span* spanOf(RowIndex row) const;
  /// The span of the other trace in that row; null when it has none.
  const tracemodel::Span* otherSpanOf(RowIndex row) const;
  /// By what was added to the clock of the span's host, in microseconds.
  std::int64_t shiftOf(RowIndex row) const;
  std::int64_t selfTimeOf(RowIndex row) const;
  tracemodel::Place placeOf(RowIndex row) const;
  /// Names a row in every version of the trace: its span's id, told apart where several have it.
  std::string keyOf(RowIndex row) const;
  RowIndex rowOfKey(std::string_view key) const;
  /// For each row of another version of the trace, the one here with the same key; noRow where there is none. Linear.
  std::vector<RowIndex> rowsOf(const TraceData& version) const;
  /// The first row with this span id; noRow when there is none.
  RowIndex rowOfSpan(std::string_view spanId) const;
  RowIndex rowOfNode(tracemodel::Tree::Index node) const { return m_rowOfNode[node]; }

 private:
  void arrange(const std::vector<tracemodel::Pair>& pairs);
  void measure();
  void findServices();
  void findKeys();
  std::string_view idOf(RowIndex row) const;
  /// Where in m_byId the rows of this id begin.
  std::size_t firstWithId(std::string_view id) const;
  void findPath();

  std::shared_ptr<const ReadTrace> m_trace;
  std::shared_ptr<const ReadTrace> m_other;
  std::vector<TraceRow> m_rows;
  std::vector<PathPart> m_path;
  std::vector<std::size_t> m_pathBegins;
  std::vector<std::string> m_services;
  std::vector<RowIndex> m_rowOfNode;
  std::vector<RowIndex> m_byId;          ///< rows in the order of their spans' ids, then of rows
  std::vector<std::uint32_t> m_repeats;  ///< how many rows before this one have its span id
  std::int64_t m_begin = 0;
  std::int64_t m_length = 1;
  std::size_t m_errors = 0;
  std::uint32_t m_depth = 0;
};

using TraceDataPtr = std::shared_ptr<const TraceData>;

}  // namespace sharecar::desktop
