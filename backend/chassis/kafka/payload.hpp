/// An event's payload as the struct that it is.
#pragma once

#include <string>

#include "chassis/json/decode.hpp"
#include "chassis/kafka/message.hpp"

namespace sharecar::kafka {

/// Throws Poison when the payload cannot be read as `Event`; its text names the fields, never their values.
template <class Event>
Event payload_of(const Message& message) {
  auto decoded = json::decode_text<Event>(message.payload);
  if (decoded) return std::move(*decoded);
  std::string why = decoded.error().detail;
  for (const auto& violation : decoded.error().violations) why += ' ' + violation.pointer + ' ' + violation.rule;
  throw Poison(message.type + ": " + why);
}

}  // namespace sharecar::kafka
