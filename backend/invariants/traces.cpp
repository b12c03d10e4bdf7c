// Each booking has one connected trace, from the request to MyPage.
#include <algorithm>

#include "invariants/rules.hpp"
#include "tracemodel/check.hpp"

namespace sharecar::invariants {
namespace {

bool takes_requests(const std::string& service) { return service == "gateway" || service == "order"; }

/// A client with a trace of its own is the parent of our first span, and keeps its spans to itself.
bool continues_a_client(const tracemodel::Report& report) {
  return report.trace_ids == 1 && report.roots == 0 && report.duplicates == 0 && report.cycles == 0 &&
         report.orphans.size() == 1 && takes_requests(report.orphans.front().service);
}

bool reaches_mypage(const std::vector<tracemodel::Span>& spans) {
  return std::ranges::any_of(spans, [](const tracemodel::Span& span) {
    return span.kind == tracemodel::Kind::consumer && span.local.service_name == "customer";
  });
}

}  // namespace

Findings judge_traces(const Index& index) {
  Findings out{.what = "traces"};
  for (const auto& trace : index.snapshot().traces) {
    ++out.checked;
    if (trace.spans.empty()) {
      out.about("trace-missing", trace.order, "tracing has no span of the trace that placed it");
      continue;
    }
    const auto report = tracemodel::check(trace.spans);
    if (!report.connected() && !continues_a_client(report)) {
      out.about("trace-broken", trace.order, report.summary());
    }
    if (!reaches_mypage(trace.spans)) {
      out.about("trace-ends-early", trace.order, "its trace does not reach MyPage");
    }
  }
  return out;
}

}  // namespace sharecar::invariants
