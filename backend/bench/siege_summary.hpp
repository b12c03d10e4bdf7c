/// The summary that siege prints (https://github.com/JoeDog/siege), as a struct.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace sharecar::bench {

struct SiegeSummary {
  std::int64_t transactions = 0;     ///< answered, with a status below 400
  double availability_percent = 0;   ///< those, of all requests
  double elapsed_s = 0;
  double response_time_s = 0;        ///< mean
  double transactions_per_s = 0;
  double concurrency = 0;            ///< mean number of connections at once
  std::int64_t successful = 0;
  std::int64_t failed = 0;
  double longest_s = 0;
  double shortest_s = 0;

  friend bool operator==(const SiegeSummary&, const SiegeSummary&) = default;
};
BOOST_DESCRIBE_STRUCT(SiegeSummary, (),
                      (transactions, availability_percent, elapsed_s, response_time_s, transactions_per_s, concurrency,
                       successful, failed, longest_s, shortest_s))

/// Of its output; nothing when a line is missing.
std::optional<SiegeSummary> parse_siege(const std::string& output);

/// What the seed reports of its own system (seed 004, README).
inline constexpr SiegeSummary siege_of_the_seed{1054, 80.34, 59.74, 5.47, 17.64, 96.58, 1054, 258, 8.41, 0.44};

}  // namespace sharecar::bench
