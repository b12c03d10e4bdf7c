#include "load/tally.hpp"

namespace sharecar::load {

void Tally::answered(const Action& action, const Answer& answer, const std::optional<std::string>& code,
                     Moment intended, Moment sent, Moment now) {
  ++report_.sent;
  auto& one = requests_[action.request];
  one.report.request = action.request;
  ++one.report.sent;
  if (answer.failure || answer.status >= 500) ++failed_;
  if (answer.failure) {
    ++one.report.failures[*answer.failure];
    return;
  }
  ++report_.answered;
  ++one.report.answers[std::to_string(answer.status) + (code ? " " + *code : "")];
  one.latency.record(now - intended);
  latency_.record(now - intended);
  service_time_.record(now - sent);
  last_answer_ = now;
}

void Tally::converged(Moment intended, Moment answered, Moment now, std::chrono::milliseconds lag) {
  ++report_.converged;
  shown_.record(now - intended);
  shown_after_answer_.record(now - answered);
  lag_.record(lag);
  last_shown_ = now;
}

double Tally::per_second(std::int64_t count, Moment until) const {
  const std::chrono::duration<double> took = until - started_;
  return took.count() > 0 ? static_cast<double>(count) / took.count() : 0;
}

Report Tally::finish(std::chrono::microseconds cpu) {
  Report out = std::move(report_);
  out.answered_per_second = per_second(out.answered, last_answer_);
  out.converged_per_second = per_second(out.converged, last_shown_);
  out.latency = latency_.percentiles();
  out.service_time = service_time_.percentiles();
  out.shown = shown_.percentiles();
  out.shown_after_answer = shown_after_answer_.percentiles();
  out.lag = lag_.percentiles();
  if (out.sent > 0) out.cpu_us_per_request = static_cast<double>(cpu.count()) / static_cast<double>(out.sent);
  for (auto& [name, one] : requests_) {
    one.report.latency = one.latency.percentiles();
    out.requests.push_back(std::move(one.report));
  }
  return out;
}

}  // namespace sharecar::load
