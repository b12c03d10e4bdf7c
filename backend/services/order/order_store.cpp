#include "order_store.hpp"

#include "calendar.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/sql/outbox.hpp"
#include "price.hpp"

namespace sharecar::order {
namespace {

#define ORDER_COLUMNS                                                                                            \
  "id, car_id, car_class, customer_id, starts_at, ends_at, price, pay_method, state, holds, refund, "            \
  "refund_amount, reason, payment_id, approved_at, reservation_id, tries, retry_at, pay_by, created_at, version, " \
  "payment_version, reservation_version, method_token, sealed_card, body_hash, trace"

constexpr sql::Statement next_ids{"next_order_ids", "SELECT nextval('order_ids') AS id"};

// The 27 columns of Order in the order of its members, its key, then the event.
constexpr sql::Statement place_order{
    "place_order",
    "WITH placed AS ("
    " INSERT INTO orders (" ORDER_COLUMNS ", idempotency_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "  $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)"
    " ON CONFLICT DO NOTHING RETURNING id), "
    "told AS ("
    " INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS ")"
    " SELECT $29, $30, $31, $32::bigint, $33, $34::bigint, $35 FROM placed) "
    "SELECT id FROM placed",
    true};

constexpr sql::Statement change_order{
    "change_order",
    "WITH changed AS ("
    " UPDATE orders SET state = $3, holds = $4, refund = $5, refund_amount = $6, reason = $7, payment_id = $8,"
    "  approved_at = $9, reservation_id = $10, tries = $11, retry_at = $12, version = $13, payment_version = $14,"
    "  reservation_version = $15, method_token = $16, sealed_card = $17, leased_by = NULL, leased_until = NULL"
    " WHERE id = $1 AND version = $2 RETURNING id), "
    "told AS ("
    " INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS ")"
    " SELECT $18, $19, $20, $21::bigint, $22, $23::bigint, $24 FROM changed) "
    "SELECT id FROM changed",
    true};

constexpr sql::Statement move_gap_hint{
    "move_gap_hint", "UPDATE cars SET gap_hint = $2 WHERE car_id = $1 AND gap_hint > $2"};
constexpr sql::Statement set_gap_hint{"set_gap_hint", "UPDATE cars SET gap_hint = $2 WHERE car_id = $1"};
constexpr sql::Statement lock_car{"lock_car",
                                  "SELECT gap_hint FROM cars WHERE car_id = $1 FOR NO KEY UPDATE"};

constexpr sql::Statement find_order{"find_order", "SELECT " ORDER_COLUMNS " FROM orders WHERE id = $1"};
constexpr sql::Statement find_order_by_key{
    "find_order_by_key", "SELECT " ORDER_COLUMNS " FROM orders WHERE customer_id = $1 AND idempotency_key = $2"};

constexpr sql::Statement lease_due_orders{
    "lease_due_orders",
    "UPDATE orders SET leased_by = $1, leased_until = $3 WHERE id IN ("
    " SELECT id FROM orders WHERE retry_at <= $2 AND (leased_until IS NULL OR leased_until < $2)"
    "  AND ($5::boolean OR pay_by <= $2)"
    " ORDER BY retry_at LIMIT $4 FOR UPDATE SKIP LOCKED) RETURNING " ORDER_COLUMNS};

constexpr int most_decisions = 5;
constexpr std::size_t alternatives = 3;

sql::OutboxEvent outbox_event(const Order& order, const char* name, Timestamp at) {
  return {contracts::topics::order, to_string(order.id), name,
          order.version,            order.id,            json::encode(event_of(order, at))};
}

Problem slot_taken(std::vector<Slot> nearest) {
  return {.code = Errc::slot_taken,
          .detail = "Somebody else has the car at that time.",
          .alternatives = std::move(nearest)};
}

/// Why nobody can book it; nothing when it can be booked.
std::optional<Problem> unfit(const std::optional<contracts::Car>& car) {
  if (!car) return Problem{.code = Errc::car_unknown, .detail = "There is no such car."};
  if (!car->in_service) {
    return Problem{.code = Errc::car_out_of_service, .detail = "This car is out of service at the moment."};
  }
  return {};
}

