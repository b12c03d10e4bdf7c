/// What a scenario does to a platform, and what it sees of it. The launcher has the real one.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "scenario/scenario.hpp"

namespace sharecar::scenario {

using Moment = std::chrono::steady_clock::time_point;

/// What was seen: a word, and the number that it stands for where it is one.
struct Observed {
  std::string text;
  std::optional<double> number = {};
};

/// Used by one thread. Every function may block and throws std::exception with a sentence for a person.
class World {
 public:
  virtual ~World() = default;

  virtual Moment now() const = 0;
  virtual Timestamp wall_clock() const = 0;
  /// Shorter when the run is to end.
  virtual void sleep(std::chrono::milliseconds time) = 0;
  /// A step that expects nothing.
  virtual void perform(const Step& step) = 0;
  /// `since`: when the step began.
  virtual Observed observe(const Expectation& what, Moment since) = 0;
  /// Ends the load and takes back all that `perform` did and that is not taken back yet.
  virtual void heal() = 0;
};

}  // namespace sharecar::scenario
