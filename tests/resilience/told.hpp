/// Events as text, for comparing whole histories.
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <string>
#include <utility>

#include "chassis/resilience/event.hpp"

namespace sharecar::resilience {

/// "ERROR", "STATE_TRANSITION:CLOSED>OPEN"
inline std::string told(const Event& event) {
  using boost::describe::enum_to_string;
  std::string out = enum_to_string(event.type, "?");
  if (event.type == EventType::STATE_TRANSITION) {
    out += std::string{":"} + enum_to_string(event.from, "?") + ">" + enum_to_string(event.to, "?");
  }
  return out;
}

/// Collects events as "A,B" until it is asked.
class Told {
 public:
  EventSink sink() {
    return [this](const Event& event) { text_ += (text_.empty() ? "" : ",") + told(event); };
  }
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::string text_;
};

inline double no_chance() { return 0.5; }

inline Instant at_ms(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

}  // namespace sharecar::resilience
