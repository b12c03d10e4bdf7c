#include "invariants/world.hpp"

#include <algorithm>

#include "contracts/events.hpp"
#include "invariants/rules.hpp"
#include "services/order/price.hpp"

namespace sharecar::invariants {
namespace {

using namespace std::chrono_literals;
namespace topics = contracts::topics;
namespace event = contracts::event;

constexpr Timestamp epoch = std::chrono::sys_days{std::chrono::year{2030} / 1 / 1};
constexpr Money price{100'000};
const std::string trace = "00000000000000aa00000000000000bb-00000000000000cc-1";

const contracts::Car car{.car_id = CarId{1002},
                         .name = "Ioniq 5",
                         .zone = "Seoul",
                         .car_class = "standard",
                         .hourly_price = price,
                         .version = Version{1}};

std::vector<tracemodel::Span> spans_of_a_booking() {
  tracemodel::Span root;
  root.trace_id = "00000000000000aa00000000000000bb";
  root.id = "0000000000000001";
  root.name = "post /orders";
  root.kind = tracemodel::Kind::server;
  root.local.service_name = "gateway";
  tracemodel::Span shown = root;
  shown.id = "0000000000000002";
  shown.parent_id = root.id;
  shown.name = "order.events process";
  shown.kind = tracemodel::Kind::consumer;
  shown.local.service_name = "customer";
  return {root, shown};
}

}  // namespace

World::World() : now_(epoch) {}

OrderId World::place(int day, const std::string& key) {
  OrderRow row;
  row.id = OrderId{static_cast<std::int64_t>(orders_.size()) + 1};
  row.car_id = car.car_id;
  row.customer_id = "kim";
  row.starts_at = epoch + std::chrono::days{day};
  row.ends_at = row.starts_at + 1h;
  row.price = price;
  row.pay_method = "card";
  row.created_at = now_;
  row.pay_by = now_ + 10min;
  row.retry_at = now_ + 10s;
  row.version = Version{1};
  row.trace = trace;
  row.method_token = "demo-approve";
  if (!key.empty()) row.idempotency_key = key;
  orders_[row.id] = row;
  tell(topics::order, row.id, event::order_placed, row.version);
  auto& bill = accounts_[row.id].bill;
  bill.order_id = row.id;
  bill.customer_id = row.customer_id;
  bill.price = row.price;
  bill.pay_by = row.pay_by;
  return row.id;
}

void World::keep(OrderId id, order::Transition transition) {
  auto& row = orders_.at(id);
  static_cast<order::Order&>(row) = std::move(transition.after);
  tell(topics::order, id, transition.event, row.version);
  const bool closes = row.state == OrderState::DECLINED || row.state == OrderState::EXPIRED ||
                      row.state == OrderState::CANCELLED || row.state == OrderState::REJECTED;
  if (closes) account(id).bill.closed = true;
  if (row.refund == RefundState::REQUESTED) {
    account(id).bill.refund = RefundState::REQUESTED;
    account(id).bill.refund_amount = row.refund_amount;
  }
}

void World::settle(OrderId id) {
  auto& it = account(id);
  payment::Attempt attempt;
  attempt.id = PaymentId{id.value * 10};
  attempt.number = 1;
  attempt.state = PaymentState::APPROVED;
  attempt.approved_at = now_;
  it.attempt = attempt;
  it.bill.version = Version{1};
  it.bill.outcome = payment::Outcome::APPROVED;
  ledger_.push_back({.seq = static_cast<std::int64_t>(ledger_.size()) + 1,
                     .kind = contracts::LedgerKind::CHARGE,
                     .key = payment::charge_key(it),
                     .charge_key = {},
                     .state = contracts::ChargeState::APPROVED,
                     .amount = it.bill.price,
                     .last_four = "4242",
                     .reason = {},
                     .created_at = now_,
                     .voided_at = {}});
}

void World::pay(OrderId id) {
  settle(id);
  const auto& attempt = *account(id).attempt;
  tell(topics::payment, id, event::payment_approved, Version{1});
  keep(id, *order::decide(orders_.at(id), order::PaymentApproved{attempt.id, *attempt.approved_at, Version{1}}));
}

void World::decline(OrderId id) {
  settle(id);
  auto& it = account(id);
  it.bill.outcome = payment::Outcome::DECLINED;
  it.attempt->state = PaymentState::DECLINED;
  it.attempt->approved_at.reset();
  it.attempt->reason = "insufficient_funds";
  ledger_.back().state = contracts::ChargeState::DECLINED;
  tell(topics::payment, id, event::payment_declined, Version{1});
  keep(id, *order::decide(orders_.at(id), order::PaymentDeclined{it.attempt->id, "insufficient_funds", Version{1}}));
}

void World::expire(OrderId id) { keep(id, *order::decide(orders_.at(id), order::PayByPassed{})); }

void World::reserve(OrderId id) {
  const auto made = reservation::paid({}, order::event_of(orders_.at(id), now_), reservation::Standing::free,
                                      ReservationId{id.value * 100}, now_);
  reservations_[id] = made->after;
  tell(topics::reservation, id, made->event, made->after.version);
  keep(id, *order::decide(orders_.at(id), order::ReservationConfirmed{*made->after.id, made->after.version}));
}

void World::reject(OrderId id) {
  const auto made = reservation::paid({}, order::event_of(orders_.at(id), now_), reservation::Standing::car_unknown,
                                      ReservationId{id.value * 100}, now_);
  reservations_[id] = made->after;
  tell(topics::reservation, id, made->event, made->after.version);
  keep(id, *order::decide(orders_.at(id), order::ReservationRejected{"car_unknown", made->after.version}));
}

void World::cancel(OrderId id) {
  const auto& row = orders_.at(id);
  keep(id, *order::decide(row, order::Cancel{order::cancellation_of(row, now_).refund}));
}

void World::release(OrderId id) {
  const auto known = reservations_.find(id);
  const auto before = known == reservations_.end() ? std::nullopt : std::optional{known->second};
  const auto made = reservation::cancelled(before, order::event_of(orders_.at(id), now_), now_);
  reservations_[id] = made->after;
  tell(topics::reservation, id, made->event, made->after.version);
  keep(id, *order::decide(orders_.at(id), order::ReservationCancelled{made->after.version}));
}

void World::refund(OrderId id) {
  auto& it = account(id);
  it.bill.refund = RefundState::REFUNDED;
  it.bill.version = it.bill.version.next();
  if (*it.bill.refund_amount != Money{}) {
    ledger_.push_back({.seq = static_cast<std::int64_t>(ledger_.size()) + 1,
                       .kind = contracts::LedgerKind::REFUND,
                       .key = payment::refund_key(it.bill),
                       .charge_key = payment::charge_key(it),
                       .state = {},
                       .amount = *it.bill.refund_amount,
                       .last_four = {},
                       .reason = {},
                       .created_at = now_,
                       .voided_at = {}});
  }
  tell(topics::payment, id, event::payment_refunded, it.bill.version);
  keep(id, *order::decide(orders_.at(id), order::PaymentRefunded{it.bill.version}));
}

OrderId World::book(int day) {
  const auto id = place(day, "key-" + std::to_string(orders_.size() + 1));
  pay(id);
  reserve(id);
  return id;
}

OrderId World::cancelled(int day) {
  const auto id = book(day);
  cancel(id);
  release(id);
  refund(id);
  return id;
}

void World::tell(const char* topic, OrderId id, const std::string& type, Version version) {
  now_ += 1s;
  events_.push_back({topic, id.value, type, version, trace, now_, true});
}

customer::Row World::shown(OrderId id) const {
  customer::Row row;
  row.order = order::event_of(orders_.at(id), now_);
  const auto& it = accounts_.at(id);
  if (it.bill.version > Version{}) row.payment = payment::event_of(it, now_);
  if (const auto found = reservations_.find(id); found != reservations_.end()) {
    row.reservation = reservation::event_of(found->second, now_);
  }
  for (const auto& one : events_) {
    if (one.aggregate != id.value) continue;
    customer::NumberedStep step;
    step.code = one.type;
    step.at = *one.at;
    step.service = one.topic.substr(0, one.topic.find('.'));
    step.trace_id = one.trace.substr(0, one.trace.find('-'));
    step.version = one.version;
    row.steps.push_back(step);
    row.as_of = std::max(row.as_of, step.at);
  }
  return row;
}

Snapshot World::snapshot() const {
  Snapshot out;
  out.now = now_;
  out.catalogue = {car};
  out.fleet = {car};
  out.ledger = ledger_;
  out.read_models = {{"customer", {}}};
  for (const auto& [id, row] : orders_) {
    out.orders.push_back(row);
    out.read_models.front().rows.push_back(shown(id));
    out.traces.push_back({id, spans_of_a_booking()});
  }
  for (const auto& [id, row] : reservations_) out.reservations.push_back(row);
  for (const auto& [id, it] : accounts_) {
    out.bills.push_back(it.bill);
    if (!it.attempt) continue;
    AttemptRow row;
    static_cast<payment::Attempt&>(row) = *it.attempt;
    row.order_id = id;
    out.attempts.push_back(row);
  }
  out.events = events_;
  std::ranges::stable_sort(out.events, {}, [](const Event& one) { return std::pair{one.topic, one.aggregate}; });
  return out;
}

std::set<std::string> broken(const Snapshot& snapshot) {
  std::set<std::string> out;
  for (const auto& violation : judge(snapshot).violations) out.insert(violation.rule);
  return out;
}

}  // namespace sharecar::invariants