struct GapHint {
  Timestamp gap_hint{};
};
BOOST_DESCRIBE_STRUCT(GapHint, (), (gap_hint))

}  // namespace

OrderStore::OrderStore(const Clock& clock, telemetry::Metrics& metrics)
    : clock_(clock),
      ignored_(metrics.counter("sharecar_order_ignored_total",
                               "Answers and events that the transition table has no row for, or an old version")),
      ids_(next_ids) {}

OrderId OrderStore::next_id(Context& context, sql::Session& session) { return OrderId{ids_.next(context, session)}; }

std::optional<Order> OrderStore::find(Context& context, sql::Session& session, OrderId id) {
  return session.find<Order>(context, find_order, {id});
}

std::optional<Order> OrderStore::find_by_key(Context& context, sql::Session& session, const std::string& customer,
                                             const std::string& key) {
  return session.find<Order>(context, find_order_by_key, {customer, key});
}

std::optional<Result<Placed>> OrderStore::repeated(Context& context, sql::Session& session, const Placing& placing) {
  if (!placing.idempotency_key) return {};
  auto before = find_by_key(context, session, placing.order.customer_id, *placing.idempotency_key);
  if (!before) return {};
  context.order(before->id);
  if (before->body_hash != placing.order.body_hash) {
    return Problem{.code = Errc::key_reused,
                   .detail = "This Idempotency-Key belongs to another request; take a new key.",
                   .order_id = before->id};
  }
  return Placed{std::move(*before), true};
}

Result<Placed> OrderStore::refused(Context& context, sql::Session& session, const Placing& placing, Problem why) {
  if (auto before = repeated(context, session, placing)) return std::move(*before);
  return why;
}

std::optional<Order> OrderStore::identify(Context& context, sql::Session& session, Placing& placing) {
  Order& order = placing.order;
  const bool again = order.id != OrderId{};
  if (!again) order.id = next_id(context, session);
  context.order(order.id);
  return again ? find(context, session, order.id) : std::nullopt;
}

// Where nothing else refuses, the insert does on an equal key: most requests need no look for it.
Result<Placed> OrderStore::place(Context& context, sql::Session& session, Placing& placing) {
  if (placing.refusal) return refused(context, session, placing, *placing.refusal);
  const auto car = find_car(context, session, placing.order.car_id);
  if (auto why = unfit(car)) return refused(context, session, placing, std::move(*why));
  if (auto before = identify(context, session, placing)) return Placed{std::move(*before)};
  auto placed = place_at(context, session, placing, *car);
  if (!placed) return refused(context, session, placing, placed.error());
  return placed;
}

// One car's row is the queue of everybody who wants its earliest hour: lock, find and insert for each, commit.
void OrderStore::place_earliest(sql::Session& session, const std::vector<Earliest*>& requests) {
  Context& first = *requests.front()->context;
  const CarId id = requests.front()->placing.order.car_id;
  const auto car = find_car(first, session, id);
  sql::Transaction transaction{session};
  const auto hint = car ? session.find<GapHint>(first, lock_car, {id}) : std::nullopt;
  Timestamp from = hint ? hint->gap_hint : Timestamp{};
  FreeHours hours{id};
  bool placed = false;
  for (Earliest* request : requests) {
    auto& [context, placing, outcome] = *request;
    if (auto before = repeated(*context, session, placing)) {
      outcome = std::move(*before);
    } else if (auto why = unfit(car)) {
      outcome = std::move(*why);
    } else if (auto known = identify(*context, session, placing)) {
      outcome = Placed{std::move(*known)};
    } else {
      outcome = place_after(*context, session, placing, *car, hours, from);
      placed = placed || outcome->has_value();
    }
  }
  if (placed) session.execute(first, set_gap_hint, {id, from});
  transaction.commit();
}

Result<Placed> OrderStore::place_at(Context& context, sql::Session& session, Placing& placing,
                                    const contracts::Car& car) {
  Order& order = placing.order;
  order.starts_at = placing.slot->starts_at;
  order.ends_at = placing.slot->ends_at;
  const PriceQuote quote = price_of(car, *placing.slot);
  if (placing.expected_price && *placing.expected_price != quote.price) {
    return Problem{.code = Errc::price_changed, .detail = "The price is another one now.", .quote = quote};
  }
  order.price = quote.price;
  if (insert(context, session, placing)) return Placed{order, false};
  const auto taken = taken_slots(context, session, car.car_id,
                                 {placing.now, placing.slot->ends_at + longest_trip});
  return slot_taken(nearest_free(taken, *placing.slot, placing.now, alternatives));
}

