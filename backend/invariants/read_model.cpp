// MyPage shows, field by field, what the three services hold: recomputed from their rows and compared whole.
#include <unordered_map>
#include <unordered_set>

#include "contracts/events.hpp"
#include "invariants/differences.hpp"
#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {
namespace {

using customer::NumberedStep;
using customer::Row;

payment::Account account_of(const Case& it) {
  payment::Account out{*it.bill, {}};
  if (const auto* latest = it.latest_attempt()) out.attempt = *latest;
  return out;
}

/// A step as the outbox knows it. It does not know the span that published it, nor the reason without opening the
/// payload: these are taken from what is shown. Of two events of one version, which another rule sees, the first
/// counts.
void expect_steps(std::span<const Event> events, const char* service, const Row& shown, Row& expected) {
  Version last;
  for (const auto& event : events) {
    expected.as_of = std::max(expected.as_of, event.at.value_or(Timestamp{}));
    if (event.version <= last) continue;
    last = event.version;
    NumberedStep step;
    for (const auto& one : shown.steps) {
      if (one.service == service && one.version == event.version) step = one;
    }
    step.code = event.type;
    step.service = service;
    step.version = event.version;
    step.trace_id = event.trace.substr(0, event.trace.find('-'));
    if (event.at) step.at = *event.at;
    expected.steps.push_back(std::move(step));
  }
}

/// Every event is here, so the newest of each service says what its row says.
Row truth(const Case& it, const Row& shown) {
  Row out;
  out.order = order::event_of(*it.order, {});
  if (it.bill != nullptr && it.bill->version > Version{}) out.payment = payment::event_of(account_of(it), {});
  if (it.reservation != nullptr) out.reservation = reservation::event_of(*it.reservation, {});
  out.lag_ms = shown.lag_ms;
  expect_steps(it.order_events, "order", shown, out);
  expect_steps(it.payment_events, "payment", shown, out);
  expect_steps(it.reservation_events, "reservation", shown, out);
  return out;
}

void judge_row(const std::string& instance, const Case& it, const Row& shown, Timestamp now, Findings& out) {
  const auto seen = customer::show(shown, now);
  const auto expected = customer::show(truth(it, shown), now);
  if (!seen) return out.about("mypage-missing", it.id, instance + " shows nothing of it");
  if (const auto what = differences(*seen, *expected); !what.empty()) {
    out.about("mypage-differs", it.id, "at " + instance + ", " + what);
  }
}

}  // namespace

Findings judge_read_model(const Index& index) {
  Findings out{.what = "rows"};
  for (const auto& model : index.snapshot().read_models) {
    std::unordered_set<OrderId> shown;
    for (const auto& row : model.rows) {
      ++out.checked;
      const OrderId id = row.order->order_id;
      shown.insert(id);
      const auto* it = index.find(id);
      if (it == nullptr || it->order == nullptr) {
        out.about("mypage-unknown", id, model.instance + " shows an order that does not exist");
      } else {
        judge_row(model.instance, *it, row, index.snapshot().now, out);
      }
    }
    for (const auto& order : index.snapshot().orders) {
      if (!shown.contains(order.id)) out.about("mypage-missing", order.id, model.instance + " shows nothing of it");
    }
  }
  return out;
}

}  // namespace sharecar::invariants
