#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chassis/actuator/actuator.hpp"

namespace sharecar::launcher {

/// ./sharecar fault in words: `fault payment latency=400..620 for=30s`, `fault list`, `fault clear payment`.
struct FaultCommand {
  enum class Verb { list, set, clear };
  Verb verb = Verb::list;
  std::string service;        // "" = all
  std::string name;           // of the fault; clear: "" = all
  actuator::SetFault wanted;  // set
};

/// Throws Problem with the right words for what it does not understand.
FaultCommand parse_fault(const std::vector<std::string>& words);

/// What a fault does, in the words that would set it: "latency=400..620 probability=0.3".
std::string fault_words(const Fault& fault);

}  // namespace sharecar::launcher
