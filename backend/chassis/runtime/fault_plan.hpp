/// Which faults are on, which of them meets a request, and when each ends. Pure: time and chance are handed in.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/problem.hpp"

namespace sharecar {

/// When a fault cuts the connection with a TCP reset: instead of the handler, or in the middle of its answer, when the
/// effect is there.
enum class FaultReset { before, mid_answer };
BOOST_DESCRIBE_ENUM(FaultReset, before, mid_answer)

/// What is done to requests of one route. Everything is off by default.
struct Fault {
  std::string route;                  ///< "PUT /internal/payments/{orderId}", or "*" for every route but /actuator
  std::int64_t delay_ms = 0;          ///< before the handler
  std::int64_t jitter_ms = 0;         ///< up to this much more, evenly spread
  std::int64_t answer_delay_ms = 0;   ///< after the handler: the effect is there, the answer is late
  std::int64_t status = 0;            ///< answer with this instead of calling the handler
  bool hang = false;                  ///< never answer
  std::optional<FaultReset> reset;    ///< cut the connection
  bool refuse = false;                ///< of the whole process: nobody can connect, kept connections end
  double probability = 1.0;           ///< of requests that it meets

  friend bool operator==(const Fault&, const Fault&) = default;
};
BOOST_DESCRIBE_STRUCT(Fault, (),
                      (route, delay_ms, jitter_ms, answer_delay_ms, status, hang, reset, refuse, probability))

/// A fault that is on.
struct ActiveFault : Fault {
  Timestamp set_at{};
  std::optional<Timestamp> expires_at;  ///< none: it stays until it is cleared

  friend bool operator==(const ActiveFault&, const ActiveFault&) = default;
};
BOOST_DESCRIBE_STRUCT(ActiveFault, (Fault), (set_at, expires_at))

/// Nobody can clear what refuses connections, so it ends by itself within this time.
inline constexpr std::chrono::seconds longest_refusal{600};

/// What is wrong with a fault that somebody asks for. `routes` are those that the service has.
std::vector<Violation> violations_of(const Fault& fault, std::optional<std::chrono::seconds> lasts,
                                     const std::vector<std::string>& routes);

/// A value of its own, for one thread.
class FaultPlan {
 public:
  using Named = std::map<std::string, ActiveFault>;

  /// Takes the place of an earlier one of that name.
  const ActiveFault& set(const std::string& name, Fault fault, Timestamp now,
                         std::optional<std::chrono::seconds> lasts);
  /// The one that is off now; nothing when there is none of that name.
  std::optional<ActiveFault> clear(const std::string& name);
  /// Takes out what has ended by `now`.
  Named expire(Timestamp now);
  std::optional<Timestamp> next_expiry() const;

  /// The first by name that meets a request of `route` at `now`; `chance` gives numbers from [0, 1).
  template <class Chance>
  Named::const_iterator strike(const std::string& route, Timestamp now, Chance&& chance) const {
    for (auto it = active_.begin(); it != active_.end(); ++it) {
      const ActiveFault& fault = it->second;
      const bool ended = fault.expires_at && *fault.expires_at <= now;
      if (ended || fault.refuse || (fault.route != "*" && fault.route != route)) continue;
      if (fault.probability >= 1.0 || chance() < fault.probability) return it;
    }
    return active_.end();
  }
  bool refuses() const;
  bool empty() const { return active_.empty(); }
  const Named& all() const { return active_; }

 private:
  Named active_;
};

}  // namespace sharecar
