#include "models/tracetexts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "models/texts.h"
#include "tracemodel/printable.hpp"
#include "tracemodel/text.hpp"

namespace sharecar::desktop {
namespace {

using tracemodel::Rule;

class TraceTexts {
  Q_DECLARE_TR_FUNCTIONS(TraceTexts)
};

constexpr std::size_t mostMarkdownLines = 200;
constexpr std::size_t mostMarkdownFindings = 20;

// The gravest first.
int rank(Rule rule) {
  switch (rule) {
    case Rule::retry_storm:
      return 0;
    case Rule::n_plus_one:
      return 1;
    case Rule::slow_child:
      return 2;
    case Rule::gap:
      return 3;
    case Rule::missing_parent:
      return 4;
    case Rule::clock_skew:
      return 5;
  }
  return 6;
}

Stretch timeOf(const TraceData& data, const tracemodel::Interval& time) {
  return {time.start - data.begin(), time.length()};
}

QString nameOf(const TraceData& data, RowIndex row) { return texts::spanName(data.spanOf(row)); }

std::size_t failedOf(const TraceData& data, const std::vector<RowIndex>& rows) {
  return static_cast<std::size_t>(std::ranges::count_if(rows, [&](RowIndex row) { return data.rows()[row].failed; }));
}

QString slowChildText(const ShownFinding& it, const TraceData& data) {
  const RowIndex above = data.rowOfNode(it.finding.against);
  const Stretch& whole = data.rows()[above].time;
  const auto inside = std::min(it.time.end(), whole.end()) - std::max(it.time.start, whole.start);
  return TraceTexts::tr("%1 takes %2, %3 of %4")
      .arg(nameOf(data, it.rows.front()), texts::traceDuration(inside),
           texts::percent(static_cast<double>(inside), static_cast<double>(whole.length)), nameOf(data, above));
}

QString text(const ShownFinding& it, const TraceData& data) {
  const RowIndex first = it.rows.front();
  const QString name = nameOf(data, first);
  const QString long_ = texts::traceDuration(it.time.length);
  const int count = static_cast<int>(it.rows.size());
  switch (it.finding.rule) {
    case Rule::missing_parent:
      return TraceTexts::tr("%1: the span above it is missing").arg(name);
    case Rule::clock_skew:
      return TraceTexts::tr("%1: its clock is off by %2, which is corrected")
          .arg(name, texts::traceDuration(std::abs(data.shiftOf(first))));
    case Rule::gap:
      return TraceTexts::tr("Nothing runs for %1, %2 of the trace, until %3 begins")
          .arg(long_, texts::percent(static_cast<double>(it.time.length), static_cast<double>(data.length())), name);
    case Rule::slow_child:
      return slowChildText(it, data);
    case Rule::n_plus_one:
      return TraceTexts::tr("%1 was called %n times, one after the other, in %2", nullptr, count).arg(name, long_);
    case Rule::retry_storm:
      return TraceTexts::tr("%1 was called %n times, %2 of them failed", nullptr, count)
          .arg(name)
          .arg(failedOf(data, it.rows));
  }
  return {};
}

QString rule(Rule rule) {
  switch (rule) {
    case Rule::missing_parent:
      return TraceTexts::tr(
          "A span names a parent that is not in the trace: it was not reported, is not reported yet, or was dropped. "
          "What is above may be incomplete.");
    case Rule::clock_skew:
      return TraceTexts::tr(
          "A server claims to begin before its client does, so the clocks of the two differ. Its spans are moved into "
          "the middle of the client's; durations are as they were reported.");
    case Rule::gap:
      return TraceTexts::tr(
          "For %1 % of the trace or more no span runs: something waited, or something is not traced. Look at what ended "
          "before and what begins after.")
          .arg(tracemodel::gap_percent);
    case Rule::slow_child:
      return TraceTexts::tr(
          "One call takes %1 % of its caller's time or more, and at least %2 ms. Whoever wants the caller to be faster "
          "begins here.")
          .arg(tracemodel::slow_child_percent)
          .arg(tracemodel::slow_child_time.count());
    case Rule::n_plus_one:
      return TraceTexts::tr(
          "%1 calls or more of one service and name, one after the other below one span: usually a loop that asks for "
          "each item. One call for all of them would do.")
          .arg(tracemodel::n_plus_one_calls);
    case Rule::retry_storm:
      return TraceTexts::tr(
          "%1 equal calls or more of which %2 or more failed: it is tried again although it fails, which adds load to "
          "what is in trouble. A circuit breaker or a longer pause helps.")
          .arg(tracemodel::retry_storm_calls)
          .arg(tracemodel::retry_storm_errors);
  }
  return {};
}

QString title(Rule rule) {
  switch (rule) {
    case Rule::missing_parent:
      return TraceTexts::tr("Missing parent");
    case Rule::clock_skew:
      return TraceTexts::tr("Clock skew");
    case Rule::gap:
      return TraceTexts::tr("Gap");
    case Rule::slow_child:
      return TraceTexts::tr("Slow child");
    case Rule::n_plus_one:
      return TraceTexts::tr("N+1 calls");
    case Rule::retry_storm:
      return TraceTexts::tr("Retry storm");
  }
  return {};
}

}  // namespace

std::vector<ShownFinding> findingsOf(const TraceData& data, const tracemodel::UsualTimes* usual) {
  std::vector<ShownFinding> out;
  if (usual) {
    for (const auto& slower : tracemodel::slower_spans(data.trace().tree, *usual)) {
      const RowIndex row = data.rowOfNode(slower.node);
      out.push_back({.slowerThanUsual = true,
                     .times = slower.times,
                     .usual = slower.usual,
                     .rows = {row},
                     .time = data.rows()[row].time});
    }
  }
  const auto ruled = static_cast<std::ptrdiff_t>(out.size());
  for (const auto& finding : data.trace().reading.findings) {
    ShownFinding shown{.finding = finding, .time = timeOf(data, finding.time)};
    for (const auto node : finding.nodes) shown.rows.push_back(data.rowOfNode(node));
    out.push_back(std::move(shown));
  }
  std::stable_sort(out.begin() + ruled, out.end(),
                   [](const auto& a, const auto& b) { return rank(a.finding.rule) < rank(b.finding.rule); });
  for (std::size_t i = 0; i < out.size(); ++i) out[i].number = static_cast<int>(i);
  return out;
}

namespace texts {

QString findingTitle(const ShownFinding& finding) {
  if (finding.slowerThanUsual) return TraceTexts::tr("%1 slower than usual").arg(times(finding.times));
  return title(finding.finding.rule);
}

QString findingText(const ShownFinding& finding, const TraceData& data) {
  if (!finding.slowerThanUsual) return text(finding, data);
  return TraceTexts::tr("%1 took %2, usually %3")
      .arg(nameOf(data, finding.rows.front()), traceDuration(finding.time.length), traceDuration(finding.usual.p50));
}

QString findingRule(const ShownFinding& finding) {
  if (!finding.slowerThanUsual) return rule(finding.finding.rule);
  return TraceTexts::tr(
             "The span took at least %1 times the median of its operation and longer than 95 % of the last ones did "
             "(median %2, p95 %3, of %4 spans).")
      .arg(tracemodel::slower_than_usual)
      .arg(traceDuration(finding.usual.p50), traceDuration(finding.usual.p95))
      .arg(finding.usual.spans);
}

QString spanName(const tracemodel::Span* span) {
  if (!span) return TraceTexts::tr("(no root)");
  const auto part = [](const std::string& text) {
    return text.empty() ? QString("?") : QString::fromStdString(tracemodel::printable(text));
  };
  return part(span->local.service_name) + ": " + part(span->name);
}

QString kind(tracemodel::Kind kind) {
  switch (kind) {
    case tracemodel::Kind::client:
      return TraceTexts::tr("Client (calls)");
    case tracemodel::Kind::server:
      return TraceTexts::tr("Server (answers)");
    case tracemodel::Kind::producer:
      return TraceTexts::tr("Producer (sends a message)");
    case tracemodel::Kind::consumer:
      return TraceTexts::tr("Consumer (handles a message)");
    case tracemodel::Kind::none:
      break;
  }
  return TraceTexts::tr("Local");
}

QString place(tracemodel::Place place) {
  switch (place) {
    case tracemodel::Place::extra_root:
      return TraceTexts::tr("second root");
    case tracemodel::Place::orphan:
      return TraceTexts::tr("parent missing");
    case tracemodel::Place::duplicate:
      return TraceTexts::tr("duplicate id");
    case tracemodel::Place::cycle:
      return TraceTexts::tr("cycle cut here");
    case tracemodel::Place::root:
    case tracemodel::Place::child:
      break;
  }
  return {};
}

QString traceDuration(std::int64_t microseconds) {
  return microseconds < 0 ? QString::fromUtf8("–") : duration(std::chrono::microseconds{microseconds});
}

QString percent(double part, double whole) {
  return QString("%1 %").arg(whole > 0 ? std::lround(100 * part / whole) : 0);
}

QString times(double factor) {
  return QString::fromUtf8("%1×").arg(factor, 0, 'f', factor < 9.95 ? 1 : 0);
}

QString fileFault(const TraceFileFault& fault) {
  switch (fault.kind) {
    case TraceFileFault::Kind::Unreadable:
      return TraceTexts::tr("This is no trace that can be read here: Zipkin v2 JSON, OTLP JSON or a .sharecar case.");
    case TraceFileFault::Kind::Empty:
      return TraceTexts::tr("There is no span in it.");
    case TraceFileFault::Kind::Newer:
      return TraceTexts::tr("This case was saved by a newer client. Update this one to open it.");
    case TraceFileFault::Kind::Closed:
      return TraceTexts::tr("The file cannot be read.");
    case TraceFileFault::Kind::TooLarge:
      return TraceTexts::tr("The file is larger than 256 MB.");
  }
  return {};
}

QString filterFault(const TraceFilter::Wrong& wrong) {
  const auto term = QString::fromStdString(wrong.term);
  switch (wrong.fault) {
    case TraceFilter::Fault::Time:
      return TraceTexts::tr("%1: a time with its unit (5ms, 1s) or a part of the whole (2.5%) is expected").arg(term);
    case TraceFilter::Fault::Kind:
      return TraceTexts::tr("%1: client, server, producer or consumer").arg(term);
    case TraceFilter::Fault::Quote:
      return TraceTexts::tr("a quote is not closed");
  }
  return {};
}

QString traceSummary(const TraceData& data) {
  if (data.empty()) return {};
  QStringList out;
  const auto spans = static_cast<int>(data.trace().tree.spans().size());
  out += spanName(data.spanOf(0));
  out += TraceTexts::tr("%n span(s)", nullptr, spans);
  out += TraceTexts::tr("%n service(s)", nullptr, static_cast<int>(data.services().size()));
  const auto& window = data.trace().reading.timeline.window();
  if (window) out += traceDuration(window->length());
  if (data.errors() > 0) out += TraceTexts::tr("%n error(s)", nullptr, static_cast<int>(data.errors()));
  return out.join(QString::fromUtf8("  ·  "));
}

QString traceMarkdown(const TraceData& data, const std::vector<ShownFinding>& findings, const QString& address) {
  QString out = "### " + spanName(data.empty() ? nullptr : data.spanOf(0)) + "\n\n" + traceSummary(data) + "\n";
  if (!address.isEmpty()) out += "\n`" + address + "`\n";
  if (!findings.empty()) out += '\n';
  for (std::size_t i = 0; i < std::min(findings.size(), mostMarkdownFindings); ++i) {
    out += "- **" + findingTitle(findings[i]) + "**: " + findingText(findings[i], data) + '\n';
  }
  tracemodel::RenderOptions options;
  options.bar_width = 24;
  const auto tree = tracemodel::render(data.trace().tree, data.trace().reading, options);
  const auto lines = QString::fromStdString(tree).split('\n', Qt::SkipEmptyParts);
  out += "\n```\n" + lines.mid(0, static_cast<qsizetype>(mostMarkdownLines)).join('\n') + "\n```\n";
  const auto left = lines.size() - static_cast<qsizetype>(mostMarkdownLines);
  if (left > 0) out += '\n' + TraceTexts::tr("and %n more span(s)", nullptr, static_cast<int>(left)) + '\n';
  return out;
}

}  // namespace texts
}  // namespace sharecar::desktop
