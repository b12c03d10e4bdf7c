#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace sharecar::launcher {

/// Something the launcher cannot do, told to a person: what failed, the line that mends it (a command they can
/// paste, or empty), and the evidence (the last lines of the log of what failed, or empty).
class Problem : public std::runtime_error {
 public:
  explicit Problem(const std::string& what, std::string mend = {}, std::string evidence = {})
      : std::runtime_error{what}, mend_{std::move(mend)}, evidence_{std::move(evidence)} {}

  const std::string& mend() const noexcept { return mend_; }
  const std::string& evidence() const noexcept { return evidence_; }

 private:
  std::string mend_;
  std::string evidence_;
};

}  // namespace sharecar::launcher
