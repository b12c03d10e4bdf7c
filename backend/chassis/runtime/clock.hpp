/// What time it is. Decisions get times handed in; this is where they come from.
#pragma once

#include "contracts/types.hpp"

namespace sharecar {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace sharecar
