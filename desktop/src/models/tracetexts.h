/// What people read about a trace, in the language of the moment.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "models/tracedata.h"
#include "models/tracefile.h"
#include "models/tracefilter.h"
#include "models/traceusual.h"

namespace sharecar::desktop {

/// One finding about a trace, by a rule of tracemodel or by comparison with what is usual.
struct ShownFinding {
  int number = 0;               ///< its place in the list of all: the worst first
  bool slowerThanUsual = false;
  double times = 0;             ///< slowerThanUsual: by how much
  tracemodel::Usual usual = {};
  tracemodel::Finding finding = {};  ///< otherwise
  std::vector<RowIndex> rows = {};   ///< what it is about, never empty
  Stretch time = {};

  friend bool operator==(const ShownFinding&, const ShownFinding&) = default;
};

/// What is slower than usual first, the worst of it on top; then by rule, the gravest first, then by time.
/// Any thread.
std::vector<ShownFinding> findingsOf(const TraceData& data, const tracemodel::UsualTimes* usual);

namespace texts {

QString findingTitle(const ShownFinding& finding);      ///< "N+1"
QString findingText(const ShownFinding& finding, const TraceData& data);  ///< what and by how much, one line
QString findingRule(const ShownFinding& finding);       ///< when this is a finding, why it matters, what to do

QString spanName(const tracemodel::Span* span);         ///< "order: POST /orders"; "(no root)" for null
QString kind(tracemodel::Kind kind);
QString place(tracemodel::Place place);                 ///< why it is not where it wants to be; empty when it is
QString traceDuration(std::int64_t microseconds);       ///< three figures: "41.2 ms"
QString percent(double part, double whole);             ///< "37 %"
QString times(double factor);                           ///< "4.2×"
QString fileFault(const TraceFileFault& fault);
QString filterFault(const TraceFilter::Wrong& wrong);
/// "post /orders · 12 spans · 3 services · 845 ms · 2 errors"
QString traceSummary(const TraceData& data);
/// The trace for a ticket: summary, findings and the tree.
QString traceMarkdown(const TraceData& data, const std::vector<ShownFinding>& findings, const QString& address);

}  // namespace texts
}  // namespace sharecar::desktop
