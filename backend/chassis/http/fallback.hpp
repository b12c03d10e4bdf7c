/// Answers that take the place of better ones say so, to programs and to people.
#pragma once

#include "chassis/http/message.hpp"
#include "contracts/fallback.hpp"

namespace sharecar::http {

/// Adds the header `Warning` (RFC 7234 5.5: 110 for what is stale, 199 for the rest) and, where the body is a JSON
/// object, the member `fallback`.
void mark(Reply& reply, const contracts::Fallback& fallback);

}  // namespace sharecar::http
