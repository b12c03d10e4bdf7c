// No card number anywhere, and no sealed card once payment needs it no more.
#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {

Findings judge_secrets(const Index& index) {
  Findings out{.what = "orders and files"};
  for (const auto& order : index.snapshot().orders) {
    ++out.checked;
    if (!order.awaits_payment() && (order.sealed_card || order.method_token)) {
      out.about("card-kept", order.id, "the order is " + word(order.state) + " and still keeps its card");
    }
  }
  for (const auto& leak : index.snapshot().leaks) {
    out.about("card-number-leaked", leak.where, "holds card numbers, " + std::to_string(leak.times) + " times");
  }
  return out;
}

}  // namespace sharecar::invariants
