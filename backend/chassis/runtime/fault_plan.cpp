#include "chassis/runtime/fault_plan.hpp"

#include <algorithm>

namespace sharecar {

std::vector<Violation> violations_of(const Fault& fault, std::optional<std::chrono::seconds> lasts,
                                     const std::vector<std::string>& routes) {
  std::vector<Violation> out;
  const auto wrong = [&](const char* pointer, std::string rule, const char* kind) {
    out.push_back({pointer, std::move(rule), kind});
  };
  if (fault.route != "*" && std::ranges::find(routes, fault.route) == routes.end()) {
    std::string known = "*";
    for (const auto& route : routes) known += "," + route;
    wrong("/route", "enum:" + known, "string");
  }
  if (fault.refuse && fault.route != "*") wrong("/route", "* where connections are refused", "string");
  if (fault.refuse && (!lasts || *lasts > longest_refusal)) {
    wrong("/expiresInS", "range:1..600 where connections are refused", lasts ? "integer" : "missing");
  }
  if (fault.status != 0 && fault.status < 200) wrong("/status", "range:200..599", "integer");
  if (!(fault.probability >= 0 && fault.probability <= 1)) wrong("/probability", "range:0..1", "number");
  const int ends = int{fault.status != 0} + int{fault.hang} + int{fault.reset.has_value()} + int{fault.refuse};
  if (ends > 1) wrong("", "one of status, hang, reset and refuse", "object");
  if (ends == 0 && fault.delay_ms + fault.jitter_ms + fault.answer_delay_ms == 0) {
    wrong("", "one of delayMs, jitterMs, answerDelayMs, status, hang, reset and refuse", "object");
  }
  return out;
}

const ActiveFault& FaultPlan::set(const std::string& name, Fault fault, Timestamp now,
                                  std::optional<std::chrono::seconds> lasts) {
  ActiveFault active{std::move(fault), now, std::nullopt};
  if (lasts) active.expires_at = now + *lasts;
  return active_.insert_or_assign(name, std::move(active)).first->second;
}

std::optional<ActiveFault> FaultPlan::clear(const std::string& name) {
  auto node = active_.extract(name);
  if (node.empty()) return std::nullopt;
  return std::move(node.mapped());
}

FaultPlan::Named FaultPlan::expire(Timestamp now) {
  Named ended;
  for (auto it = active_.begin(); it != active_.end();) {
    const auto next = std::next(it);
    if (it->second.expires_at && *it->second.expires_at <= now) ended.insert(active_.extract(it));
    it = next;
  }
  return ended;
}

std::optional<Timestamp> FaultPlan::next_expiry() const {
  std::optional<Timestamp> next;
  for (const auto& [name, fault] : active_) {
    if (fault.expires_at && (!next || *fault.expires_at < *next)) next = fault.expires_at;
  }
  return next;
}

bool FaultPlan::refuses() const {
  return std::ranges::any_of(active_, [](const auto& named) { return named.second.refuse; });
}

}  // namespace sharecar
