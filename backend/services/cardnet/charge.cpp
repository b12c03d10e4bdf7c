#include "services/cardnet/charge.hpp"

namespace sharecar::cardnet {
namespace {

using contracts::Charge;
using contracts::ChargeState;
using contracts::Refund;

// Left by a void that came before its charge: no card was ever seen under this key.
bool is_tombstone(const Charge& charge) { return charge.state == ChargeState::VOIDED && charge.last_four.empty(); }

Problem key_reused(const char* what) {
  return {.code = Errc::key_reused, .detail = std::string{"This key belongs to "} + what + '.'};
}

}  // namespace

bool answers_at_once(Behaviour behaviour) { return behaviour == Behaviour::approve || behaviour == Behaviour::decline; }

Result<Decision<Charge>> charge(const std::optional<KnownCharge>& known, const std::string& key, Money amount,
                                const Card& card, Timestamp now) {
  if (known) {
    if (!is_tombstone(known->charge) && known->charge.amount != amount) {
      return key_reused("a charge of another amount");
    }
    return Decision<Charge>{known->charge, Write::nothing};
  }
  Charge made{.key = key,
              .state = ChargeState::APPROVED,
              .amount = amount,
              .last_four = card.last_four,
              .reason = {},
              .created_at = now,
              .voided_at = {}};
  if (card.behaviour == Behaviour::decline) {
    made.state = ChargeState::DECLINED;
    made.reason = card.reason;
  }
  return Decision<Charge>{std::move(made), Write::insert};
}

Result<Decision<Charge>> void_charge(const std::optional<KnownCharge>& known, const std::string& key, Timestamp now) {
  if (!known) {
    Charge tombstone{.key = key,
                     .state = ChargeState::VOIDED,
                     .amount = Money{0},
                     .last_four = "",
                     .reason = "voided_before_charge",
                     .created_at = now,
                     .voided_at = now};
    return Decision<Charge>{std::move(tombstone), Write::insert};
  }
  if (known->charge.state != ChargeState::APPROVED) return Decision<Charge>{known->charge, Write::nothing};
  if (known->refunded > Money{0}) {
    return Problem{.code = Errc::refund_exceeds_charge,
                   .detail = "Part of this charge was refunded; it can be refunded further but not voided."};
  }
  Charge voided = known->charge;
  voided.state = ChargeState::VOIDED;
  voided.voided_at = now;
  return Decision<Charge>{std::move(voided), Write::update};
}

Result<Decision<Refund>> refund(const std::optional<Refund>& repeated, const std::optional<KnownCharge>& known,
                                const contracts::RefundCharge& wanted, Timestamp now) {
  if (repeated) {
    if (repeated->charge_key != wanted.charge_key) return key_reused("a refund of another charge");
    if (repeated->amount != wanted.amount) return key_reused("a refund of another amount");
    return Decision<Refund>{*repeated, Write::nothing};
  }
  if (!known) return Problem{.code = Errc::not_found, .detail = "No charge has that key."};
  if (known->charge.state != ChargeState::APPROVED) {
    return Problem{.code = Errc::refund_exceeds_charge, .detail = "Nothing was paid by this charge."};
  }
  if (wanted.amount > known->charge.amount - known->refunded) {
    return Problem{.code = Errc::refund_exceeds_charge, .detail = "Less than that is left of the charge."};
  }
  return Decision<Refund>{Refund{wanted.key, wanted.charge_key, wanted.amount, now}, Write::insert};
}

}  // namespace sharecar::cardnet
