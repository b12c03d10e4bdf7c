#include "launcher/breaker_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/time.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace {

using contracts::Breaker;
using contracts::BreakerChange;

std::int64_t ms_between(Timestamp from, Timestamp to) {
  return std::max<std::int64_t>(0, std::chrono::floor<std::chrono::milliseconds>(to - from).count());
}

std::string coloured(const std::string& state) {
  if (state == "CLOSED") return green(state);
  return state == "OPEN" || state == "FORCED_OPEN" ? red(state) : bold(state);
}

/// "12.5 % of 50", "too few calls".
std::string rate(double rate, double threshold) {
  return rate < 0 ? "too few calls" : fmt::format("{:.4g} % of {:.4g}", rate, threshold);
}

std::string latency(double ms) { return ms < 10 ? fmt::format("{:.2f} ms", ms) : fmt::format("{:.0f} ms", ms); }

std::string note(const Breaker& breaker) {
  if (breaker.set_by_hand) {
    const auto& hand = *breaker.set_by_hand;
    std::string text = "by hand: " + hand.reason;
    if (hand.reverts_at) {
      text += ", reverts in " + duration_words(ms_between(breaker.server_now, *hand.reverts_at));
    }
    return text + "  undo " + hand.change_id;
  }
  if (breaker.half_open_in_ms) {
    return *breaker.half_open_in_ms > 0 ? "probes in " + duration_words(*breaker.half_open_in_ms)
                                        : "waits for a call to probe with";
  }
  if (breaker.probes_left) return fmt::format("{} probes left", *breaker.probes_left);
  return "";
}

std::string end_of(const BreakerChange& change, Timestamp now) {
  if (change.reverted_at) {
    return fmt::format("over by {} after {}", change.reverted_by.value_or("?"),
                       duration_words(ms_between(change.at, *change.reverted_at)));
  }
  if (change.reverts_at) return "reverts in " + duration_words(ms_between(now, *change.reverts_at));
  return change.to == "CLOSED" || change.to == "RESET" ? "" : "until it is undone";
}

}  // namespace

std::string breaker_table(const std::vector<Breaker>& breakers) {
  std::vector<std::vector<std::string>> rows{
      {"instance", "breaker", "state", "for", "failures", "slow", "calls", "refused", "p50", "p99", ""}};
  for (const auto& one : breakers) {
    rows.push_back({one.instance, one.name, coloured(one.state), duration_words(ms_between(one.since, one.server_now)),
                    rate(one.failure_rate, one.failure_rate_threshold),
                    rate(one.slow_call_rate, one.slow_call_rate_threshold), std::to_string(one.buffered_calls),
                    std::to_string(one.not_permitted_calls), latency(one.recent.p50_ms),
                    latency(one.recent.p99_ms), note(one)});
  }
  return table(rows, {3, 6, 7, 8, 9});
}

std::string change_table(const std::vector<BreakerChange>& changes, Timestamp now) {
  std::vector<std::vector<std::string>> rows{{"change", "at", "instance", "breaker", "from", "to", "reason", ""}};
  for (const auto& one : changes) {
    rows.push_back({one.change_id, to_rfc3339(std::chrono::floor<std::chrono::seconds>(one.at)), one.instance, one.name,
                    one.from, coloured(one.to), one.reason, end_of(one, now)});
  }
  return table(rows);
}

}  // namespace sharecar::launcher
