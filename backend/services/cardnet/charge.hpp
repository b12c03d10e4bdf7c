/// The rules of the ledger: what becomes of a charge, a void and a refund, given what the ledger holds. Pure; the store
/// runs each decision and its write in one transaction.
#pragma once

#include <optional>
#include <string>

#include "contracts/cardnet.hpp"
#include "contracts/problem.hpp"
#include "services/cardnet/card.hpp"

namespace sharecar::cardnet {

/// A charge of the ledger and the sum of its refunds.
struct KnownCharge {
  contracts::Charge charge;
  Money refunded;
};

enum class Write { nothing, insert, update };

/// The answer, and what the ledger needs for it.
template <class Entry>
struct Decision {
  Entry entry;
  Write write = Write::nothing;
};

/// Whether the network answers a card of this behaviour from its books alone, without waiting or failing first.
bool answers_at_once(Behaviour behaviour);

/// A key that is known repeats its first answer, whatever the card is now; another amount is refused with key_reused.
/// A key that was voided before it was charged takes any amount and stays VOIDED.
Result<Decision<contracts::Charge>> charge(const std::optional<KnownCharge>& known, const std::string& key,
                                           Money amount, const Card& card, Timestamp now);

/// APPROVED becomes VOIDED, an unknown key leaves a VOIDED charge of nothing, everything else stays as it is. Refused
/// with refund_exceeds_charge when something was refunded already.
Result<Decision<contracts::Charge>> void_charge(const std::optional<KnownCharge>& known, const std::string& key,
                                                Timestamp now);

/// `repeated` is the refund of that key, if there is one. Refused with not_found for an unknown charge, key_reused for
/// another charge or amount under the key, refund_exceeds_charge for more than what is left of an approved charge.
Result<Decision<contracts::Refund>> refund(const std::optional<contracts::Refund>& repeated,
                                           const std::optional<KnownCharge>& known,
                                           const contracts::RefundCharge& wanted, Timestamp now);

}  // namespace sharecar::cardnet
