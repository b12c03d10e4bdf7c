#include "invariants/check.hpp"

#include <algorithm>
#include <thread>
#include <tuple>

#include "invariants/reader.hpp"
#include "invariants/rules.hpp"

namespace sharecar::invariants {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto look_every = 100ms;
constexpr auto between_looks = 300ms;
constexpr int most_looks_again = 2;
constexpr auto spans_take = 3s;  // services send their spans a moment after the fact

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

/// What still moved when the time was over; nothing when two looks in a row found the platform at rest, as one look
/// reads the stores one after the other.
std::vector<std::string> await_rest(Reader& reader, const CheckOptions& options) {
  const auto end = Clock::now() + options.wait;
  bool rested = false;
  for (;;) {
    std::vector<std::string> moving;
    try {
      moving = reader.moving();
    } catch (const sql::Unavailable& away) {
      if (Clock::now() >= end) throw;
      moving.emplace_back(away.what());
    }
    if (moving.empty() && rested) return {};
    rested = moving.empty();
    if (Clock::now() >= end) return moving;
    if (options.progress && !moving.empty()) options.progress("waiting: " + joined(moving));
    std::this_thread::sleep_for(look_every);
  }
}

void read_whole_traces(Reader& reader, Snapshot& snapshot, const CheckOptions& options) {
  const auto end = Clock::now() + std::min<std::chrono::milliseconds>(options.wait, spans_take);
  for (;;) {
    const auto skipped = snapshot.skipped;
    reader.read_traces(snapshot, options.traces);
    if (Clock::now() >= end || judge_traces(Index{snapshot}).violations.empty()) return;
    snapshot.skipped = skipped;
    std::this_thread::sleep_for(look_every);
  }
}

/// The stores are read one after the other while a pending order may try its payment again: what is broken stays
/// broken, what was only seen half changed does not. Keeps what both reports complain of.
void keep_lasting(Report& report, const Report& again) {
  const auto lasts = [&](const Violation& violation) {
    return std::ranges::any_of(again.violations, [&](const Violation& other) {
      return std::tie(other.rule, other.subject) == std::tie(violation.rule, violation.subject);
    });
  };
  std::vector<Violation> kept;
  auto next = report.violations.begin();  // they stand there group by group
  for (auto& group : report.groups) {
    const auto end = next + group.violations;
    const auto before = kept.size();
    std::copy_if(next, end, std::back_inserter(kept), lasts);
    group.violations = static_cast<std::int64_t>(kept.size() - before);
    next = end;
  }
  report.violations = std::move(kept);
}

Report look(Reader& reader, const CheckOptions& options, const std::vector<Operation>& operations) {
  const auto say = [&](const char* what) {
    if (options.progress) options.progress(what);
  };
  auto moving = await_rest(reader, options);
  say("reading the tables");
  auto snapshot = reader.read_tables();
  snapshot.operations = operations;
  if (!options.log) snapshot.skipped.emplace_back("what clients were told: no --log");
  say("reading traces");
  read_whole_traces(reader, snapshot, options);
  say("looking for card numbers");
  reader.find_leaks(snapshot, options.card_numbers);
  say("judging");
  auto report = judge(snapshot);
  report.settled = moving.empty();
  report.moving = std::move(moving);
  return report;
}

}  // namespace

Report check(const Stores& stores, const CheckOptions& options) {
  std::vector<Operation> operations;
  if (options.log) operations = read_operations(*options.log);
  Reader reader{stores};
  auto report = look(reader, options, operations);
  const int looks_again = options.wait > 0ms ? most_looks_again : 0;
  for (int again = 0; again < looks_again && !report.sound(); ++again) {
    std::this_thread::sleep_for(between_looks);
    keep_lasting(report, look(reader, options, operations));
  }
  return report;
}

}  // namespace sharecar::invariants
