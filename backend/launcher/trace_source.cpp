#include "launcher/trace_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "launcher/files.hpp"
#include "launcher/http_call.hpp"
#include "launcher/problem.hpp"
#include "launcher/span_json.hpp"

namespace sharecar::launcher {

namespace {

constexpr long long lookback_ms = 7LL * 24 * 3600 * 1000;

/// What only looks leaves no trace: it would be the newest one.
const std::map<std::string, std::string> unsampled{{"b3", "0"}};

HttpAnswer ask(const std::string& base, const std::string& target) {
  auto answer = call({.url = base + "/api/v2" + target, .headers = unsampled, .limit = milliseconds{20'000}});
  if (answer.status == 0)
    throw Problem{fmt::format("no traces from {}: {}", base, answer.failure), "./sharecar status"};
  return answer;
}

std::int64_t start_of(const TraceSource::Trace& spans) {
  std::int64_t start = INT64_MAX;
  for (const auto& span : spans) {
    if (span.timestamp > 0) start = std::min(start, span.timestamp);
  }
  return start;
}

}  // namespace

TraceSource::Trace TraceSource::trace(const std::string& id) const {
  const auto answer = ask(base_, "/trace/" + percent_encoded(id));
  if (answer.status == 404) return {};
  if (answer.status == 400)
    throw Problem{id + " is no trace id", "./sharecar trace 463ac35c9f6413ad48485a3953bb6124   # 16 or 32 hex digits"};
  if (!answer.ok()) throw Problem{fmt::format("no trace from {}: it answered {}", base_, answer.status)};
  return spans_from_json(answer.json());
}

std::vector<TraceSource::Trace> TraceSource::traces(const Question& question) const {
  std::string target = fmt::format("/traces?limit={}&lookback={}", question.limit, lookback_ms);
  if (!question.service.empty()) target += "&serviceName=" + percent_encoded(question.service);
  std::vector<std::string> terms;
  if (question.failed) terms.emplace_back("error");
  if (question.order != 0) terms.push_back("order.id=" + std::to_string(question.order));
  if (!terms.empty()) target += "&annotationQuery=" + percent_encoded(fmt::format("{}", fmt::join(terms, " and ")));
  const auto answer = ask(base_, target);
  if (!answer.ok()) throw Problem{fmt::format("no traces from {}: it answered {}", base_, answer.status)};
  const auto body = answer.json();
  std::vector<Trace> found;
  if (!body.is_array()) return found;
  for (const auto& spans : body.as_array()) found.push_back(spans_from_json(spans));
  std::erase_if(found, [](const Trace& trace) { return trace.empty(); });
  std::ranges::stable_sort(found, std::greater{}, start_of);
  return found;
}

}  // namespace sharecar::launcher
