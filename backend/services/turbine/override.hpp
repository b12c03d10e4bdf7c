/// States that operators set, and how they are taken back. Pure: times and ids are handed in.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "board.hpp"
#include "contracts/breaker.hpp"
#include "contracts/problem.hpp"
#include "contracts/rules.hpp"

namespace sharecar::turbine {

/// REQUESTED: written down before the instance was asked; whether it did it is not known yet.
enum class Phase { REQUESTED, IN_FORCE, OVER };
BOOST_DESCRIBE_ENUM(Phase, REQUESTED, IN_FORCE, OVER)

/// A line of the journal and what only turbine needs of it.
struct Change : contracts::BreakerChange {
  std::string base;   ///< the state that a revert goes back to: CLOSED, or what the breaker was set to without us
  Phase phase = Phase::REQUESTED;
  std::string revert_as = "time";  ///< what `reverted_by` will say

  friend bool operator==(const Change&, const Change&) = default;
};
BOOST_DESCRIBE_STRUCT(Change, (contracts::BreakerChange), (base, phase, revert_as))

/// Whether a breaker stays in a state until somebody sets another one.
bool stays(const std::string& state);

/// What POST /actuator/circuitbreakers/{name} calls going to a state: FORCED_OPEN is FORCE_OPEN.
std::string update_of(const std::string& state);

/// Why a change is refused; nothing when it may be made.
std::optional<Problem> objection(const contracts::ChangeBreaker& wanted);

/// The change that `wanted` makes of a breaker. `before` is the one in force. A breaker that is closed or reset goes on by
/// itself: there is nothing to revert.
Change plan(const contracts::ChangeBreaker& wanted, const contracts::Breaker& breaker,
            const std::optional<Change>& before, std::string id, Timestamp now);

/// The changes that are in force, at most one for each breaker.
class Overrides {
 public:
  /// Takes over from one in force, which is given back, over by the new one's id.
  std::optional<Change> begin(Change change, Timestamp now);
  /// Reverts `id` from `at` on; false when it is not in force.
  bool schedule(const std::string& id, const std::string& revert_as, Timestamp at);
  /// It is over: given back with `reverted_by`; nothing when it is not in force.
  std::optional<Change> end(const std::string& id, const std::string& reverted_by, Timestamp now);

  /// A change of that breaker is being made or taken back: until `give` it is no news that it leaves its state. False
  /// when another one is.
  bool take(const BreakerKey& key) { return taken_.insert(key).second; }
  void give(const BreakerKey& key) { taken_.erase(key); }

  /// The stream of an instance opened: what it tells from now on is true.
  void opened(const std::string& instance);
  /// A breaker as its instance tells it. The id of the change in force when the breaker has left its state by itself.
  std::optional<std::string> seen(const contracts::Breaker& breaker);

  const Change* find(const BreakerKey& key) const;
  const Change* find(const std::string& id) const;
  std::vector<Change> due(Timestamp now) const;
  /// With `set_by_hand` filled in.
  contracts::Breaker shown(contracts::Breaker breaker) const;

 private:
  struct InForce {
    Change change;
    bool confirmed = false;  ///< the breaker was seen in that state; before, older news may still be on its way
  };
  std::map<BreakerKey, InForce> in_force_;
  std::set<BreakerKey> taken_;
};

}  // namespace sharecar::turbine

namespace sharecar {
template <>
inline constexpr std::array rules<contracts::ChangeBreaker>{
    FieldRule{.field = "reason", .min_length = 1, .max_length = 200},
    FieldRule{.field = "revertAfterS", .min = 1, .max = 86'400},
};
}  // namespace sharecar
