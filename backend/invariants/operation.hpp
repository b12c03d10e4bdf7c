/// What a client of the platform did and was told: one JSON line per operation, written by the load generator and read
/// by the invariant checker. A client that was told nothing writes status 0; the checker then allows either outcome,
/// but only one.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "contracts/types.hpp"

namespace sharecar::invariants {

enum class OperationKind { book, cancel };
BOOST_DESCRIBE_ENUM(OperationKind, book, cancel)

struct Operation {
  OperationKind kind = OperationKind::book;
  Timestamp at{};                              ///< the intended start, which is before the request was sent
  std::int64_t took_us = 0;                    ///< from `at` to the answer, or to giving up
  int status = 0;                              ///< of HTTP; 0: no answer
  std::optional<std::string> failure;          ///< why there was none: refused, reset, timeout, ...
  std::optional<std::string> code;             ///< of the problem: slot_taken, card_declined, ...
  std::string customer_id;
  std::string idempotency_key;                 ///< of a booking
  std::optional<CarId> car_id;                 ///< of a booking
  std::optional<Timestamp> starts_at;          ///< what a booking asked for; none: the earliest free hour
  std::optional<Timestamp> ends_at;
  std::optional<std::string> card;             ///< a demo card by what it does; never a number
  std::optional<OrderId> order_id;             ///< of the answer; of a cancellation, what was to be cancelled
  std::optional<std::string> trace_id;         ///< of the answer
  std::optional<std::int64_t> shown_us;        ///< from `at` until MyPage showed its end (3 or 21)
};
BOOST_DESCRIBE_STRUCT(Operation, (),
                      (kind, at, took_us, status, failure, code, customer_id, idempotency_key, car_id, starts_at,
                       ends_at, card, order_id, trace_id, shown_us))

}  // namespace sharecar::invariants
