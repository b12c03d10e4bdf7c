#include "invariants/report.hpp"

namespace sharecar::invariants {

std::string Report::text() const {
  constexpr std::size_t most = 100;
  std::string out;
  for (std::size_t i = 0; i < violations.size() && i < most; ++i) {
    out += violations[i].rule + ": " + violations[i].subject + ": " + violations[i].text + '\n';
  }
  if (violations.size() > most) out += "and " + std::to_string(violations.size() - most) + " more\n";
  return out;
}

std::set<std::string> Report::rules_broken_by(const std::set<OrderId>& orders) const {
  std::set<std::string> out;
  for (const auto& violation : violations) {
    if (violation.order && orders.contains(*violation.order)) out.insert(violation.rule);
  }
  return out;
}

}  // namespace sharecar::invariants
