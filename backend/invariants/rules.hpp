/// The rules: pure functions from a snapshot to what is wrong with it. No clock, no I/O; all are linear but for
/// sorting. docs/invariants.md lists them by name.
#pragma once

#include "invariants/index.hpp"
#include "invariants/report.hpp"

namespace sharecar::invariants {

/// What a group of rules looked at, and what it found.
struct Findings {
  std::string what;  ///< "orders"
  std::int64_t checked = 0;
  std::vector<Violation> violations = {};

  void about(const char* rule, OrderId order, std::string text) {
    violations.push_back({rule, order, "order " + to_string(order), std::move(text)});
  }
  void about(const char* rule, std::string subject, std::string text) {
    violations.push_back({rule, std::nullopt, std::move(subject), std::move(text)});
  }
};

Findings judge_charges(const Index& index);     ///< nobody pays twice, nothing is for free
Findings judge_refunds(const Index& index);     ///< once, and as much as the rule gives
Findings judge_slots(const Index& index);       ///< no two live orders of a car overlap; holds and reservations
Findings judge_sagas(const Index& index);       ///< nothing is under way for ever
Findings judge_events(const Index& index);      ///< published, in order, without gaps, each transition once
Findings judge_effects(const Index& index);     ///< no event without its effect, no effect without its event
Findings judge_read_model(const Index& index);  ///< MyPage shows the truth
Findings judge_client(const Index& index);      ///< what clients were told is so
Findings judge_traces(const Index& index);      ///< one connected trace from the request to MyPage
Findings judge_secrets(const Index& index);     ///< no card number anywhere

/// All of them, with the time that has come to rest behind it.
Report judge(const Snapshot& snapshot);

}  // namespace sharecar::invariants
