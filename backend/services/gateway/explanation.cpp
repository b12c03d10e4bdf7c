#include "explanation.hpp"

#include <algorithm>
#include <string_view>

#include "contracts/time.hpp"

namespace sharecar::gateway {
namespace {

using Sentences = std::vector<std::string>;

const NamedPart* find(const std::vector<NamedPart>& parts, std::string_view service) {
  const auto found = std::ranges::find(parts, service, &NamedPart::service);
  return found == parts.end() ? nullptr : &*found;
}

std::string times(std::int64_t count) { return count == 1 ? "once" : std::to_string(count) + " times"; }

std::string waits_for_payment(const contracts::Order& order) {
  std::string text = "It waits for payment, which was asked " + times(order.payment.attempts);
  if (order.payment.next_try_at) text += "; the next try is at " + to_rfc3339(*order.payment.next_try_at);
  if (order.payment.pay_by) text += "; it expires at " + to_rfc3339(*order.payment.pay_by) + " (payBy)";
  return text + '.';
}

std::string waits_for_refund(const contracts::Order& order) {
  const std::string amount = order.refund_amount ? std::to_string(order.refund_amount->won) + " won" : "the price";
  return "It waits for payment to give back " + amount + '.';
}

// The next step of the saga and who takes it; nobody in a final state.
void tell_state(const contracts::Order& order, const std::vector<NamedPart>& parts, Sentences& out) {
  std::string_view actor;
  switch (order.status) {
    case OrderState::REQUESTED:
    case OrderState::PAYMENT_PENDING:
      out.push_back(waits_for_payment(order));
      actor = "payment";
      break;
    case OrderState::PAID:
      out.emplace_back("It is paid and waits for reservation to reserve the car.");
      actor = "reservation";
      break;
    case OrderState::CANCEL_REQUESTED:
      if (order.refund == RefundState::NONE) {
        out.emplace_back("It waits for reservation to give the car back.");
        actor = "reservation";
        break;
      }
      [[fallthrough]];
    case OrderState::REJECTING:
      out.push_back(waits_for_refund(order));
      actor = "payment";
      break;
    case OrderState::CONFIRMED:
    case OrderState::DECLINED:
    case OrderState::EXPIRED:
    case OrderState::REJECTED:
    case OrderState::CANCELLED:
      if (order.refund != RefundState::REQUESTED) return;
      out.push_back(waits_for_refund(order));
      actor = "payment";
      break;
  }
  if (const auto* part = find(parts, actor); part != nullptr && part->silent) {
    out.push_back(std::string{actor} + " does not answer now.");
  }
}

void tell_events(const NamedPart& from, Sentences& out) {
  for (const WrittenEvent& event : from.part.outbox) {
    if (event.published_at) continue;
    out.push_back(event.type + " (version " + std::to_string(event.version.value) + ") is in the outbox of " + from.service +
                  " and not in Kafka yet.");
  }
  for (const BuriedMessage& letter : from.part.dead_letters) {
    out.push_back(letter.consumer + " gave up on " + (letter.type.empty() ? "a message" : letter.type) + " of " +
                  letter.topic + " (" + letter.cause + "); it is kept in error." + letter.topic + '.' +
                  letter.consumer + '.');
  }
}

void tell_page(const NamedPart& from, const std::optional<Version>& seen, Sentences& out) {
  Version newest{};
  for (const WrittenEvent& event : from.part.outbox) {
    if (event.published_at) newest = std::max(newest, event.version);
  }
  const Version shown = seen.value_or(Version{});
  if (shown >= newest) return;
  out.push_back("MyPage has yet to see version " + std::to_string(newest.value) + " of " + from.service + ", it has " +
                (shown == Version{} ? "none" : std::to_string(shown.value)) + '.');
}

}  // namespace

Sentences still_to_come(const std::vector<NamedPart>& parts) {
  Sentences out;
  if (const auto* order = find(parts, "order"); order != nullptr && order->part.order) {
    tell_state(*order->part.order, parts, out);
  }
  for (const NamedPart& part : parts) tell_events(part, out);
  const auto* customer = find(parts, "customer");
  if (customer == nullptr) return out;
  if (customer->silent) {
    out.emplace_back("What MyPage shows is not known: customer does not answer now.");
    return out;
  }
  const SagaPart& page = customer->part;
  for (const auto& [service, seen] :
       {std::pair{"order", page.order_version}, std::pair{"payment", page.payment_version},
        std::pair{"reservation", page.reservation_version}}) {
    if (const auto* part = find(parts, service)) tell_page(*part, seen, out);
  }
  return out;
}

}  // namespace sharecar::gateway
