#pragma once

#include "launcher/files.hpp"

namespace sharecar::launcher {

/// The RSA pair with which order seals a card number and payment opens it: `folder`/payment_private.pem (mode 0600)
/// and payment_public.pem. Made once; sealed cards of open orders depend on it.
struct CardKeys {
  fs::path private_key;
  fs::path public_key;
};
CardKeys card_keys(const fs::path& folder);

}  // namespace sharecar::launcher
