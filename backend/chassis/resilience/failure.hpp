/// How a guarded call can go wrong, in the terms that configuration, events and metrics use.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>

namespace sharecar::resilience {

/// `none` is success, and so is every answer below 500. The last three are refusals of our own: nothing was sent.
enum class Failure : std::uint8_t {
  none,
  refused,        ///< no connection; nothing was sent
  reset,          ///< the connection was cut
  timeout,        ///< the time limit or the caller's deadline passed
  protocol,       ///< what came back is not HTTP
  too_large,      ///< the answer is larger than allowed
  server_error,   ///< an answer with a status of 500 or more
  circuit_open,   ///< the breaker does not permit the call
  rate_limited,   ///< the rate limiter does not
  bulkhead_full,  ///< the bulkhead does not
};
BOOST_DESCRIBE_ENUM(Failure, none, refused, reset, timeout, protocol, too_large, server_error, circuit_open,
                    rate_limited, bulkhead_full)

inline bool refused_by_us(Failure failure) { return failure >= Failure::circuit_open; }

/// What came of one attempt.
struct Outcome {
  Failure failure = Failure::none;
  std::int16_t status = 0;  ///< the HTTP status of an answer; 0: no answer

  bool succeeded() const { return failure == Failure::none; }
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace sharecar::resilience
