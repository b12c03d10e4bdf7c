#include "bench/siege_summary.hpp"

#include <charconv>

namespace sharecar::bench {
namespace {

/// The number after "Label:" and blanks.
template <class T>
bool read(const std::string& output, std::string_view label, T& into) {
  const auto at = output.find(label);
  if (at == output.npos) return false;
  const auto from = output.find_first_not_of(" \t", at + label.size());
  if (from == output.npos) return false;
  return std::from_chars(output.data() + from, output.data() + output.size(), into).ec == std::errc{};
}

}  // namespace

std::optional<SiegeSummary> parse_siege(const std::string& output) {
  SiegeSummary out;
  const bool whole = read(output, "Transactions:", out.transactions) &&
                     read(output, "Availability:", out.availability_percent) &&
                     read(output, "Elapsed time:", out.elapsed_s) &&
                     read(output, "Response time:", out.response_time_s) &&
                     read(output, "Transaction rate:", out.transactions_per_s) &&
                     read(output, "Concurrency:", out.concurrency) &&
                     read(output, "Successful transactions:", out.successful) &&
                     read(output, "Failed transactions:", out.failed) &&
                     read(output, "Longest transaction:", out.longest_s) &&
                     read(output, "Shortest transaction:", out.shortest_s);
  return whole ? std::optional{out} : std::nullopt;
}

}  // namespace sharecar::bench
