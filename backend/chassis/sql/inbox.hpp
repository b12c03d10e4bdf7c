/// Effects that happen once although their message may come twice.
#pragma once

#include <string>
#include <string_view>

#include "chassis/sql/session.hpp"

namespace sharecar::sql {

/// True when `consumer` sees this event for the first time. Call it in the transaction of the effect: both commit or
/// neither. Not needed where the effect is itself a transition guarded by a version.
inline bool first_time(Context& context, Session& session, std::string_view consumer, std::string_view event_id) {
  static constexpr Statement insert_inbox{
      "insert_inbox", "INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
  return session.execute(context, insert_inbox, {consumer, event_id}) == 1;
}

}  // namespace sharecar::sql
