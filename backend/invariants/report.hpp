/// What the checker found: values that tests compare and people read.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contracts/types.hpp"

namespace sharecar::invariants {

/// One thing that is not as it has to be.
struct Violation {
  std::string rule;              ///< kebab-case: "charged-twice"
  std::optional<OrderId> order;  ///< the order that it concerns, where there is one
  std::string subject;           ///< "order 12", "car 1002", "key 12:1", a file
  std::string text;              ///< one sentence with the values

  friend bool operator==(const Violation&, const Violation&) = default;
};
BOOST_DESCRIBE_STRUCT(Violation, (), (rule, order, subject, text))

/// How often a group of rules looked, so that nobody takes an empty platform for a sound one.
struct Looked {
  std::string group;  ///< "money"
  std::string what;   ///< "orders"
  std::int64_t checked = 0;
  std::int64_t violations = 0;
};
BOOST_DESCRIBE_STRUCT(Looked, (), (group, what, checked, violations))

struct Report {
  std::vector<Looked> groups;
  std::vector<Violation> violations;
  std::vector<std::string> skipped;  ///< what was not looked at, and why
  bool settled = true;               ///< false: something still moved when the waiting was over
  std::vector<std::string> moving;   ///< and that is it

  bool sound() const { return violations.empty(); }
  /// "" when nothing is wrong; otherwise a line for each violation: "charged-twice: order 12: ...". Long lists are cut.
  std::string text() const;
  /// The names of the rules that these orders break.
  std::set<std::string> rules_broken_by(const std::set<OrderId>& orders) const;
};
BOOST_DESCRIBE_STRUCT(Report, (), (groups, violations, skipped, settled, moving))

}  // namespace sharecar::invariants
