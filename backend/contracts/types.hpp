/// Values that travel: strong ids, money and time. Standard C++ only.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace sharecar {

/// A whole number that identifies one thing of one kind; two kinds do not mix.
template <class Tag>
struct Id {
  std::int64_t value = 0;

  friend constexpr auto operator<=>(Id, Id) = default;
};

using CarId = Id<struct CarTag>;
using OrderId = Id<struct OrderTag>;
using PaymentId = Id<struct PaymentTag>;
using RefundId = Id<struct RefundTag>;
using ReservationId = Id<struct ReservationTag>;

template <class Tag>
std::string to_string(Id<Tag> id) {
  return std::to_string(id.value);
}

/// Integer won.
struct Money {
  std::int64_t won = 0;

  friend constexpr auto operator<=>(Money, Money) = default;
  friend constexpr Money operator+(Money a, Money b) { return {a.won + b.won}; }
  friend constexpr Money operator-(Money a, Money b) { return {a.won - b.won}; }
};

/// The aggregate's own counter: every transition adds one, every event carries it (`ce_sequence`).
struct Version {
  std::int64_t value = 0;

  friend constexpr auto operator<=>(Version, Version) = default;
  constexpr Version next() const { return {value + 1}; }
};

/// A moment in UTC. Microseconds, because that is what PostgreSQL and Zipkin keep.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// The customer who has not said who they are.
inline constexpr const char* guest = "guest";

/// A part of a car's time: [starts_at, ends_at).
struct Slot {
  Timestamp starts_at{};
  Timestamp ends_at{};

  friend constexpr auto operator<=>(const Slot&, const Slot&) = default;
  constexpr bool overlaps(const Slot& other) const { return starts_at < other.ends_at && other.starts_at < ends_at; }
  constexpr std::chrono::microseconds length() const { return ends_at - starts_at; }
};

}  // namespace sharecar

template <class Tag>
struct std::hash<sharecar::Id<Tag>> {
  std::size_t operator()(sharecar::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