Result<Placed> OrderStore::place_after(Context& context, sql::Session& session, Placing& placing,
                                       const contracts::Car& car, FreeHours& hours, Timestamp& from) {
  for (int round = 0; round < most_decisions; ++round) {
    placing.slot = hours.next(context, session, std::max(ceil_to_grid(placing.now), from), default_trip);
    auto placed = place_at(context, session, placing, car);
    if (placed) from = placing.slot->ends_at;
    if (placed || placed.error().code != Errc::slot_taken) return placed;
    hours.read_again();  // a request with times took the gap between our look and our insert
  }
  return slot_taken({});
}

bool OrderStore::insert(Context& context, sql::Session& session, const Placing& placing) {
  const Order& order = placing.order;
  sql::Params params;
  params.reserve(35);
  sql::append_members(params, order);
  params.emplace_back(placing.idempotency_key);
  sql::append(params, context, outbox_event(order, contracts::event::order_placed, placing.now));
  return session.execute(context, place_order, params) == 1;
}

std::optional<Order> OrderStore::write(Context& context, sql::Session& session, const Order& before,
                                       const Transition& transition) {
  const Order& after = transition.after;
  sql::Params params{before.id,
                     before.version,
                     after.state,
                     after.holds,
                     after.refund,
                     after.refund_amount,
                     after.reason,
                     after.payment_id,
                     after.approved_at,
                     after.reservation_id,
                     after.tries,
                     after.retry_at,
                     after.version,
                     after.payment_version,
                     after.reservation_version,
                     after.method_token,
                     after.sealed_card};
  sql::append(params, context, outbox_event(after, transition.event, clock_.now()));
  if (session.execute(context, change_order, params) == 0) return {};
  if (before.holds && !after.holds) session.execute(context, move_gap_hint, {before.car_id, before.starts_at});
  return after;
}

Order OrderStore::transition(Context& context, sql::Session& session, Order order, const Happening& happening) {
  for (int round = 0; round < most_decisions; ++round) {
    const auto decided = decide(order, happening);
    if (!decided) {
      ignored_.Increment();
      return order;
    }
    if (auto after = write(context, session, order, *decided)) return std::move(*after);
    auto newer = find(context, session, order.id);
    if (!newer) return order;
    order = std::move(*newer);
  }
  throw sql::Unavailable("an order changed faster than it could be written");
}

// Not by transition(): the refund belongs to the state that was read, and is reckoned anew with every state.
Result<Order> OrderStore::cancel(Context& context, sql::Session& session, Order order,
                                 std::optional<Money> expected_refund) {
  for (int round = 0; round < most_decisions; ++round) {
    const Timestamp now = clock_.now();
    if (order.state == OrderState::CONFIRMED && now > order.ends_at) {
      return Problem{.code = Errc::trip_finished, .detail = "The trip is over; it cannot be cancelled."};
    }
    const CancellationQuote quote = cancellation_of(order, now);
    const auto decided = decide(order, Cancel{quote.refund});
    if (!decided) return order;
    if (expected_refund && *expected_refund != quote.refund) {
      return Problem{.code = Errc::refund_changed, .detail = "The refund is another one now.", .cancellation = quote};
    }
    if (auto after = write(context, session, order, *decided)) return std::move(*after);
    auto newer = find(context, session, order.id);
    if (!newer) return order;
    order = std::move(*newer);
  }
  throw sql::Unavailable("an order changed faster than it could be cancelled");
}

std::vector<Order> OrderStore::lease_due(Context& context, sql::Session& session, const std::string& instance,
                                         std::chrono::milliseconds lease, Due which, int limit) {
  const Timestamp now = clock_.now();
  return session.select<Order>(context, lease_due_orders, {instance, now, now + lease, limit, which == Due::to_pay});
}

std::optional<telemetry::TraceContext> trace_of(const Order& order) { return telemetry::parse_b3(order.trace); }

}  // namespace sharecar::order
